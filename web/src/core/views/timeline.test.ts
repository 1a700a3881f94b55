import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Client, Timeline, TimelineState } from "../client";
import { company, device, eventually, stopAll, until } from "../testing/device";
import type { FakeServer } from "../testing/fake-server";

let server: FakeServer;
const stops: (() => void)[] = [];

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  server = company();
});
afterEach(async () => {
  for (const stop of stops.splice(0)) stop();
  await stopAll();
});

function say(text: string, more: { room?: string; thread_id?: string; author?: string } = {}) {
  const { room = "1", author = "2", thread_id } = more;
  const { message } = server.world.post(room, author, { message_id: crypto.randomUUID(), text, thread_id });
  server.world.ring();
  return message;
}

async function online(): Promise<Client> {
  const client = device(server, "1", "anna");
  await until(client.$connection, (c) => c.state === "online");
  return client;
}

async function open(client: Client, room = "1"): Promise<Timeline> {
  const timeline = client.timeline(room);
  stops.push(timeline.$state.listen(() => {}));
  await until(timeline.$state, (s) => !s.loading);
  return timeline;
}

const texts = (s: TimelineState) => s.items.map((i) => (i.kind === "message" ? i.message.text : i.item.text));

test("it opens at the first unread message and keeps the line there", async () => {
  const read = say("read");
  server.world.read("1", "1", read.seq);
  const first = say("new");
  const anna = await online();
  await until(anna.room("1"), (r) => r?.unread === 1);
  const { $state } = await open(anna);
  await until($state, (s) => s.first_unread_seq === first.seq);
  await anna.rooms.markRead("1", first.seq);
  await until(anna.room("1"), (r) => r?.unread === 0);
  expect($state.get().first_unread_seq).toBe(first.seq);
});

test("thread replies stay in their thread", async () => {
  const root = say("root");
  say("reply", { thread_id: root.message_id });
  const anna = await online();
  const { $state } = await open(anna);
  expect(texts($state.get())).toEqual(["root"]);
  const thread = anna.thread(root.message_id);
  stops.push(thread.$state.listen(() => {}));
  await until(thread.$state, (s) => texts(s.timeline).join() === "reply" && s.root?.text === "root");
  await anna.messages.send("1", { text: "mine", thread_id: root.message_id });
  await until(thread.$state, (s) => texts(s.timeline).join() === "reply,mine");
  expect(texts($state.get())).toEqual(["root"]);
});

test("older history comes as somebody scrolls, without gaps or repeats, to the beginning", async () => {
  for (let i = 0; i < 320; i++) say(`m${i}`);
  server.world.read("1", "1", server.world.seq);
  const anna = await online();
  const timeline = await open(anna);
  expect(texts(timeline.$state.get())).toHaveLength(50);
  for (let i = 0; i < 20 && timeline.$state.get().has_older; i++) await timeline.loadOlder();
  expect(texts(timeline.$state.get())).toEqual(Array.from({ length: 320 }, (_, i) => `m${i}`));
  expect(timeline.$state.get().has_older).toBe(false);
});

test("jumping to an old message shows its surroundings, and scrolling down meets the present", async () => {
  const said = Array.from({ length: 400 }, (_, i) => say(`m${i}`));
  server.world.read("1", "1", server.world.seq);
  const anna = await online();
  const timeline = await open(anna);
  await timeline.goTo(said[30]?.seq ?? 0);
  const there = timeline.$state.get();
  expect(texts(there)).toContain("m30");
  expect(there).toMatchObject({ has_newer: true, target_seq: said[30]?.seq });
  say("spoken while I read the past");
  for (let i = 0; i < 30 && timeline.$state.get().has_newer; i++) await timeline.loadNewer();
  const all = texts(timeline.$state.get());
  const from = Number(all[0]?.slice(1));
  expect(all).toEqual([
    ...Array.from({ length: 400 - from }, (_, i) => `m${from + i}`),
    "spoken while I read the past",
  ]);
  say("and now live again");
  await until(timeline.$state, (s) => texts(s).at(-1) === "and now live again");
});

test("back to the newest in one step", async () => {
  const said = Array.from({ length: 300 }, (_, i) => say(`m${i}`));
  server.world.read("1", "1", server.world.seq);
  const anna = await online();
  const timeline = await open(anna);
  await timeline.goToMessage(said[5]?.message_id ?? "");
  expect(texts(timeline.$state.get())).not.toContain("m299");
  await timeline.goToNewest();
  expect(texts(timeline.$state.get()).at(-1)).toBe("m299");
  expect(timeline.$state.get().has_newer).toBe(false);
});

test("an edit far up in the past reaches the window that shows it", async () => {
  const said = Array.from({ length: 200 }, (_, i) => say(`m${i}`));
  server.world.read("1", "1", server.world.seq);
  const anna = await online();
  const timeline = await open(anna);
  await timeline.goTo(said[3]?.seq ?? 0);
  server.world.patchMessage(said[3]?.message_id ?? "", { text: "mended" });
  server.world.ring();
  await until(timeline.$state, (s) => texts(s).includes("mended"));
});

test("an unchanged message stays the same object, so that only what changed is drawn", async () => {
  say("a");
  const b = say("b");
  const anna = await online();
  const { $state } = await open(anna);
  const [first] = $state.get().items;
  server.world.patchMessage(b.message_id, { text: "B" });
  server.world.ring();
  await until($state, (s) => texts(s).join() === "a,B");
  expect($state.get().items[0]).toBe(first);
});

test("a public room can be read without being in it, and nothing of it is kept", async () => {
  server.world.addRoom("Open", "2");
  say("public word", { room: "3" });
  const anna = await online();
  const { $state } = await open(anna, "3");
  expect(texts($state.get())).toEqual(["public word"]);
  expect((await anna.search("public word")).messages).toEqual([]);
});

test("a room that is not mine to see says so", async () => {
  server.world.addRoom("Secret", "2", { visibility: "private" });
  const anna = await online();
  const { $state } = await open(anna, "3");
  expect($state.get().problem?.status).toBe(404);
});

test("a purge takes the old messages off the screen", async () => {
  say("old");
  const kept = say("kept");
  const anna = await online();
  const { $state } = await open(anna);
  await until($state, (s) => texts(s).length === 2);
  server.world.purge("1", kept.seq);
  server.world.ring();
  await until($state, (s) => texts(s).join() === "kept");
  expect($state.get().has_older).toBe(false);
});

test("after a restore a number names another message, and the window shows that one", async () => {
  say("in the backup");
  const lost = say("not in the backup");
  const anna = await online();
  const { $state } = await open(anna);
  expect(texts($state.get())).toEqual(["in the backup", "not in the backup"]);
  server.world.restoreTo(lost.seq - 1);
  const other = say("said after the restore");
  expect([other.seq, other.change_seq]).toEqual([lost.seq, lost.change_seq]);
  server.cut();
  await until($state, (s) => texts(s).join() === "in the backup,said after the restore");
});

test("how far the other has read shows in a direct room", async () => {
  server.world.addRoom("", "1", { kind: "direct", visibility: "private" });
  server.world.join("3", "2");
  const anna = await online();
  const { $state } = await open(anna, "3");
  const sent = await anna.messages.send("3", { text: "seen?" });
  await until($state, (s) => s.items.some((i) => i.kind === "message" && i.key === sent.message_id));
  server.world.read("3", "2", server.world.seq);
  server.world.ring();
  await until($state, (s) => (s.reads.get("2") ?? 0) > 0);
  expect(anna.room("3").get()?.title).toBe("Ben");
});

test("a message that the device lacks is fetched for a quote", async () => {
  const old = say("quoted");
  for (let i = 0; i < 120; i++) say(`m${i}`);
  server.world.read("1", "1", server.world.seq);
  const anna = await online();
  const store = anna.message(old.message_id);
  await until(store, (m) => m?.text === "quoted");
  await eventually(() => server.log.some((r) => r.path === `/messages/${old.message_id}`));
});
