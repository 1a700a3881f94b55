import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Arrival, Client } from "./client";
import { company, device, eventually, stopAll, until } from "./testing/device";
import type { FakeServer } from "./testing/fake-server";

let server: FakeServer;
let anna: Client;
let clock: number;

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  server = company();
  clock = 1_790_000_000_000;
  anna = device(server, "1", "anna", { now: () => clock });
  await until(anna.$connection, (c) => c.state === "online");
});
afterEach(stopAll);

const typings = () => server.log.filter((r) => r.path === "/rooms/1/typing").length;

test("typing is told at most every three seconds, and at once after a message", async () => {
  for (let i = 0; i < 20; i++) anna.rooms.sendTyping("1");
  await eventually(() => typings() === 1);
  clock += 3_001;
  anna.rooms.sendTyping("1");
  await eventually(() => typings() === 2);
  await anna.messages.send("1", { text: "done" });
  anna.rooms.sendTyping("1");
  await eventually(() => typings() === 3);
});

test("who types is shown until the message comes, and never myself", async () => {
  server.say("typing", { room_id: "1", user_id: "1" });
  server.say("typing", { room_id: "1", user_id: "2" });
  await until(anna.typing("1"), (ids) => ids.join() === "2");
  server.world.post("1", "2", { message_id: crypto.randomUUID(), text: "there" });
  server.world.ring();
  await until(anna.typing("1"), (ids) => ids.length === 0);
});

test("presence comes with the stream", async () => {
  server.say("presence", { changes: [{ user_id: "2", state: "away" }] });
  await until(anna.$presence, (p) => p.get("2")?.state === "away");
  server.say("presence", { changes: [{ user_id: "2", state: "offline", last_seen_ms: 5 }] });
  await until(anna.$presence, (p) => p.get("2")?.last_seen_ms === 5);
});

test("being here is told, and told again after a reconnect", async () => {
  const told = () => server.log.filter((r) => r.path === "/me/presence" && r.body.state === "active").length;
  anna.setActive(true);
  anna.setActive(true);
  await eventually(() => told() === 1);
  server.offline = true;
  server.cut();
  await until(anna.$connection, (c) => c.state === "offline");
  server.offline = false;
  anna.retryNow();
  await eventually(() => told() === 2);
});

test("an arrival deserves a sound by the level of the room, by a mention, and not when muted", async () => {
  const arrivals: Arrival[] = [];
  anna.onArrival((a) => arrivals.push(a));
  const say = async (mentions?: string[]) => {
    const before = arrivals.length;
    server.world.post("1", "2", { message_id: crypto.randomUUID(), text: "x", mentions });
    server.world.ring();
    await eventually(() => arrivals.length > before);
    return arrivals.at(-1);
  };
  expect(await say()).toMatchObject({ notify: false, mentioned: false }); // a channel: mentions only
  expect(await say(["1"])).toMatchObject({ notify: true, mentioned: true });
  await anna.rooms.setState("1", { notify: "all" });
  await until(anna.room("1"), (r) => r?.state.notify === "all");
  expect(await say()).toMatchObject({ notify: true });
  await anna.rooms.setState("1", { muted_until_ms: clock + 60_000 });
  await until(anna.room("1"), (r) => r?.muted === true);
  expect(await say(["1"])).toMatchObject({ notify: false, mentioned: true });
});

test("my own messages and old history ring no bell", async () => {
  const arrivals: Arrival[] = [];
  anna.onArrival((a) => arrivals.push(a));
  const mine = await anna.messages.send("1", { text: "mine" });
  await until(anna.$outbox, (o) => o.length === 0 && server.world.messages.size === 1);
  server.world.patchMessage(mine.message_id, { text: "edited" });
  server.world.post("1", "2", { message_id: crypto.randomUUID(), text: "theirs" });
  server.world.ring();
  await eventually(() => arrivals.length > 0);
  expect(arrivals.map((a) => a.message.text)).toEqual(["theirs"]);
});
