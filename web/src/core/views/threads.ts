// The list of threads that I follow, and single messages watched for quotes.
import { atom, onMount, type ReadableAtom } from "nanostores";
import type { ThreadListEntry } from "../client";
import { Problem } from "../problem";
import type { Message, ThreadState } from "../types";
import { visibleFrom } from "../visible";
import { Refresher } from "./refresher";
import type { TimelineContext } from "./timeline";

interface Listed {
  threads: { root: Message; state: ThreadState; unread_count: number }[];
}

/** Followed threads, newest reply first. */
export class ThreadList {
  readonly $threads: ReadableAtom<readonly ThreadListEntry[]>;
  /** How many of them have unread replies, whether their messages are held or not. */
  readonly $unread: ReadableAtom<number>;
  readonly #threads = atom<readonly ThreadListEntry[]>([]);
  readonly #unread = atom(0);
  readonly #c: TimelineContext;
  readonly #refresher: Refresher<null>;
  readonly #stops: (() => void)[];

  constructor(context: TimelineContext) {
    this.#c = context;
    this.$threads = this.#threads;
    this.$unread = this.#unread;
    this.#refresher = new Refresher(() => this.#refresh());
    const again = () => this.#refresher.add(null);
    this.#stops = [
      context.mirror.$threadStates.listen(again),
      context.mirror.$rows.listen(again),
      context.device.listen({
        touched: (t) => t.messages.some((m) => m.thread_id || this.#lists(m.message_id)) && again(),
        own: () => {},
        swapped: again,
      }),
    ];
    again();
  }

  async load(): Promise<void> {
    const asked = await this.#c.device.asked();
    const { threads } = await this.#c.api.get<Listed>("/me/threads");
    for (const { root, state, unread_count } of threads) {
      // Each reply changes the root: that tells which replies the count knew.
      const as_of_seq = Math.max(root.change_seq, state.change_seq);
      const threadCount = { unread: unread_count, read_seq: state.read_seq, root_seq: root.seq, as_of_seq };
      await this.#c.device.take({ messages: [root], thread: state, threadCount }, asked);
    }
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.#refresher.stop();
  }

  #lists(messageId: string): boolean {
    return this.#threads.get().some((t) => t.root.message_id === messageId);
  }

  async #refresh(): Promise<void> {
    const db = this.#c.device.cache;
    if (!db) {
      this.#unread.set(0);
      return this.#threads.set([]);
    }
    const entries: ThreadListEntry[] = [];
    const { $threadStates, $threadMarks, $rows } = this.#c.mirror;
    let unread = 0;
    for (const state of $threadStates.get().values()) {
      const mark = $threadMarks.get().get(state.thread_id);
      const room = $rows.get().get(state.room_id);
      if (!state.following || !room) continue;
      const visible = visibleFrom(
        room.room,
        room.members.find((m) => m.user_id === this.#c.device.me),
      );
      if (mark?.root_seq !== undefined && mark.root_seq < visible) continue;
      const unread_count = mark?.unread ?? 0;
      if (unread_count > 0) unread++;
      const root = await db.getFromIndex("messages", "id", state.thread_id);
      if (!root) continue;
      entries.push({ root, state, unread_count });
    }
    entries.sort((a, b) => (b.root.last_reply_ms ?? 0) - (a.root.last_reply_ms ?? 0));
    this.#threads.set(entries);
    this.#unread.set(unread);
  }
}

/** One message, live; fetched if the device lacks it. */
export function watchMessage(c: TimelineContext, messageId: string): ReadableAtom<Message | undefined> {
  const store = atom<Message | undefined>(undefined);
  onMount(store, () => {
    let asked = false;
    const read = new Refresher<null>(async () => {
      const held = await c.device.cache?.getFromIndex("messages", "id", messageId);
      if (held) store.set(held);
      else if (asked) return;
      else {
        asked = true;
        const at = await c.device.asked();
        const message = await c.api.get<Message>(`/messages/${messageId}`).catch(noMessage);
        if (!message) return;
        await c.device.take({ messages: [message] }, at);
        store.set(message);
      }
    });
    const stop = c.device.listen({
      touched: (t) => t.messages.some((m) => m.message_id === messageId) && read.add(null),
      own: () => {},
      swapped: () => read.add(null),
    });
    read.add(null);
    return () => {
      stop();
      read.stop();
    };
  });
  return store;
}

/** Offline, or not visible: a quote without its text. */
function noMessage(e: unknown): undefined {
  if (e instanceof Problem) return undefined;
  throw e;
}
