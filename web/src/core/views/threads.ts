// The list of threads that I follow, and single messages watched for quotes.
import { atom, onMount, type ReadableAtom } from "nanostores";
import type { ThreadListEntry } from "../client";
import { Problem } from "../problem";
import type { Message, ThreadState } from "../types";
import { repliesOf } from "./history";
import { Refresher } from "./refresher";
import { unreadReplies } from "./thread";
import type { TimelineContext } from "./timeline";

interface Listed {
  threads: { root: Message; state: ThreadState; unread_count: number }[];
}

/** Followed threads, newest reply first. */
export class ThreadList {
  readonly $threads: ReadableAtom<readonly ThreadListEntry[]>;
  readonly #threads = atom<readonly ThreadListEntry[]>([]);
  readonly #c: TimelineContext;
  readonly #refresher: Refresher<null>;
  readonly #stops: (() => void)[];
  /** The server's counts, for threads whose replies are not all held. */
  #told = new Map<string, { count: number; read_seq: number }>();

  constructor(context: TimelineContext) {
    this.#c = context;
    this.$threads = this.#threads;
    this.#refresher = new Refresher(() => this.#refresh());
    const again = () => this.#refresher.add(null);
    this.#stops = [
      context.mirror.$threadStates.listen(again),
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
    this.#told = new Map(
      threads.map((t) => [t.state.thread_id, { count: t.unread_count, read_seq: t.state.read_seq }]),
    );
    for (const t of threads) await this.#c.device.take({ messages: [t.root], thread: t.state }, asked);
    this.#refresher.add(null);
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
    if (!db) return this.#threads.set([]);
    const entries: ThreadListEntry[] = [];
    for (const state of this.#c.mirror.$threadStates.get().values()) {
      if (!state.following) continue;
      const root = await db.getFromIndex("messages", "id", state.thread_id);
      if (!root) continue;
      const counted = unreadReplies(await repliesOf(db, state.thread_id), state, this.#c.device.me);
      const told = this.#told.get(state.thread_id);
      const unread_count = told?.read_seq === state.read_seq ? Math.max(counted, told.count) : counted;
      entries.push({ root, state, unread_count });
    }
    entries.sort((a, b) => (b.root.last_reply_ms ?? 0) - (a.root.last_reply_ms ?? 0));
    this.#threads.set(entries);
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
