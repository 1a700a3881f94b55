import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Client, RoomView } from "./client";
import { company, device, eventually, stopAll, until } from "./testing/device";
import { type FakeServer, problem } from "./testing/fake-server";
import { Random } from "./testing/random";

const SEED = Number(process.env.SEED ?? 20261123);
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

async function online(user = "1", jar = "anna"): Promise<Client> {
  const client = device(server, user, jar);
  await until(client.$connection, (c) => c.state === "online");
  return client;
}

function say(text: string, room = "1", author = "2") {
  const { message } = server.world.post(room, author, { message_id: crypto.randomUUID(), text });
  server.world.ring();
  return message;
}

/** What is on screen of a room. */
function screen(client: Client, room = "1") {
  const { $state } = client.timeline(room);
  stops.push($state.listen(() => {}));
  const texts = () => $state.get().items.flatMap((i) => (i.kind === "message" ? [i.message.text] : []));
  return { $state, texts };
}

const asked = (path: string) => server.log.filter((r) => r.path === path).length;
const byId = (rooms: readonly RoomView[], id: string) => rooms.find((r) => r.id === id);

test(`a stream cut 40 times under load: each change once, in order (SEED=${SEED})`, async () => {
  const random = new Random(SEED);
  const anna = await online();
  const { $state, texts } = screen(anna);
  await until($state, (s) => !s.loading);
  const told: string[] = [];
  for (let cut = 0; cut < 40; cut++) {
    for (let i = 0; i <= random.below(4); i++) {
      told.push(`c${cut}.${i}`);
      say(`c${cut}.${i}`);
    }
    server.cut();
    anna.retryNow();
    if (random.chance(0.5)) await eventually(() => server.openStreams > 0);
  }
  anna.retryNow();
  await until($state, () => texts().length === told.length);
  expect(texts()).toEqual(told);
  await until(anna.room("1"), (r) => r?.unread === told.length);
});

test("a device that slept reads pages first, then the stream", async () => {
  let clock = 1_790_000_000_000;
  const anna = device(server, "1", "anna", { now: () => clock });
  await until(anna.$connection, (c) => c.state === "online");
  server.offline = true;
  server.cut();
  await until(anna.$connection, (c) => c.state === "offline");
  for (let i = 0; i < 30; i++) say(`while away ${i}`);
  clock += 3_600_000;
  server.offline = false;
  anna.retryNow();
  await until(anna.room("1"), (r) => r?.unread === 30);
  expect(asked("/sync")).toBeGreaterThan(0);
});

test("resync sends the device to the pages and back to the stream", async () => {
  const anna = await online();
  server.replayMax = 3;
  server.cut();
  for (let i = 0; i < 9; i++) say(`m${i}`);
  anna.retryNow();
  await until(anna.room("1"), (r) => r?.unread === 9);
  await eventually(() => server.openStreams === 1);
  expect(asked("/bootstrap")).toBe(1);
});

test("a restore from a backup: the cache is rebuilt and swapped, the outbox and drafts survive", async () => {
  const anna = await online();
  say("before");
  say("lost by the restore");
  const { $state, texts } = screen(anna);
  await until($state, () => texts().length === 2);
  await anna.rooms.setDraft("2", { text: "half a thou" });
  server.offline = true;
  server.cut();
  await until(anna.$connection, (c) => c.state === "offline");
  await anna.messages.send("1", { text: "waits" });

  const lost = [...server.world.messages.values()].find((m) => m.text?.startsWith("lost"));
  server.world.messages.delete(lost?.message_id ?? "");
  server.world.newEpoch();
  server.offline = false;
  anna.retryNow();
  await until($state, () => texts().join() === "before,waits");
  expect([...anna.$drafts.get().values()].map((d) => d.text)).toEqual(["half a thou"]);
  expect(asked("/bootstrap")).toBe(2);
});

test("while the new cache is built the old one stays on screen", async () => {
  const anna = await online();
  say("still here");
  const { $state, texts } = screen(anna);
  await until($state, () => texts().length === 1);
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  let windows = 0;
  server.intercept = (r) => {
    if (r.path !== "/bootstrap/windows") return undefined;
    windows++;
    return problem(503, "busy");
  };
  server.world.newEpoch();
  server.cut();
  anna.retryNow();
  await eventually(() => windows > 0);
  expect(texts()).toEqual(["still here"]);
  expect(anna.$rooms.get()).toHaveLength(2);
  server.intercept = () => undefined;
  release();
  await gate;
  anna.retryNow();
  await eventually(() => server.openStreams === 1);
  await until($state, () => texts().length === 1);
});

test("a start without a network shows the last state", async () => {
  const first = await online();
  say("on the ridge");
  const shown = screen(first);
  await until(shown.$state, () => shown.texts().length === 1);
  for (const stop of stops.splice(0)) stop();
  await stopAll();
  server.offline = true;
  const anna = device(server, "1", "anna");
  await until(anna.$session, (s) => s.state === "signed_in");
  await until(anna.$rooms, (r) => byId(r, "1")?.last?.text === "on the ridge");
  const { $state, texts } = screen(anna);
  await until($state, () => texts().join() === "on the ridge");
  await until(anna.$connection, (c) => c.state === "offline");
});

test("an ended session signs out and leaves nothing of the company on the device", async () => {
  const anna = await online();
  const mine = anna.$session.get();
  expect(mine.state).toBe("signed_in");
  server.world.endSession(mine.state === "signed_in" ? mine.me.session_id : "");
  server.world.ring();
  await until(anna.$session, (s) => s.state === "signed_out" && s.ended === "session_ended");
  await eventually(() => server.openStreams === 0);
  const left = async () =>
    (await indexedDB.databases()).map((d) => d.name).filter((n) => n?.includes(".cache."));
  await expect.poll(left).toEqual([]);
});

test("the end of another session of mine is none of this device's business", async () => {
  const anna = await online();
  const other = server.world.addSession("1");
  server.world.endSession(other.id);
  say("still with us");
  await until(anna.room("1"), (r) => r?.unread === 1);
  expect(anna.$session.get().state).toBe("signed_in");
});

test.each(["session_ended", "deactivated"] as const)(
  "bye %s: signed out, no reconnecting",
  async (reason) => {
    const anna = await online();
    server.dismiss("1", "bye", { reason });
    await until(anna.$session, (s) => s.state === "signed_out" && s.ended === reason);
    expect(server.openStreams).toBe(0);
  },
);

test("bye restart: back after a moment, nothing missing", async () => {
  const anna = await online();
  server.dismiss("1", "bye", { reason: "restart" });
  say("after the restart");
  anna.retryNow();
  await until(anna.room("1"), (r) => r?.unread === 1);
});

test("an app that is too old says so, keeps its outbox and stops asking", async () => {
  const anna = await online();
  server.intercept = () => problem(426, "update_required");
  server.cut();
  anna.retryNow();
  await until(anna.$connection, (c) => c.update_required);
  await anna.messages.send("1", { text: "kept" });
  await until(anna.$connection, (c) => c.waiting === 1 && c.parked === 0);
});

test("removed from a private room, the device holds nothing of it", async () => {
  server.world.addRoom("Secret", "2", { visibility: "private" });
  server.world.join("3", "1");
  const anna = await online();
  say("secret", "3");
  await until(anna.room("3"), (r) => r?.unread === 1);
  server.world.leave("3", "1");
  server.world.ring();
  await until(anna.$rooms, (r) => r.length === 2);
  expect(await anna.search("secret")).toMatchObject({ messages: [], rooms: [] });
});

test("added to a room, its history is there without asking for it", async () => {
  server.world.addRoom("Hut", "2", { visibility: "private" });
  say("older than my joining", "3");
  const anna = await online();
  expect(byId(anna.$rooms.get(), "3")).toBeUndefined();
  server.world.join("3", "1");
  server.world.ring();
  await until(anna.$rooms, (r) => byId(r, "3")?.last?.text === "older than my joining");
  expect(byId(anna.$rooms.get(), "3")?.unread).toBe(0);
});

test("history is fetched in the background down to the first unread message", async () => {
  for (let i = 0; i < 230; i++) say(`m${i}`);
  const anna = await online();
  await until(anna.room("1"), (r) => r?.unread === 230);
  const { $state, texts } = screen(anna);
  await until($state, () => texts().length === 230);
  expect(texts()[0]).toBe("m0");
});

test("two devices of one person agree about what is read", async () => {
  const phone = await online("1", "phone");
  const laptop = await online("1", "laptop");
  const last = say("read me");
  await until(laptop.room("1"), (r) => r?.unread === 1);
  await until(phone.room("1"), (r) => r?.unread === 1);
  await phone.rooms.markRead("1", last.seq);
  await until(laptop.room("1"), (r) => r?.unread === 0);
  await laptop.rooms.markUnread("1", last.seq);
  await until(phone.room("1"), (r) => r?.unread === 1 && r.has_unread);
});

test("read offline stays read, and the server is told later", async () => {
  const anna = await online();
  const last = say("a");
  await until(anna.room("1"), (r) => r?.unread === 1);
  server.offline = true;
  server.cut();
  await until(anna.$connection, (c) => c.state === "offline");
  await anna.rooms.markRead("1", last.seq);
  await until(anna.room("1"), (r) => r?.unread === 0);
  expect(server.world.state("1", "1").read_seq).toBeLessThan(last.seq);
  server.offline = false;
  anna.retryNow();
  await eventually(() => server.world.state("1", "1").read_seq === last.seq);
  expect(anna.room("1").get()?.unread).toBe(0);
});

test("a draft reaches my other devices and goes when it is sent", async () => {
  const phone = await online("1", "phone");
  const laptop = await online("1", "laptop");
  await phone.rooms.setDraft("1", { text: "half a thou" });
  await until(laptop.$drafts, (d) => d.get("1/")?.text === "half a thou");
  await laptop.messages.send("1", { text: "half a thought" });
  await until(laptop.$drafts, (d) => d.size === 0);
  await until(phone.$drafts, (d) => d.size === 0);
});
