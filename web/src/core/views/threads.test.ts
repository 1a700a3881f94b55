import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Client } from "../client";
import { company, device, stopAll, until } from "../testing/device";
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

test("replies that the device does not hold are counted by the server", async () => {
  const state = follow({ read_seq: 1 });
  const root = server.world.messages.get(ROOT);
  server.intercept = (r) =>
    r.path === "/me/threads"
      ? { status: 200, body: { threads: [{ root, state, unread_count: 7 }] } }
      : undefined;
  await anna.messages.loadThreads();
  await until(anna.$threads, (t) => t[0]?.unread_count === 7);
  follow({ read_seq: server.world.seq });
  await until(anna.$threads, (t) => t[0]?.unread_count === 0);
});

test("reading a thread tells the server and shows at once", async () => {
  follow();
  const last = reply("one");
  const thread = anna.thread(ROOT);
  const stop = thread.$state.listen(() => {});
  await until(thread.$state, (s) => s.unread === 1 && s.timeline.first_unread_seq === last.seq);
  server.intercept = (r) => {
    if (r.method !== "PUT" || r.path !== `/messages/${ROOT}/thread`) return undefined;
    return { status: 200, body: follow({ read_seq: Number(r.body.read_seq) }) };
  };
  await thread.markRead(last.seq);
  await until(thread.$state, (s) => s.unread === 0);
  expect(thread.$state.get().timeline.first_unread_seq).toBe(last.seq); // the line stays where it was
  stop();
});
