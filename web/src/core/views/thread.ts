import { atom, onMount, type ReadableAtom } from "nanostores";
import type { Thread, ThreadView, TimelineItem } from "../client";
import { Problem } from "../problem";
import type { Touched } from "../rows";
import { applyThreadIntent } from "../thread-counts";
import type { ThreadPage, ThreadState } from "../types";
import { repliesOf } from "./history";
import { Refresher } from "./refresher";
import type { TimelineContext } from "./timeline";

const PAGE = 100;

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

  /** Shown at once, kept on the device, told when it can be. */
  async markRead(seq: number): Promise<void> {
    const { device, mirror } = this.#c;
    if (seq <= (mirror.$threadStates.get().get(this.#id)?.read_seq ?? 0)) return;
    const read_seq = await device.writeOwn("intents", async ({ threadIntents }) => {
      const held = await threadIntents.get(this.#id);
      const next = Math.max(seq, held?.read_seq ?? 0);
      await threadIntents.put({ thread_id: this.#id, read_seq: next });
      return next;
    });
    await device.write((rows) => applyThreadIntent(rows, this.#id, read_seq));
  }

  async follow(following: boolean): Promise<void> {
    const path = `/messages/${this.#id}/thread`;
    const state = await this.#c.api.write<ThreadState>("PUT", path, { following });
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
      mirror.$threadMarks.listen(() => this.#refresher.add("all")),
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
      const replies: number[] = [];
      for (let more = true; more; ) {
        const asked = await this.#c.device.asked();
        const page = await this.#c.api.get<ThreadPage>(`/messages/${this.#id}/thread`, {
          after,
          limit: PAGE,
        });
        const messages = [page.root, ...page.messages];
        replies.push(...page.messages.map((m) => m.seq));
        after = page.messages.at(-1)?.seq;
        more = page.more_after && after !== undefined;
        const whole = more ? undefined : replies;
        await this.#c.device.take({ messages, thread: page.state, replies: whole }, asked);
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
    const unread = this.#c.mirror.$threadMarks.get().get(this.#id)?.unread ?? 0;
    this.#state.set({ root, state, unread, timeline });
  }

  #item(row: object, item: TimelineItem): TimelineItem {
    const held = this.#items.get(row);
    if (held) return held;
    this.#items.set(row, item);
    return item;
  }
}
