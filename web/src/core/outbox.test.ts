import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Client, OutboxItem } from "./client";
import { StorageProblem } from "./problem";
import { company, device, eventually, stopAll, until } from "./testing/device";
import { type FakeServer, problem } from "./testing/fake-server";

let server: FakeServer;
let anna: Client;

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  server = company();
  anna = device(server, "1", "anna");
  await until(anna.$connection, (c) => c.state === "online");
});
afterEach(stopAll);

const stored = () => [...server.world.messages.values()];
const posts = () => server.log.filter((r) => r.method === "POST" && r.path.endsWith("/messages"));
const empty = () => until(anna.$outbox, (items) => items.length === 0);
const item = (id: string) => anna.$outbox.get().find((i) => i.message_id === id) as OutboxItem;

/** The network is gone, and the app knows it. */
async function goOffline(): Promise<void> {
  server.offline = true;
  server.cut();
  await until(anna.$connection, (c) => c.state === "offline");
}

function goOnline(): void {
  server.offline = false;
  anna.retryNow();
}

test("written offline, a message waits on the phone and leaves when there is a network", async () => {
  await goOffline();
  await anna.messages.send("1", { text: "a" });
  await until(anna.$connection, (c) => c.waiting === 1);
  expect(stored()).toHaveLength(0);
  goOnline();
  await empty();
  expect(stored().map((m) => m.text)).toEqual(["a"]);
});

test("messages of a room leave in the order of writing", async () => {
  await goOffline();
  const texts = Array.from({ length: 12 }, (_, i) => `m${i}`);
  for (const text of texts) await anna.messages.send("1", { text });
  await anna.messages.send("2", { text: "elsewhere" });
  goOnline();
  await empty();
  expect(server.world.visible("1", "1").map((m) => m.text)).toEqual(texts);
});

test("an answer that was lost: the same id goes again, and the message is there once", async () => {
  let lose = 2;
  server.intercept = (r) => (r.path.endsWith("/messages") && lose-- > 0 ? "lost" : undefined);
  const sent = await anna.messages.send("1", { text: "once" });
  await empty();
  expect(posts().map((r) => r.body.message_id)).toEqual([sent.message_id, sent.message_id, sent.message_id]);
  expect(stored()).toHaveLength(1);
});

test.each([408, 429, 500, 503])("%i is tried again", async (status) => {
  let refuse = 1;
  server.intercept = (r) =>
    r.path.endsWith("/messages") && refuse-- > 0 ? problem(status, "busy") : undefined;
  await anna.messages.send("1", { text: "again" });
  await empty();
  expect(stored()).toHaveLength(1);
});

test("a hotel's sign-in page is no refusal: the message keeps waiting", async () => {
  let portal = 2;
  server.intercept = (r) =>
    r.path.endsWith("/messages") && portal-- > 0 ? { status: 404, body: {} } : undefined;
  await anna.messages.send("1", { text: "patient" });
  await empty();
  expect(stored()).toHaveLength(1);
});

test("a permanent refusal parks that message with its reason and lets the others pass", async () => {
  server.intercept = (r) => (r.body.text === "bad" ? problem(422, "text_invalid") : undefined);
  const bad = await anna.messages.send("1", { text: "bad" });
  await anna.messages.send("1", { text: "good" });
  await until(anna.$connection, (c) => c.parked === 1 && c.waiting === 0);
  expect(item(bad.message_id)).toMatchObject({
    state: "parked",
    text: "bad",
    problem: { code: "text_invalid" },
  });
  expect(stored().map((m) => m.text)).toEqual(["good"]);

  server.intercept = () => undefined;
  await anna.messages.retry(bad.message_id);
  await empty();
  expect(stored().map((m) => m.text)).toEqual(["good", "bad"]);
});

test("a refused message can be discarded", async () => {
  server.intercept = (r) => (r.body.text === "bad" ? problem(403, "announcements_only") : undefined);
  const bad = await anna.messages.send("1", { text: "bad" });
  await until(anna.$connection, (c) => c.parked === 1);
  await anna.messages.discard(bad.message_id);
  await empty();
  expect(stored()).toHaveLength(0);
});

test("an id that is taken is replaced at the next try", async () => {
  let refuse = 1;
  server.intercept = (r) =>
    r.path.endsWith("/messages") && refuse-- > 0 ? problem(409, "message_id_taken") : undefined;
  const first = await anna.messages.send("1", { text: "mine" });
  await until(anna.$connection, (c) => c.parked === 1);
  await anna.messages.retry(first.message_id);
  await empty();
  expect(stored()[0]?.message_id).not.toBe(first.message_id);
});

test("edited before it left, it leaves with the new text and no edit mark", async () => {
  await goOffline();
  const sent = await anna.messages.send("1", { text: "teh ridge" });
  // What may have been tried and failed counts as transmitted; this one has not been tried.
  await anna.messages.send("2", { text: "other" });
  await anna.messages.edit(sent.message_id, "the ridge");
  await until(anna.$outbox, (items) => items[0]?.text === "the ridge");
  goOnline();
  await empty();
  const [message] = server.world.visible("1", "1");
  expect(message?.text).toBe("the ridge");
});

test("edited while nobody knows whether it arrived, the edit follows the message", async () => {
  let lose = 1;
  server.intercept = (r) => (r.path.endsWith("/messages") && lose-- > 0 ? "lost" : undefined);
  const sent = await anna.messages.send("1", { text: "first" });
  await eventually(() => stored().length === 1);
  server.offline = true;
  await anna.messages.edit(sent.message_id, "second");
  await until(anna.$outbox, (items) => items[0]?.text === "second"); // shown at once
  goOnline();
  await empty();
  await eventually(() => stored()[0]?.text === "second");
  expect(posts().every((r) => r.body.text === "first")).toBe(true);
});

test("deleted before it left, it never leaves", async () => {
  server.intercept = (r) => (r.path.startsWith("/rooms/1/") ? problem(422, "no") : undefined);
  const sent = await anna.messages.send("1", { text: "regretted" });
  await until(anna.$connection, (c) => c.parked === 1);
  await anna.messages.delete(sent.message_id);
  await empty();
  expect(stored()).toHaveLength(0);
});

test("deleted while nobody knows whether it arrived, it is deleted at the server", async () => {
  let lose = 1;
  server.intercept = (r) => (r.path.endsWith("/messages") && lose-- > 0 ? "lost" : undefined);
  const sent = await anna.messages.send("1", { text: "regretted" });
  await eventually(() => stored().length === 1);
  server.offline = true;
  await anna.messages.delete(sent.message_id);
  await empty(); // it is out of sight at once
  goOnline();
  await eventually(() => !!stored()[0]?.deleted_ms);
});

test("closing the app loses nothing that waits", async () => {
  await goOffline();
  await anna.messages.send("1", { text: "kept" });
  await stopAll();
  server.offline = false;
  anna = device(server, "1", "anna");
  await eventually(() => stored().length === 1);
  await empty();
});

test("what waits for more than 24 h is flagged", async () => {
  await stopAll();
  let clock = 1_790_000_000_000;
  anna = device(server, "1", "anna", { now: () => clock });
  await goOffline();
  await anna.messages.send("1", { text: "old" });
  await until(anna.$connection, (c) => c.waiting === 1 && c.flagged_old === 0);
  clock += 24 * 3_600_000 + 1;
  await anna.messages.send("1", { text: "new" });
  await until(anna.$connection, (c) => c.waiting === 2 && c.flagged_old === 1);
});

test("a device that cannot store refuses the message, so that the text box keeps its text", async () => {
  const full = new DOMException("full", "QuotaExceededError");
  vi.spyOn(IDBObjectStore.prototype, "add").mockImplementation(() => {
    throw full;
  });
  const sending = anna.messages.send("1", { text: "no room" });
  await expect(sending).rejects.toBeInstanceOf(StorageProblem);
  await expect(sending).rejects.toMatchObject({ code: "storage_full" });
  vi.restoreAllMocks();
  expect(anna.$outbox.get()).toEqual([]);
});

test("an expired session stops the sending; a new sign-in lets it go on", async () => {
  server.expire("anna");
  await until(anna.$session, (s) => s.state === "signed_in" && s.expired);
  await anna.messages.send("1", { text: "patience" });
  await until(anna.$connection, (c) => c.waiting === 1);
  expect(anna.$rooms.get()).toHaveLength(2); // still readable
  server.signIn("anna", "1");
  anna.retryNow();
  await empty();
  await until(anna.$session, (s) => s.state === "signed_in" && !s.expired);
});

test("each transmission tells the phone's clock; when it was written stays as it was", async () => {
  let lose = 1;
  server.intercept = (r) => (r.path.endsWith("/messages") && lose-- > 0 ? "lost" : undefined);
  const sent = await anna.messages.send("1", { text: "clock" });
  await empty();
  expect(new Set(posts().map((r) => r.body.composed_ms))).toEqual(new Set([sent.composed_ms]));
  expect(posts().every((r) => Number(r.body.device_ms) >= sent.composed_ms)).toBe(true);
});
