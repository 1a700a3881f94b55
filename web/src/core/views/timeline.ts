// A live window of one room over the cache, growing as somebody scrolls and fetching what the device lacks.
import { atom, onMount, type ReadableAtom } from "nanostores";
import type { Api } from "../api";
import type { OutboxItem, Timeline, TimelineItem, TimelineState } from "../client";
import { shownCounts } from "../counting";
import type { CacheDB } from "../db";
import type { Device } from "../device";
import { applyPage, type Page, pageOf } from "../pages";
import { Problem } from "../problem";
import type { Touched } from "../rows";
import type { Message, MessagePage } from "../types";
import { beginning, liveStretch, newerFrom, olderThan, type Stretch } from "./history";
import type { Mirror } from "./mirror";
import type { OutboxView } from "./outbox-view";
import { Refresher } from "./refresher";

const PAGE = 50;
/** With more unread than this the window opens around the first of them instead of holding them all. */
const MAX_OPEN = 300;

const EMPTY: TimelineState = {
  items: [],
  loading: true,
  loading_older: false,
  loading_newer: false,
  has_older: false,
  has_newer: false,
  goto_token: 0,
  reads: new Map(),
};

export interface TimelineContext {
  device: Device;
  api: Api;
  mirror: Mirror;
  outbox: OutboxView;
}

export class RoomTimeline implements Timeline {
  readonly $state: ReadableAtom<TimelineState>;
  readonly #state = atom<TimelineState>(EMPTY);
  readonly #c: TimelineContext;
  readonly #roomId: string;
  #refresher: Refresher<Touched | "all"> = new Refresher(async () => {});
  #messages: Message[] = [];
  #items = new WeakMap<object, TimelineItem>();
  /** What is known to be complete around the window; the window is a part of it. */
  #stretch: Stretch = { from: Number.POSITIVE_INFINITY, to: Number.POSITIVE_INFINITY };
  /** The window shows the newest message and takes new ones. */
  #atEnd = true;
  /** Not a member: a public room that is looked at, held here and nowhere else (rule 3). */
  #browsing = false;
  #token = 0;

  constructor(context: TimelineContext, roomId: string) {
    this.#c = context;
    this.#roomId = roomId;
    this.$state = this.#state;
    onMount(this.#state, () => this.#open());
  }

  async loadOlder(): Promise<void> {
    const state = this.#state.get();
    if (state.loading || state.loading_older || !state.has_older) return;
    await this.#busy("loading_older", async () => {
      const first = this.#messages[0]?.seq ?? Number.POSITIVE_INFINITY;
      if (this.#browsing) return this.#browse({ before: first });
      // Meanwhile more may have been fetched in the background.
      if (this.#isLive())
        this.#stretch = (await this.#read((db) => liveStretch(db, this.#roomId))) ?? this.#stretch;
      let older = await this.#read((db) => olderThan(db, this.#roomId, first, this.#stretch, PAGE));
      // A page may hold nothing but thread replies.
      while (older?.length === 0 && (await this.#fetchOlder())) {
        older = await this.#read((db) => olderThan(db, this.#roomId, first, this.#stretch, PAGE));
      }
      this.#messages = [...(older ?? []), ...this.#messages];
    });
  }

  async loadNewer(): Promise<void> {
    const state = this.#state.get();
    if (state.loading || state.loading_newer || !state.has_newer) return;
    await this.#busy("loading_newer", async () => {
      const last = this.#messages.at(-1)?.seq ?? Number.NEGATIVE_INFINITY;
      if (this.#browsing) return this.#browse({ after: last });
      let newer = await this.#read((db) => newerFrom(db, this.#roomId, last + 1, this.#stretch, PAGE));
      while (newer?.length === 0 && (await this.#fetchNewer())) {
        newer = await this.#read((db) => newerFrom(db, this.#roomId, last + 1, this.#stretch, PAGE));
      }
      this.#messages = [...this.#messages, ...(newer ?? [])];
      await this.#findEnd();
    });
  }

  async goTo(seq: number): Promise<void> {
    await this.#busy("loading", async () => {
      await this.#around(seq);
      this.#token++;
    });
    if (!this.#state.get().problem) this.#show({ target_seq: this.#nearest(seq) });
  }

  async goToMessage(messageId: string): Promise<void> {
    const held = await this.#read((db) => db.getFromIndex("messages", "id", messageId));
    const message = held ?? (await this.#c.api.get<Message>(`/messages/${messageId}`));
    await this.goTo(message.seq);
  }

  async goToDate(ts_ms: number): Promise<void> {
    const { seq } = await this.#c.api.get<{ seq: number }>(`/rooms/${this.#roomId}/seq-at`, { ts_ms });
    await this.goTo(seq);
  }

  async goToNewest(): Promise<void> {
    await this.#busy("loading", async () => {
      await this.#openNewest(PAGE);
      this.#token++;
    });
    this.#show({ target_seq: this.#messages.at(-1)?.seq });
  }

  #open(): () => void {
    this.#refresher = new Refresher((notes) => this.#refresh(notes));
    const { device, outbox, mirror } = this.#c;
    const stops = [
      device.listen({
        touched: (t) => this.#concerns(t) && this.#refresher.add(t),
        own: () => {},
        swapped: () => this.#refresher.add("all"),
      }),
      outbox.$items.listen(() => this.#show()),
      mirror.$rows.listen(() => this.#showReads()),
    ];
    this.#state.set({ ...EMPTY, goto_token: this.#token });
    this.#refresher.add("all");
    return () => {
      for (const stop of stops) stop();
      this.#refresher.stop();
      this.#messages = [];
      this.#browsing = false;
    };
  }

  #concerns(t: Touched): boolean {
    return t.cleared.includes(this.#roomId) || t.messages.some((m) => m.room_id === this.#roomId);
  }

  async #refresh(notes: (Touched | "all")[]): Promise<void> {
    const anew = notes.some((n) => n === "all" || n.cleared.includes(this.#roomId));
    if (anew || this.#state.get().loading) return this.#busy("loading", () => this.#openHere());
    const seqs = new Set<number>();
    for (const note of notes) {
      if (note === "all") continue;
      for (const m of note.messages) if (m.room_id === this.#roomId && !m.thread_id) seqs.add(m.seq);
    }
    await this.#merge(seqs);
    this.#show();
  }

  /** Opens at the first unread message where there is one, else at the newest. */
  async #openHere(): Promise<void> {
    const mark = await this.#read((db) => db.get("marks", this.#roomId));
    this.#browsing = !mark;
    if (!mark) {
      if (this.#c.device.cache) await this.#browse({});
      return;
    }
    const { start_seq } = mark;
    const { unread } = shownCounts(mark);
    // Offline, what is held has to do.
    const found = unread > MAX_OPEN && (await this.#around(start_seq).then(() => true, onlyProblems));
    if (!found) await this.#openNewest(unread + PAGE);
    const first = this.#messages.find((m) => m.seq >= start_seq && m.author_id !== this.#c.device.me);
    if (unread > 0 && this.#state.get().first_unread_seq === undefined) {
      this.#show({ first_unread_seq: first?.seq });
    }
  }

  async #openNewest(count: number): Promise<void> {
    const stretch = await this.#read((db) => liveStretch(db, this.#roomId));
    if (!stretch) return this.#browse({});
    this.#stretch = stretch;
    this.#atEnd = true;
    const held = () =>
      this.#read((db) => olderThan(db, this.#roomId, Number.POSITIVE_INFINITY, this.#stretch, count));
    let found = await held();
    const enough = () => found && found.length >= Math.min(count, MAX_OPEN);
    while (!enough() && (count > PAGE || found?.length === 0)) {
      if (!(await this.#fetchOlder().catch(onlyProblems))) break;
      found = await held();
    }
    this.#take(found ?? []);
  }

  /**
   * Shows these, each as the object that it already was if it has not changed. After a restore the same numbers
   * are given anew, to other messages and other changes: only the whole row tells.
   */
  #take(messages: Message[]): void {
    const shown = new Map(this.#messages.map((m) => [m.message_id, m]));
    this.#messages = messages.map((m) => {
      const held = shown.get(m.message_id);
      return held && JSON.stringify(held) === JSON.stringify(m) ? held : m;
    });
  }

  /** A window around a message: from the cache if it is complete there, else from the server. */
  async #around(seq: number): Promise<void> {
    if (this.#browsing) return this.#browse({ around: seq });
    const live = await this.#read((db) => liveStretch(db, this.#roomId));
    if (live && live.from <= seq) this.#stretch = live;
    else this.#stretch = await this.#fetchAround(seq);
    const [older, newer] = await Promise.all([
      this.#read((db) => olderThan(db, this.#roomId, seq, this.#stretch, PAGE)),
      this.#read((db) => newerFrom(db, this.#roomId, seq, this.#stretch, PAGE)),
    ]);
    this.#take([...(older ?? []), ...(newer ?? [])]);
    await this.#findEnd();
  }

  /** Fetches a page into the cache. Undefined = the room is not mine. */
  async #fetch(asked: { before?: number; after?: number; around?: number }): Promise<Page | undefined> {
    const { device, api } = this.#c;
    for (;;) {
      const ticket = await device.ticket(this.#roomId);
      if (!ticket) return undefined;
      const query = { ...asked, limit: 2 * PAGE };
      const page = pageOf(await api.get<MessagePage>(`/rooms/${this.#roomId}/messages`, query), asked);
      let taken = true;
      await device.write(async (rows) => {
        taken = await applyPage(rows, ticket, page);
      });
      if (taken) return page;
    }
  }

  async #fetchAround(seq: number): Promise<Stretch> {
    const page = await this.#fetch({ around: seq });
    if (!page) return this.#stretch;
    return { from: page.from ?? (await this.#beginning()), to: page.to ?? Number.POSITIVE_INFINITY };
  }

  /** Makes the stretch longer at its old end. False = it begins with the room. */
  async #fetchOlder(): Promise<boolean> {
    const start = await this.#beginning();
    if (this.#stretch.from <= start) return false;
    const mark = await this.#read((db) => db.get("marks", this.#roomId));
    const first = mark && !mark.paged && this.#isLive();
    const page = await this.#fetch(first ? {} : { before: this.#stretch.from });
    if (!page) return false;
    this.#stretch = { ...this.#stretch, from: page.from ?? start };
    return true;
  }

  /** Makes a stretch that was jumped to longer towards now, until it meets the live one. */
  async #fetchNewer(): Promise<boolean> {
    if (this.#isLive()) return false;
    const page = await this.#fetch({ after: this.#stretch.to });
    const mark = await this.#read((db) => db.get("marks", this.#roomId));
    if (!page || !mark) return false;
    this.#stretch = { ...this.#stretch, to: page.to ?? Number.POSITIVE_INFINITY };
    if (this.#stretch.to < mark.contiguous_from_seq - 1) return true;
    // It reached the live stretch: together they are the live one.
    const ticket = await this.#c.device.ticket(this.#roomId);
    const { from } = this.#stretch;
    await this.#c.device.write(async (rows) => {
      if (ticket) await applyPage(rows, ticket, { messages: [], from, to: mark.contiguous_from_seq });
    });
    this.#stretch = { from, to: Number.POSITIVE_INFINITY };
    return true;
  }

  async #beginning(): Promise<number> {
    const start = await this.#read((db) => beginning(db, this.#roomId, this.#c.device.me));
    return start ?? Number.NEGATIVE_INFINITY;
  }

  #isLive(): boolean {
    return this.#stretch.to === Number.POSITIVE_INFINITY;
  }

  async #findEnd(): Promise<void> {
    const last = this.#messages.at(-1)?.seq ?? Number.NEGATIVE_INFINITY;
    const next = await this.#read((db) => newerFrom(db, this.#roomId, last + 1, this.#stretch, 1));
    this.#atEnd = this.#isLive() && next?.length === 0;
  }

  /** Pages of a room that is not mine, past the cache. */
  async #browse(asked: { before?: number; after?: number; around?: number }): Promise<void> {
    const path = `/rooms/${this.#roomId}/messages`;
    const answer = await this.#c.api.get<MessagePage>(path, { ...asked, limit: PAGE });
    const found = (answer.messages ?? []).filter((m) => !m.thread_id);
    if (asked.before !== undefined) this.#messages = [...found, ...this.#messages];
    else if (asked.after !== undefined) this.#messages = [...this.#messages, ...found];
    else this.#messages = found;
    if (asked.after === undefined)
      this.#stretch = { ...this.#stretch, from: answer.more_before ? 0 : Number.NEGATIVE_INFINITY };
    if (asked.before === undefined) this.#atEnd = !answer.more_after;
  }

  /** Takes over the messages of the window that changed, and new ones at its end. */
  async #merge(seqs: Set<number>): Promise<void> {
    const first = this.#messages[0]?.seq ?? Number.NEGATIVE_INFINITY;
    const last = this.#messages.at(-1)?.seq ?? Number.NEGATIVE_INFINITY;
    let messages = this.#messages;
    for (const seq of [...seqs].sort((a, b) => a - b)) {
      if (seq < first || (seq > last && !this.#atEnd) || seq < this.#stretch.from) continue;
      const row = await this.#read((db) => db.get("messages", [this.#roomId, seq]));
      const shown = messages.find((m) => m.seq === seq);
      if (row && shown?.change_seq === row.change_seq) continue;
      const rest = messages.filter((m) => m.seq !== seq);
      const at = rest.findIndex((m) => m.seq > seq);
      if (row) rest.splice(at < 0 ? rest.length : at, 0, row);
      messages = rest;
    }
    this.#messages = messages;
  }

  async #busy(flag: "loading" | "loading_older" | "loading_newer", work: () => Promise<void>): Promise<void> {
    this.#show({ [flag]: flag !== "loading" || this.#messages.length === 0, problem: undefined });
    try {
      await work();
      await this.#showEnds({ [flag]: false });
    } catch (e) {
      if (!(e instanceof Problem)) throw e;
      this.#show({ [flag]: false, problem: e });
    }
  }

  async #showEnds(more: Partial<TimelineState>): Promise<void> {
    const start = await this.#beginning();
    const first = this.#messages[0]?.seq ?? this.#stretch.from;
    const hidden = await this.#read((db) => olderThan(db, this.#roomId, first, this.#stretch, 1));
    const has_older = this.#browsing
      ? this.#stretch.from > Number.NEGATIVE_INFINITY
      : (hidden?.length ?? 0) > 0 || this.#stretch.from > start;
    this.#show({ has_older, ...more });
  }

  #show(more: Partial<TimelineState> = {}): void {
    const items = this.#messages.map((m) =>
      this.#item(m, { kind: "message", key: m.message_id, message: m }),
    );
    if (this.#atEnd)
      for (const o of this.#waiting())
        items.push(this.#item(o, { kind: "outbox", key: o.message_id, item: o }));
    const has_newer = !this.#atEnd;
    this.#state.set({ ...this.#state.get(), items, has_newer, goto_token: this.#token, ...more });
  }

  /** Mine that are not in the timeline yet. */
  #waiting(): OutboxItem[] {
    const items = this.#c.outbox.$items.get().filter((i) => i.room_id === this.#roomId && !i.thread_id);
    if (items.length === 0) return items;
    const arrived = new Set(this.#messages.slice(-200).map((m) => m.message_id));
    return items.filter((i) => !arrived.has(i.message_id));
  }

  #showReads(): void {
    const rows = this.#c.mirror.$rows.get().get(this.#roomId);
    const reads = new Map(rows?.reads.map((r) => [r.user_id, r.read_seq]));
    const held = this.#state.get().reads;
    const same = reads.size === held.size && [...reads].every(([id, seq]) => held.get(id) === seq);
    if (!same) this.#show({ reads });
  }

  /** The same object for the same row, so that a screen draws only what changed. */
  #item(row: object, item: TimelineItem): TimelineItem {
    const held = this.#items.get(row);
    if (held) return held;
    this.#items.set(row, item);
    return item;
  }

  #nearest(seq: number): number | undefined {
    return (this.#messages.find((m) => m.seq >= seq) ?? this.#messages.at(-1))?.seq;
  }

  async #read<T>(read: (db: CacheDB) => Promise<T>): Promise<T | undefined> {
    const db = this.#c.device.cache;
    return db ? read(db) : undefined;
  }
}

/** Without a network the window shows what there is. */
function onlyProblems(e: unknown): false {
  if (e instanceof Problem) return false;
  throw e;
}
