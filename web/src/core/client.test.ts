import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, expect, test } from "vitest";
import { company, device, eventually, stopAll, until } from "./testing/device";
import type { FakeServer } from "./testing/fake-server";

let server: FakeServer;
beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  server = company();
});
afterEach(stopAll);

const texts = (items: readonly { kind: string }[]) =>
  items.map((i) =>
    "message" in i ? (i.message as { text?: string }).text : (i as { item?: { text: string } }).item?.text,
  );

test("a fresh device shows its rooms and follows the stream", async () => {
  const anna = device(server, "1", "anna");
  const rooms = await until(anna.$rooms, (r) => r.length === 2);
  expect(rooms.map((r) => r.title).sort()).toEqual(["General", "Ridge"]);
  await until(anna.$connection, (c) => c.state === "online");
  const timeline = anna.timeline("1");
  const stop = timeline.$state.listen(() => {});
  await until(timeline.$state, (s) => !s.loading);
  server.world.post("1", "2", { message_id: crypto.randomUUID(), text: "cornice" });
  server.world.ring();
  await until(timeline.$state, (s) => texts(s.items).includes("cornice"));
  const [room] = await until(anna.$rooms, (r) => r[0]?.unread === 1);
  expect(room?.id).toBe("1");
  stop();
});

test("what I send is on screen at once, and once only when it arrived", async () => {
  const anna = device(server, "1", "anna");
  await until(anna.$connection, (c) => c.state === "online");
  const timeline = anna.timeline("1");
  const stop = timeline.$state.listen(() => {});
  await until(timeline.$state, (s) => !s.loading);
  const item = await anna.messages.send("1", { text: "hello" });
  await until(timeline.$state, (s) => s.items.some((i) => i.kind === "message" && i.key === item.message_id));
  await until(anna.$connection, (c) => c.waiting === 0);
  expect(timeline.$state.get().items.filter((i) => i.key === item.message_id)).toHaveLength(1);
  expect(server.world.messages.size).toBe(1);
  stop();
});

test("reading clears the count at once and the server learns of it", async () => {
  const anna = device(server, "1", "anna");
  await until(anna.$connection, (c) => c.state === "online");
  const { message } = server.world.post("1", "2", { message_id: crypto.randomUUID(), text: "read me" });
  server.world.ring();
  await until(anna.room("1"), (r) => r?.unread === 1);
  await anna.rooms.markRead("1", message.seq);
  await until(anna.room("1"), (r) => r?.unread === 0);
  await eventually(() => server.world.state("1", "1").read_seq === message.seq);
});
