import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Client } from "../client";
import { company, device, eventually, stopAll, until } from "../testing/device";
import type { FakeServer } from "../testing/fake-server";
import type { ThreadState } from "../types";

let server: FakeServer;
let anna: Client;
const ROOT = "0192f0c1-7b3e-7cc3-98c4-dc0c0c07398f";

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  server = company();
  server.world.post("1", "1", { message_id: ROOT, text: "root" });
  anna = device(server, "1", "anna");
  await until(anna.room("1"), (r) => r?.last?.text === "root");
  await until(anna.$connection, (c) => c.state === "online");
});
afterEach(stopAll);

function follow(patch: Partial<ThreadState> = {}): ThreadState {
  const change_seq = server.world.stamp("thread_state", ROOT, { user_id: "1" });
  const state = {
    thread_id: ROOT,
    room_id: "1",
    user_id: "1",
    read_seq: 0,
    following: true,
    ...patch,
    change_seq,
  };
  server.world.threads.set(`${ROOT}/1`, state);
  server.world.ring();
  return state;
}

function reply(text: string, author = "2") {
  const { message } = server.world.post("1", author, {
    message_id: crypto.randomUUID(),
    text,
    thread_id: ROOT,
  });
  server.world.ring();
  return message;
}

test("a followed thread counts the replies of others that I have not read", async () => {
  follow();
  reply("one");
  reply("mine", "1");
  const last = reply("two");
  await until(anna.$threads, (t) => t[0]?.unread_count === 2);
  expect(anna.$threads.get()[0]?.root.text).toBe("root");
  follow({ read_seq: last.seq });
  await until(anna.$threads, (t) => t[0]?.unread_count === 0);
  server.world.patchMessage(reply("gone").message_id, { deleted_ms: 1 });
  server.world.ring();
  await until(anna.$threads, (t) => t[0]?.unread_count === 0 && t[0]?.root.reply_count === 4);
});

test("a thread that I stopped following leaves the list", async () => {
  follow();
  await until(anna.$threads, (t) => t.length === 1);
  follow({ following: false });
  await until(anna.$threads, (t) => t.length === 0);
});

/** A thread of which no device holds the replies: the room went on, and was read. */
function farThread(replies: number): void {
  for (let i = 0; i < replies; i++) reply(`far ${i}`);
  for (let i = 0; i < 80; i++)
    server.world.post("1", "2", { message_id: crypto.randomUUID(), text: `later ${i}` });
  server.world.read("1", "1", server.world.seq);
  server.world.ring();
}

const asked = (path: string) => server.log.filter((r) => r.path === path).length;

test("the badge is right on a fresh device and after a reload, without the list of threads", async () => {
  follow();
  farThread(7);
  let fresh = device(server, "1", "fresh");
  await until(fresh.$unreadThreads, (n) => n === 1);
  await until(fresh.$connection, (c) => c.state === "online");
  await stopAll();
  server.offline = true;
  fresh = device(server, "1", "fresh");
  await until(fresh.$unreadThreads, (n) => n === 1);
  expect(asked("/me/threads")).toBe(0);
  server.offline = false;
  fresh.retryNow();
  follow({ read_seq: server.world.seq });
  await until(fresh.$unreadThreads, (n) => n === 0);
});

test("replies that the device does not hold are counted by the server, later ones here", async () => {
  follow();
  farThread(7);
  await stopAll();
  globalThis.indexedDB = new IDBFactory();
  anna = device(server, "1", "anna");
  await until(anna.$connection, (c) => c.state === "online");
  await anna.messages.loadThreads();
  await until(anna.$threads, (t) => t[0]?.unread_count === 7);
  const late = reply("one more");
  await until(anna.$threads, (t) => t[0]?.unread_count === 8);
  server.world.patchMessage(late.message_id, { deleted_ms: 1 });
  const far = [...server.world.messages.values()].find((m) => m.text === "far 3");
  server.world.patchMessage(far?.message_id ?? "", { deleted_ms: 1 });
  server.world.ring();
  await until(anna.$threads, (t) => t[0]?.unread_count === 6);
});

test("a mention in a thread that the device does not hold calls until that thread is read", async () => {
  follow();
  const { message } = server.world.post("1", "2", {
    message_id: crypto.randomUUID(),
    text: "@anna",
    thread_id: ROOT,
    mentions: ["1"],
  });
  farThread(3);
  const fresh = device(server, "1", "fresh");
  await until(fresh.room("1"), (r) => r?.unread === 0 && r.mention_count === 1);
  const thread = fresh.thread(ROOT);
  const stop = thread.$state.listen(() => {});
  await until(thread.$state, (s) => s.unread === 4 && s.timeline.items.length === 4);
  expect(fresh.room("1").get()?.mention_count).toBe(1);
  await thread.markRead(message.seq);
  await until(fresh.room("1"), (r) => r?.mention_count === 0);
  await until(thread.$state, (s) => s.unread === 3);
  stop();
});

test("a thread read without a network stays read, and is told when it is back, after a reload too", async () => {
  follow();
  const last = reply("one");
  await until(anna.$unreadThreads, (n) => n === 1);
  server.offline = true;
  server.cut();
  await anna.thread(ROOT).markRead(last.seq);
  await until(anna.$unreadThreads, (n) => n === 0);
  await stopAll();
  anna = device(server, "1", "anna");
  await until(anna.$threads, (t) => t[0]?.unread_count === 0);
  expect(server.world.threads.get(`${ROOT}/1`)?.read_seq).toBe(0);
  server.offline = false;
  anna.retryNow();
  await eventually(() => server.world.threads.get(`${ROOT}/1`)?.read_seq === last.seq);
  expect(anna.$unreadThreads.get()).toBe(0);
});

test("reading a thread tells the server and shows at once", async () => {
  follow();
  const last = reply("one");
  const thread = anna.thread(ROOT);
  const stop = thread.$state.listen(() => {});
  await until(thread.$state, (s) => s.unread === 1 && s.timeline.first_unread_seq === last.seq);
  await thread.markRead(last.seq);
  await until(thread.$state, (s) => s.unread === 0);
  await eventually(() => server.world.threads.get(`${ROOT}/1`)?.read_seq === last.seq);
  expect(thread.$state.get().timeline.first_unread_seq).toBe(last.seq); // the line stays where it was
  stop();
});
