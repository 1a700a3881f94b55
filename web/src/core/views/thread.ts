import { atom, onMount, type ReadableAtom } from "nanostores";
import type { Thread, ThreadView, TimelineItem } from "../client";
import { Problem } from "../problem";
import type { Touched } from "../rows";
import type { Message, ThreadPage, ThreadState } from "../types";
import { repliesOf } from "./history";
import { Refresher } from "./refresher";
import type { TimelineContext } from "./timeline";

const PAGE = 100;

/** The replies of mine to come are counted like those of a room: of others, and still there. */
export function unreadReplies(
  replies: readonly Message[],
  state: ThreadState | undefined,
  me: string,
): number {
  if (!state) return 0;
  return replies.filter((m) => m.seq > state.read_seq && m.author_id !== me && !m.deleted_ms).length;
}

/** A live view of a message and its replies. */
export class MessageThread implements Thread {
  readonly $state: ReadableAtom<ThreadView>;
  readonly #state: ReturnType<typeof atom<ThreadView>>;
  readonly #c: TimelineContext;
  readonly #id: string;
  #items = new WeakMap<object, TimelineItem>();
  #refresher: Refresher<Touched | "all"> = new Refresher(async () => {});
  #loading = true;
  #problem: Problem | undefined;

  constructor(context: TimelineContext, messageId: string) {
    this.#c = context;
    this.#id = messageId;
    const empty = {
      items: [],
      loading: true,
      loading_older: false,
      loading_newer: false,
      has_older: false,
      has_newer: false,
      goto_token: 0,
      reads: new Map(),
    };
    this.#state = atom<ThreadView>({ unread: 0, timeline: empty });
    this.$state = this.#state;
    onMount(this.#state, () => this.#open());
  }

  /** A thread is held whole: opening it fetched what was missing. */
  async loadOlder(): Promise<void> {}

  async markRead(seq: number): Promise<void> {
    await this.#put({ read_seq: seq });
  }

  async follow(following: boolean): Promise<void> {
    await this.#put({ following });
  }

  async #put(body: { read_seq?: number; following?: boolean }): Promise<void> {
    const state = await this.#c.api.write<ThreadState>("PUT", `/messages/${this.#id}/thread`, body);
    await this.#c.device.take({ thread: state });
  }

  #open(): () => void {
    this.#refresher = new Refresher(() => this.#refresh());
    const { device, outbox, mirror } = this.#c;
    const stops = [
      device.listen({
        touched: (t) => this.#concerns(t) && this.#refresher.add(t),
        own: () => {},
        swapped: () => this.#refresher.add("all"),
      }),
      outbox.$items.listen(() => this.#refresher.add("all")),
      mirror.$threadStates.listen(() => this.#refresher.add("all")),
    ];
    this.#refresher.add("all");
    void this.#fetch();
    return () => {
      for (const stop of stops) stop();
      this.#refresher.stop();
    };
  }

  #concerns(t: Touched): boolean {
    if (t.cleared.length > 0) return true;
    return t.messages.some((m) => m.thread_id === this.#id || m.message_id === this.#id);
  }

  async #fetch(): Promise<void> {
    try {
      let after: number | undefined;
      for (let more = true; more; ) {
        const asked = await this.#c.device.asked();
        const page = await this.#c.api.get<ThreadPage>(`/messages/${this.#id}/thread`, {
          after,
          limit: PAGE,
        });
        const messages = [page.root, ...page.messages];
        await this.#c.device.take({ messages, thread: page.state }, asked);
        after = page.messages.at(-1)?.seq;
        more = page.more_after && after !== undefined;
      }
      this.#problem = undefined;
    } catch (e) {
      if (!(e instanceof Problem)) throw e;
      this.#problem = e;
    } finally {
      this.#loading = false;
      this.#refresher.add("all");
    }
  }

  async #refresh(): Promise<void> {
    const db = this.#c.device.cache;
    if (!db) return;
    const [root, replies] = await Promise.all([
      db.getFromIndex("messages", "id", this.#id),
      repliesOf(db, this.#id),
    ]);
    const state = this.#c.mirror.$threadStates.get().get(this.#id);
    const arrived = new Set(replies.map((m) => m.message_id));
    const items = replies.map((m) => this.#item(m, { kind: "message", key: m.message_id, message: m }));
    for (const o of this.#c.outbox.$items.get()) {
      if (o.thread_id !== this.#id || arrived.has(o.message_id)) continue;
      items.push(this.#item(o, { kind: "outbox", key: o.message_id, item: o }));
    }
    const firstUnread =
      state && replies.find((m) => m.seq > state.read_seq && m.author_id !== this.#c.device.me);
    const held = this.#state.get().timeline;
    const timeline = {
      ...held,
      items,
      loading: this.#loading && items.length === 0,
      first_unread_seq: held.first_unread_seq ?? firstUnread?.seq,
      problem: root ? undefined : this.#problem,
    };
    this.#state.set({ root, state, unread: unreadReplies(replies, state, this.#c.device.me), timeline });
  }

  #item(row: object, item: TimelineItem): TimelineItem {
    const held = this.#items.get(row);
    if (held) return held;
    this.#items.set(row, item);
    return item;
  }
}
