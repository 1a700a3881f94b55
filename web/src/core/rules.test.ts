// The rules on the device of docs/PROTOCOL.md, one by one, and the counts that follow from them. What they come to
// together is held by mixture.test.ts.
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, expect, test } from "vitest";
import { applyFeed } from "./apply";
import { shownCounts } from "./counting";
import { type CacheDB, openCache } from "./db";
import { applyAnswer, applyBootstrap, applyIntent, applyPage } from "./pages";
import { type Rows, writeCache } from "./rows";
import { World } from "./testing/world";
import type { Change, Message } from "./types";

let db: CacheDB;
let world: World;
let said: Message[];

/** Ben (2) said ten things in General (1); Anna's device holds the last five. */
beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  world = new World();
  world.addUser("Anna", "super_admin");
  world.addUser("Ben");
  world.addRoom("General", "1");
  world.join("1", "2");
  said = Array.from(
    { length: 10 },
    (_, i) => world.post("1", "2", { message_id: id(i), text: `m${i}` }).message,
  );
  db = await openCache("rules");
  await write((rows) => applyBootstrap(rows, world.bootstrap("1")));
  const mark = await room();
  const messages = said.slice(5);
  await write(async (rows) => {
    const page = { messages, from: messages[0]?.seq };
    expect(await applyPage(rows, { cache: "rules", room_id: "1", version: mark.version }, page)).toBe(true);
  });
});
afterEach(() => db.close());

const id = (i: number) => `00000000-0000-7000-8000-00000000000${i}`;
const write = (work: (rows: Rows) => Promise<void>) => writeCache(db, "1", undefined, work);
const held = async () => (await db.getAll("messages")).map((m) => m.text);

async function room() {
  const mark = await db.get("marks", "1");
  if (!mark) throw new Error("the room is not held");
  return mark;
}

async function feed(...changes: Change[]): Promise<void> {
  await write(async (rows) => {
    await applyFeed(rows, changes, 0);
  });
}

/** Everything that happened since the bootstrap. */
async function catchUp(): Promise<void> {
  const cursor = (await db.get("meta", "cursor")) as { seq: number };
  const page = world.sync("1", cursor.seq, world.epoch, 1000);
  if (!page.reset) await feed(...page.changes);
}

test("1: a lower change_seq never overwrites a higher one", async () => {
  const old = { ...(said[7] as Message) };
  world.patchMessage(id(7), { text: "edited" });
  await catchUp();
  await write((rows) => applyAnswer(rows, { messages: [old] }));
  expect(await held()).toEqual(["m5", "m6", "edited", "m8", "m9"]);
});

test("2: the answer to a write does not move the cursor", async () => {
  const before = await db.get("meta", "cursor");
  const { message } = world.post("1", "1", { message_id: id(0).replace("0000", "1111"), text: "mine" });
  await write((rows) => applyAnswer(rows, { messages: [message] }));
  expect(await held()).toContain("mine");
  expect(await db.get("meta", "cursor")).toEqual(before);
});

test("3: pages and messages of a room that is not mine are dropped", async () => {
  world.addRoom("Elsewhere", "2");
  const { message } = world.post("2", "2", { message_id: id(0).replace("0000", "2222"), text: "theirs" });
  await feed({ type: "message", seq: message.seq, data: message });
  await write(async (rows) => {
    const ticket = { cache: "rules", room_id: "2", version: 0 };
    expect(await applyPage(rows, ticket, { messages: [message] })).toBe(false);
    await applyAnswer(rows, { messages: [message] }, message.seq);
  });
  expect(await held()).not.toContain("theirs");
});

test("4: a changed message below what is complete is ignored unless it is held", async () => {
  world.patchMessage(id(2), { text: "edited, not held" });
  world.patchMessage(id(6), { text: "edited, held" });
  await catchUp();
  expect(await held()).toEqual(["m5", "edited, held", "m7", "m8", "m9"]);
});

test("4: a page that was overtaken by such a change is dropped, and taken when asked for again", async () => {
  const { version } = await room();
  const ticket = { cache: "rules", room_id: "1", version };
  const stale = said.slice(0, 5).map((m) => ({ ...m }));
  const range = { from: said[0]?.seq, to: said[4]?.seq };
  world.patchMessage(id(2), { text: "edited meanwhile" });
  await catchUp();
  await write(async (rows) => {
    expect(await applyPage(rows, ticket, { messages: stale, ...range })).toBe(false);
    const again = world.visible("1", "1").slice(0, 5);
    expect(await applyPage(rows, ticket, { messages: again, ...range })).toBe(true);
  });
  expect((await held()).slice(0, 4)).toEqual(["m0", "m1", "edited meanwhile", "m3"]);
});

test("5: a room entered anew is cleared, and an answer from before finds nothing to add to", async () => {
  const asked = ((await db.get("meta", "cursor")) as { seq: number }).seq;
  world.leave("1", "1");
  world.join("1", "1");
  await catchUp();
  expect(await held()).toEqual([]);
  expect((await room()).paged).toBe(false);
  await write((rows) => applyAnswer(rows, { messages: [said[9] as Message] }, asked));
  expect(await held()).toEqual([]);
});

test("6: rows may come before what they refer to, and unknown types are skipped", async () => {
  const { message } = world.post("1", "9", {
    message_id: id(0).replace("0000", "3333"),
    text: "of a stranger",
  });
  const odd = { type: "weather", seq: message.seq - 1, data: {} } as unknown as Change;
  await feed(odd, { type: "message", seq: message.seq, data: message });
  expect(await held()).toContain("of a stranger");
});

test("read state only grows, whatever order it is told in", async () => {
  const late = world.read("1", "1", (said[9] as Message).seq);
  await catchUp();
  await write((rows) =>
    applyAnswer(rows, { state: { ...late, read_seq: 1, change_seq: late.change_seq + 1 } }),
  );
  expect((await db.get("states", "1"))?.read_seq).toBe(late.read_seq);
});

test("what was read here counts as read before the server knows, and also when it answers late", async () => {
  expect(shownCounts(await room()).unread).toBe(10);
  const seq = (said[9] as Message).seq;
  await write((rows) => applyIntent(rows, "1", { read_seq: seq }));
  expect(shownCounts(await room()).unread).toBe(0);
  const older = world.read("1", "1", (said[7] as Message).seq);
  await write((rows) => applyAnswer(rows, { state: older }));
  expect(shownCounts(await room()).unread).toBe(0);
});

test("marked unread counts from there, until the next reading", async () => {
  const seq = (said[8] as Message).seq;
  await write((rows) => applyIntent(rows, "1", { read_seq: (said[9] as Message).seq }));
  await write((rows) => applyIntent(rows, "1", { read_seq: (said[9] as Message).seq, unread_seq: seq }));
  expect(shownCounts(await room()).unread).toBe(2);
  await write((rows) => applyIntent(rows, "1", { read_seq: (said[9] as Message).seq }));
  expect(shownCounts(await room()).unread).toBe(0);
});

test("while older unread messages are not held, the server's count is carried on", async () => {
  expect(shownCounts(await room())).toEqual({ unread: 10, mentions: 0 });
  world.post("1", "2", { message_id: id(0).replace("0000", "4444"), text: "@anna", mentions: ["1"] });
  world.patchMessage(id(9), { deleted_ms: 1 });
  await catchUp();
  expect(shownCounts(await room())).toEqual({ unread: 10, mentions: 1 });
  const { version } = await room();
  await write(async (rows) => {
    await applyPage(rows, { cache: "rules", room_id: "1", version }, { messages: world.visible("1", "1") });
  });
  const mark = await room();
  expect(mark.estimate).toBeUndefined();
  expect(shownCounts(mark)).toEqual({ unread: 10, mentions: 1 });
});

test("a reply in a thread is unread in the thread; a mention in it calls me all the same", async () => {
  const reply = {
    message_id: id(0).replace("0000", "5555"),
    text: "@anna",
    thread_id: id(9),
    mentions: ["1"],
  };
  world.post("1", "2", reply);
  await catchUp();
  expect(shownCounts(await room())).toEqual({ unread: 10, mentions: 1 });
});

test("a mention in a reply is unread until its thread is read, whatever the room's marks say", async () => {
  const thread_id = id(9);
  const reply = { message_id: id(0).replace("0000", "6666"), text: "@anna", thread_id, mentions: ["1"] };
  const { message } = world.post("1", "2", reply);
  world.read("1", "1", world.seq);
  await catchUp();
  expect(shownCounts(await room())).toEqual({ unread: 0, mentions: 1 });
  world.patchThread(thread_id, "1", { read_seq: message.seq });
  await catchUp();
  expect(shownCounts(await room())).toEqual({ unread: 0, mentions: 0 });
  await write((rows) => applyIntent(rows, "1", { unread_seq: said[8]?.seq }));
  expect(shownCounts(await room())).toEqual({ unread: 2, mentions: 0 });
});

test("a mention in a reply of a thread that I have no state of does not call me", async () => {
  const thread_id = id(9);
  const reply = { message_id: id(0).replace("0000", "9999"), text: "all", thread_id, mentions: ["room"] };
  world.post("1", "2", reply);
  await catchUp();
  const blank = { thread_id, room_id: "1", user_id: "1", read_seq: 0, following: false, change_seq: 0 };
  await write((rows) => applyAnswer(rows, { thread: blank })); // what the server answers who looks into it
  expect(shownCounts(await room()).mentions).toBe(0);
});

test("a mention from before I came back does not call me", async () => {
  world.post("1", "2", { message_id: id(0).replace("0000", "7777"), text: "all", mentions: ["room"] });
  world.leave("1", "1");
  const away = { message_id: id(0).replace("0000", "8888"), text: "@anna", mentions: ["1"] };
  expect(world.post("1", "2", away).message.mentions).toEqual([]);
  world.join("1", "1");
  world.patchState("1", "1", { unread_from_seq: said[0]?.seq });
  await catchUp();
  const { version } = await room();
  await write(async (rows) => {
    await applyPage(rows, { cache: "rules", room_id: "1", version }, { messages: world.visible("1", "1") });
  });
  expect(shownCounts(await room())).toEqual({ unread: 12, mentions: 0 });
});

test("a guest forgets people he shares no room with any more", async () => {
  world.addUser("Gil", "guest");
  world.addRoom("Tour", "2");
  world.join("2", "3");
  const guest = await openCache("guest");
  const writeGuest = (work: (rows: Rows) => Promise<void>) => writeCache(guest, "3", undefined, work);
  await writeGuest((rows) => applyBootstrap(rows, world.bootstrap("3")));
  expect(await guest.getAllKeys("users")).toEqual(["2", "3"]);
  const cursor = (await guest.get("meta", "cursor")) as { seq: number };
  world.leave("2", "2");
  const page = world.sync("3", cursor.seq, world.epoch, 100);
  await writeGuest(async (rows) => {
    if (!page.reset) await applyFeed(rows, page.changes, page.seq);
  });
  expect(await guest.getAllKeys("users")).toEqual(["3"]);
  guest.close();
});
