// A device that applies sync pages, the stream and bootstrap in any mixture, with pages of history and answers
// to writes arriving late, ends in the same state: exactly what the server would tell a fresh device.
import "fake-indexeddb/auto";
import { afterEach, expect, test } from "vitest";
import { applyFeed } from "./apply";
import { shownCounts, unreadStart } from "./counting";
import { type CacheDB, deleteCache, type Mark, openCache } from "./db";
import { uuidv7 } from "./ids";
import { applyAnswer, applyBootstrap, applyPage, pageOf, type Ticket } from "./pages";
import { roomRange, writeCache } from "./rows";
import { Random } from "./testing/random";
import { World } from "./testing/world";
import type { Bootstrap, Change, Message } from "./types";
import { visibleFrom } from "./visible";

const SEED = Number(process.env.SEED ?? 20261123);
const RUNS = 60;
const STEPS = 90;

/** A device that is told things in an arbitrary order, and asks for what it was told to ask for. */
class Device {
  readonly #world: World;
  readonly #me: string;
  readonly #random: Random;
  #db: CacheDB | undefined;
  #generation = 0;
  /** Answers on their way: they arrive at some later step, or never. */
  #late: (() => Promise<void>)[] = [];

  constructor(world: World, me: string, random: Random) {
    this.#world = world;
    this.#me = me;
    this.#random = random;
  }

  get db(): CacheDB {
    if (!this.#db) throw new Error("not bootstrapped");
    return this.#db;
  }

  async close(): Promise<void> {
    const name = this.#db?.name;
    this.#db?.close();
    if (name) await deleteCache(name);
  }

  async bootstrap(): Promise<void> {
    await this.close();
    this.#db = await openCache(`mix-${SEED}-${this.#me}-${Math.random()}-${this.#generation++}`);
    const b: Bootstrap = this.#world.bootstrap(this.#me);
    await this.#write((rows) => applyBootstrap(rows, b));
  }

  async step(): Promise<void> {
    const dice = this.#random.below(20);
    if (dice === 0) await this.bootstrap();
    else if (dice < 8) await this.syncPage(1 + this.#random.below(12));
    else if (dice < 12) await this.streamTail();
    else if (dice < 15) await this.askPage();
    else if (dice < 16) await this.askMessage();
    else if (dice < 18) await this.write();
    else await this.arrive();
  }

  /** One sync page. Answers whether there is more. */
  async syncPage(limit: number): Promise<boolean> {
    const cursor = await this.#cursor();
    const page = this.#world.sync(this.#me, cursor.seq, cursor.epoch, limit);
    if (page.reset) {
      await this.bootstrap();
      return true;
    }
    await this.feed(page.changes, page.seq);
    return page.more;
  }

  /** Like the stream: from the cursor on, change by change; sometimes repeating what is known. */
  async streamTail(): Promise<void> {
    const cursor = await this.#cursor();
    const since = Math.max(this.#world.floor, cursor.seq - this.#random.below(4));
    const page = this.#world.sync(this.#me, since, cursor.epoch, 1 + this.#random.below(30));
    if (page.reset) return this.bootstrap();
    for (const change of page.changes) await this.feed([change], change.seq);
  }

  async feed(changes: Change[], upTo: number): Promise<void> {
    await this.#write(async (rows) => {
      await applyFeed(rows, changes, upTo);
    });
  }

  /** Asks for a page of some room; the answer may come much later. */
  async askPage(): Promise<void> {
    const marks = await this.db.getAll("marks");
    if (marks.length === 0) return;
    const mark = this.#random.pick(marks);
    if (!this.#world.isIn(mark.room_id, this.#me) || this.#world.room(mark.room_id).deleted) return;
    const ticket: Ticket = { cache: this.db.name, room_id: mark.room_id, version: mark.version };
    const messages = this.#world.visible(mark.room_id, this.#me);
    const around = messages.length > 0 ? this.#random.pick(messages).seq : 1;
    const asked = this.#random.pick([
      {},
      { before: mark.contiguous_from_seq },
      { around },
      { after: around },
    ]);
    const page = pageOf(this.#world.page(mark.room_id, this.#me, asked, 5), asked);
    this.#late.push(async () => {
      if (ticket.cache !== this.db.name) return;
      await this.#write(async (rows) => {
        await applyPage(rows, ticket, page);
      });
    });
  }

  /** Asks for one old message (a quote, a thread); the answer may come much later. */
  async askMessage(): Promise<void> {
    const rooms = this.#world.roomsOf(this.#me);
    const all = rooms.flatMap((r) => this.#world.visible(r.id, this.#me));
    if (all.length === 0) return;
    const messages = [structuredClone(this.#random.pick(all))];
    const [cache, askedAt] = [this.db.name, (await this.#cursor()).seq];
    this.#late.push(async () => {
      if (cache === this.db.name) await this.#write((rows) => applyAnswer(rows, { messages }, askedAt));
    });
  }

  /** Writes something as this person; the answer comes late, the feed brings it too. */
  async write(): Promise<void> {
    const rooms = this.#world.roomsOf(this.#me);
    if (rooms.length === 0) return;
    const room = this.#random.pick(rooms);
    const cache = this.db.name;
    const { message } = this.#world.post(room.id, this.#me, {
      message_id: uuidv7(this.#world.now),
      text: "mine",
    });
    const state = this.#world.read(room.id, this.#me, message.seq);
    this.#late.push(async () => {
      // An answer to a former cache belongs to nobody.
      if (cache === this.db.name)
        await this.#write((rows) => applyAnswer(rows, { messages: [message], state }));
    });
  }

  async arrive(): Promise<void> {
    if (this.#late.length === 0) return;
    const [answer] = this.#late.splice(this.#random.below(this.#late.length), 1);
    await answer?.();
  }

  /** The feed is read to its end; what was on its way arrives afterwards, stale. */
  async catchUp(): Promise<void> {
    while (await this.syncPage(50));
    while (this.#late.length > 0) await this.arrive();
  }

  /** Every room is paged to its beginning. */
  async pageAll(): Promise<void> {
    for (const mark of await this.db.getAll("marks")) {
      const whole = pageOf(this.#world.page(mark.room_id, this.#me, {}, 1000), {});
      const ticket = { cache: this.db.name, room_id: mark.room_id, version: mark.version };
      await this.#write(async (rows) => {
        expect(await applyPage(rows, ticket, whole)).toBe(true);
      });
    }
  }

  async #cursor() {
    return (await this.db.get("meta", "cursor")) as { epoch: string; seq: number };
  }

  #write(work: Parameters<typeof writeCache>[3]) {
    return writeCache(this.db, this.#me, undefined, work);
  }
}

/** What the person can see, in a form that two devices can be compared by. */
async function picture(db: CacheDB) {
  const members = (await db.getAll("members")).filter((m) => !m.left_ms);
  const marks = await db.getAll("marks");
  return {
    users: await db.getAll("users"),
    rooms: await db.getAll("rooms"),
    members,
    states: await db.getAll("states"),
    reads: (await db.getAll("reads")).map((r) => [r.room_id, r.user_id, r.read_seq]),
    drafts: await db.getAll("drafts"),
    saved: await db.getAll("saved"),
    messages: await db.getAll("messages"),
    counts: marks.map((m) => [m.room_id, shownCounts(m)]),
  };
}

/** Room by room: what is held is the server's own, complete where the device says so, and counted right. */
async function holdsWhatItClaims(db: CacheDB, world: World, me: string): Promise<void> {
  const rooms = world.roomsOf(me);
  expect((await db.getAllKeys("marks")).sort()).toEqual(rooms.map((r) => r.id).sort());
  for (const room of rooms) {
    const mark = (await db.get("marks", room.id)) as Mark;
    const held = await db.getAll("messages", roomRange(room.id));
    const visible = world.visible(room.id, me).map((m) => structuredClone(m));
    const complete = (m: Message) => m.seq >= mark.contiguous_from_seq;
    expect(held.filter(complete)).toEqual(visible.filter(complete));
    for (const m of held) expect(m).toEqual(visible.find((v) => v.seq === m.seq));

    const state = await db.get("states", room.id);
    expect(mark.start_seq).toBe(unreadStart(state, undefined, mark.joined_seq));
    const unread = held.filter((m) => m.seq >= mark.start_seq && m.author_id !== me && !m.deleted_ms);
    expect(mark.held_unread).toBe(unread.filter((m) => !m.thread_id).length);
    const counts = world.countedState(room.id, me);
    const from = visibleFrom(room, await db.get("members", [room.id, me]));
    if (mark.contiguous_from_seq > Math.max(mark.start_seq, from)) continue;
    expect(shownCounts(mark).unread).toBe(counts.unread_count);
    if (mark.contiguous_from_seq > from) continue; // replies may be missing
    expect(shownCounts(mark).mentions).toBe(counts.mention_count);
    for (const t of await db.getAllFromIndex("threadMarks", "room", room.id)) {
      const mine = world.threads.get(`${t.thread_id}/${me}`);
      expect(t.unread).toBe(mine && world.countedThread(mine).unread_count);
    }
  }
}

/** Something happens in the company. */
function happen(world: World, random: Random): void {
  const user = random.pick([...world.users.values()]);
  const rooms = world.roomsOf(user.id);
  const any = random.pick([...world.rooms.values()]);
  const room = rooms.length > 0 ? random.pick(rooms) : undefined;
  const seen = room ? world.visible(room.id, user.id) : [];
  const message: Message | undefined = seen.length > 0 ? random.pick(seen) : undefined;
  const dice = random.below(26);
  if (dice < 9 && room) {
    const mentions = random.pick([undefined, ["1"], ["room"]]);
    const thread_id = random.chance(0.2) ? message?.message_id : undefined;
    world.post(room.id, user.id, {
      message_id: uuidv7(world.now),
      text: `t${world.seq}`,
      mentions,
      thread_id,
    });
  } else if (dice < 11 && message)
    world.patchMessage(message.message_id, { text: "edited", edited_ms: world.now });
  else if (dice < 13 && message) world.patchMessage(message.message_id, { deleted_ms: world.now });
  else if (dice < 15 && room) world.read(room.id, user.id, message?.seq ?? world.seq);
  else if (dice === 25 && message?.thread_id && random.chance(0.5))
    world.patchThread(message.thread_id, user.id, { read_seq: message.seq });
  else if (dice === 15 && room && message)
    world.patchState(room.id, user.id, { unread_from_seq: message.seq });
  else if (dice < 18 && !any.deleted && any.kind === "channel") world.join(any.id, user.id);
  else if (dice < 20 && any.kind === "channel") world.leave(any.id, user.id);
  else if (dice === 20 && !any.deleted && any.kind === "channel") {
    world.patchRoom(any.id, { visibility: random.pick(["public", "private"]) });
  } else if (dice === 21 && !any.deleted) {
    world.patchRoom(any.id, { history: random.pick(["all", "from_joining"]) });
  } else if (dice === 22 && room && message) world.purge(room.id, message.seq);
  else if (dice === 23) {
    if (random.chance(0.2) && any.id !== "1" && !any.deleted) world.deleteRoom(any.id);
    else world.patchUser(user.id, { title: `t${world.seq}` });
  } else if (dice === 24 && room) world.draft(room.id, user.id, random.pick(["", "half a thou"]));
  else if (message) world.save(message.message_id, user.id, random.chance(0.7));
}

function company(random: Random): World {
  const world = new World();
  world.addUser("Anna", "super_admin");
  world.addUser("Ben");
  world.addUser("Gil", random.chance(0.5) ? "guest" : "user");
  world.addRoom("General", "1");
  world.addRoom("Ridge", "2", { history: "from_joining" });
  world.addRoom("", "1", { kind: "direct", visibility: "private" });
  world.join("1", "2");
  world.join("3", "2");
  world.join("2", "3");
  return world;
}

const devices: Device[] = [];
afterEach(async () => {
  for (const d of devices.splice(0)) await d.close();
});

for (let run = 0; run < RUNS; run++) {
  test(`any mixture ends in the same state (SEED=${SEED + run})`, async () => {
    const random = new Random(SEED + run);
    const world = company(random);
    const device = new Device(world, random.pick(["1", "2", "3"]), random);
    devices.push(device);
    await device.bootstrap();
    for (let i = 0; i < STEPS; i++) {
      happen(world, random);
      if (random.chance(0.1)) world.newEpoch();
      if (random.chance(0.5)) await device.step();
    }
    await device.catchUp();
    const me = ((await device.db.get("meta", "me")) as { user: { id: string } }).user.id;
    await holdsWhatItClaims(device.db, world, me);

    const fresh = new Device(world, me, random);
    devices.push(fresh);
    await fresh.bootstrap();
    await Promise.all([device.pageAll(), fresh.pageAll()]);
    expect(await picture(device.db)).toEqual(await picture(fresh.db));
    await holdsWhatItClaims(device.db, world, me);
  });
}
