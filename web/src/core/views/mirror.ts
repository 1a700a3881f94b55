// The small tables in memory, as stores: people, rooms, drafts. Kept up to date from what writes touched; the
// databases stay the truth.
import { atom } from "nanostores";
import type { MemberView, RoomView, SavedView } from "../client";
import type { CacheDB, Mark, OwnDraft, ThreadMark } from "../db";
import type { Device } from "../device";
import { draftKey } from "../keys";
import { roomRange, type Touched } from "../rows";
import type {
  Contact,
  Draft,
  Me,
  Member,
  Message,
  Notice,
  Read,
  Room,
  RoomState,
  ThreadState,
  User,
  Workspace,
} from "../types";
import type { OutboxView } from "./outbox-view";
import { Refresher } from "./refresher";
import { buildRoom, isMuted } from "./room-view";

/** All that one line of the room list is made from. */
export interface RoomRows {
  room: Room;
  state: RoomState | undefined;
  mark: Mark;
  members: Member[];
  reads: Read[];
  last: Message | undefined;
}

type Note = { all: true } | { all: false; touched: Touched } | { all: false; own: true };

export class Mirror {
  readonly $me = atom<Me | undefined>(undefined);
  readonly $workspace = atom<Workspace | undefined>(undefined);
  readonly $users = atom<ReadonlyMap<string, User>>(new Map());
  readonly $contacts = atom<ReadonlyMap<string, Contact>>(new Map());
  readonly $rooms = atom<readonly RoomView[]>([]);
  readonly $drafts = atom<ReadonlyMap<string, Draft>>(new Map());
  readonly $saved = atom<readonly SavedView[]>([]);
  readonly $notices = atom<readonly Notice[]>([]);
  readonly $threadStates = atom<ReadonlyMap<string, ThreadState>>(new Map());
  readonly $threadMarks = atom<ReadonlyMap<string, ThreadMark>>(new Map());
  readonly $loading = atom(true);
  /** Of each room I am in; a new object for each room that changed. */
  readonly $rows = atom<ReadonlyMap<string, RoomRows>>(new Map());

  readonly #device: Device;
  readonly #outbox: OutboxView;
  readonly #now: () => number;
  readonly #refresher: Refresher<Note>;
  readonly #stops: (() => void)[];
  readonly #clock: ReturnType<typeof setInterval>;
  #views = new Map<string, { from: unknown[]; view: RoomView }>();

  constructor(device: Device, outbox: OutboxView, now: () => number) {
    this.#device = device;
    this.#outbox = outbox;
    this.#now = now;
    this.#refresher = new Refresher((notes) => this.#refresh(notes));
    this.#stops = [
      device.listen({
        touched: (touched) => this.#refresher.add({ all: false, touched }),
        own: (work) => work === "drafts" && this.#refresher.add({ all: false, own: true }),
        swapped: () => this.#refresher.add({ all: true }),
      }),
      outbox.$items.listen(() => this.#showRooms()),
    ];
    this.#clock = setInterval(() => this.#showRooms(), 60_000); // a mute ends with time alone
    this.#refresher.add({ all: true });
  }

  settled(): Promise<void> {
    return this.#refresher.settled();
  }

  close(): void {
    clearInterval(this.#clock);
    for (const stop of this.#stops) stop();
    this.#refresher.stop();
  }

  members(roomId: string): readonly MemberView[] {
    const users = this.$users.get();
    const views: MemberView[] = [];
    for (const member of this.$rows.get().get(roomId)?.members ?? []) {
      const user = users.get(member.user_id);
      if (user) views.push({ member, user });
    }
    return views;
  }

  async #refresh(notes: Note[]): Promise<void> {
    const db = this.#device.cache;
    if (!db) return this.#empty();
    const all = notes.some((n) => n.all);
    const tables = new Set(notes.flatMap((n) => ("touched" in n ? n.touched.tables : [])));
    const rooms = new Set(notes.flatMap((n) => ("touched" in n ? n.touched.rooms : [])));
    const dirty = (table: Touched["tables"][number]) => all || tables.has(table);
    if (dirty("meta")) {
      this.$me.set((await db.get("meta", "me")) as Me | undefined);
      this.$workspace.set((await db.get("meta", "workspace")) as Workspace | undefined);
    }
    if (dirty("users")) this.$users.set(new Map((await db.getAll("users")).map((u) => [u.id, u])));
    if (dirty("contacts"))
      this.$contacts.set(new Map((await db.getAll("contacts")).map((c) => [c.user_id, c])));
    if (dirty("notices")) this.$notices.set((await db.getAll("notices")).reverse());
    if (dirty("threads") || dirty("threadMarks")) await this.#readThreads(db);
    if (dirty("drafts") || notes.some((n) => "own" in n)) await this.#readDrafts(db);
    const ids = all ? await db.getAllKeys("rooms") : [...rooms];
    if (ids.length > 0 || all) await this.#readRooms(db, ids, all);
    if (dirty("saved") || this.#savedTouched(notes)) await this.#readSaved(db);
    this.#showRooms();
    this.$loading.set(false);
  }

  #empty(): void {
    this.$rows.set(new Map());
    this.$users.set(new Map());
    this.$drafts.set(new Map());
    this.$me.set(undefined);
    this.$loading.set(true);
    this.#showRooms();
  }

  /** My states, with what was read here and is not told yet. */
  async #readThreads(db: CacheDB): Promise<void> {
    const marks = new Map((await db.getAll("threadMarks")).map((m) => [m.thread_id, m]));
    const states = await db.getAll("threads");
    this.$threadMarks.set(marks);
    this.$threadStates.set(
      new Map(
        states.map((s) => {
          const read_seq = Math.max(s.read_seq, marks.get(s.thread_id)?.read_seq ?? 0);
          return [s.thread_id, { ...s, read_seq }];
        }),
      ),
    );
  }

  async #readRooms(db: CacheDB, ids: string[], all: boolean): Promise<void> {
    const next = new Map(all ? [] : this.$rows.get());
    const read = await Promise.all(ids.map((id) => readRoom(db, id)));
    read.forEach((rows, i) => {
      const id = ids[i] as string;
      if (rows) next.set(id, rows);
      else next.delete(id);
    });
    this.$rows.set(next);
  }

  /** Mine as this device wrote it, unless another device of mine wrote later. */
  async #readDrafts(db: CacheDB): Promise<void> {
    const drafts = new Map<string, Draft>();
    for (const d of await db.getAll("drafts")) if (d.text) drafts.set(draftKey(d.room_id, d.thread_id), d);
    for (const own of await this.#device.own.getAll("drafts")) {
      const key = draftKey(own.room_id, own.thread_id);
      const other = drafts.get(key);
      if (other && !own.dirty && other.updated_ms > own.updated_ms) continue;
      if (own.text) drafts.set(key, asDraft(own, this.#device.me));
      else drafts.delete(key);
    }
    this.$drafts.set(drafts);
  }

  #savedTouched(notes: Note[]): boolean {
    const saved = new Set(this.$saved.get().map((s) => s.saved.message_id));
    return notes.some((n) => "touched" in n && n.touched.messages.some((m) => saved.has(m.message_id)));
  }

  async #readSaved(db: CacheDB): Promise<void> {
    const rows = (await db.getAll("saved")).filter((s) => !s.removed_ms && this.$rows.get().has(s.room_id));
    rows.sort((a, b) => b.saved_ms - a.saved_ms);
    const views = rows.map(async (saved) => ({
      saved,
      message: await db.get("messages", [saved.room_id, saved.seq]),
    }));
    this.$saved.set(await Promise.all(views));
  }

  /** Builds the lines of the list anew for the rooms whose ingredients changed. */
  #showRooms(): void {
    const users = this.$users.get();
    const drafts = this.$drafts.get();
    const outbox = this.#outbox.$items.get();
    const views = new Map<string, { from: unknown[]; view: RoomView }>();
    for (const [id, rows] of this.$rows.get()) {
      const waiting = outbox.filter((i) => i.room_id === id && !i.thread_id).at(-1);
      const draft = drafts.has(draftKey(id));
      const muted = rows.state !== undefined && isMuted(rows.state, this.#now());
      const from = [rows, users, waiting, draft, muted];
      const held = this.#views.get(id);
      if (held?.from.every((x, i) => x === from[i])) views.set(id, held);
      else
        views.set(id, { from, view: buildRoom(rows, users, this.#device.me, waiting, draft, this.#now()) });
    }
    this.#views = views;
    const list = [...views.values()].map((v) => v.view);
    list.sort((a, b) => b.last_ms - a.last_ms || Number(b.id) - Number(a.id));
    const shown = this.$rooms.get();
    if (list.length !== shown.length || list.some((v, i) => v !== shown[i])) this.$rooms.set(list);
  }
}

async function readRoom(db: CacheDB, id: string): Promise<RoomRows | undefined> {
  const [room, mark, state, members, reads, last] = await Promise.all([
    db.get("rooms", id),
    db.get("marks", id),
    db.get("states", id),
    db.getAll("members", roomRange(id)),
    db.getAll("reads", roomRange(id)),
    newest(db, id),
  ]);
  if (!room || !mark) return undefined;
  return { room, mark, state, members: members.filter((m) => !m.left_ms), reads, last };
}

/** The newest message of the room itself; replies live in their threads. */
async function newest(db: CacheDB, roomId: string): Promise<Message | undefined> {
  const tx = db.transaction("messages");
  let cursor = await tx.store.openCursor(roomRange(roomId), "prev");
  for (let i = 0; cursor && i < 200; i++) {
    if (!cursor.value.thread_id) return cursor.value;
    cursor = await cursor.continue();
  }
  return undefined;
}

function asDraft(own: OwnDraft, me: string): Draft {
  const { dirty: _dirty, ...rest } = own;
  return { ...rest, thread_id: own.thread_id || undefined, user_id: me, change_seq: 0 };
}
