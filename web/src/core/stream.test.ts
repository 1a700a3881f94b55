import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Api } from "./api";
import { Problem } from "./problem";
import { type Batch, readStream, type StreamEnd } from "./stream";

let control: ReadableStreamDefaultController<Uint8Array>;
let url: string;
let batches: Batch[];
let over: AbortController;

/** A stream whose pieces the test sends by hand. */
const api = new Api({
  fetch: async (input, init) => {
    url = String(input);
    const body = new ReadableStream<Uint8Array>({
      start: (c) => {
        control = c;
      },
    });
    init?.signal?.addEventListener("abort", () => control.error(new Error("aborted")));
    return new Response(body);
  },
});

beforeEach(() => {
  vi.useFakeTimers();
  batches = [];
  over = new AbortController();
});
afterEach(() => {
  over.abort();
  vi.useRealTimers();
});

async function open(take: (b: Batch) => Promise<StreamEnd | undefined> = async () => undefined) {
  const end = readStream(
    api,
    { since: 41, epoch: "e1" },
    (b) => {
      batches.push(b);
      return take(b);
    },
    over.signal,
  );
  end.catch(() => {}); // each test looks at it itself
  await vi.advanceTimersByTimeAsync(0);
  return end;
}

async function say(text: string): Promise<void> {
  control.enqueue(new TextEncoder().encode(text));
  await vi.advanceTimersByTimeAsync(0);
}

test("it asks from the cursor on", async () => {
  await Promise.race([open(), Promise.resolve()]);
  await vi.advanceTimersByTimeAsync(0);
  expect(url).toBe("/api/v1/stream?since=41&epoch=e1");
});

test("what comes in one piece is taken in one batch, in order", async () => {
  void open();
  await vi.advanceTimersByTimeAsync(0);
  await say(
    'event: hello\ndata: {"epoch":"e1"}\n\nevent: message\nid: 42\ndata: {"seq":42}\n\n' +
      'event: typing\ndata: {"room_id":"1","user_id":"2"}\n\nevent: cursor\nid: 50\ndata: {}\n\n',
  );
  expect(batches).toHaveLength(1);
  expect(batches[0]).toMatchObject({ epoch: "e1", upTo: 50 });
  expect(batches[0]?.changes).toEqual([{ type: "message", seq: 42, data: { seq: 42 } }]);
  expect(batches[0]?.ephemeral).toEqual([{ type: "typing", room_id: "1", user_id: "2" }]);
});

test("a type of a newer server moves the cursor; without a number it does nothing", async () => {
  void open();
  await vi.advanceTimersByTimeAsync(0);
  await say("event: weather\nid: 43\ndata: {}\n\n");
  await say("event: sunshine\ndata: {}\n\n");
  expect(batches.map((b) => b.upTo)).toEqual([43, 0]);
});

test.each([
  ["event: resync\ndata: {}\n\n", { why: "resync" }],
  ["event: update_required\ndata: {}\n\n", { why: "update_required" }],
  ['event: bye\ndata: {"reason":"session_ended"}\n\n', { why: "session_ended" }],
  ['event: bye\ndata: {"reason":"deactivated"}\n\n', { why: "deactivated" }],
  ['retry: 1700\nevent: bye\ndata: {"reason":"restart"}\n\n', { why: "restart", retryMs: 1700 }],
])("%j ends it", async (text, end) => {
  const ended = readStream(api, { since: 1, epoch: "e" }, async () => undefined, over.signal);
  await vi.advanceTimersByTimeAsync(0);
  await say(text);
  expect(await ended).toEqual(end);
});

test("a cut is an end like any other: the cursor says where to go on", async () => {
  const ended = readStream(api, { since: 1, epoch: "e" }, async () => undefined, over.signal);
  await vi.advanceTimersByTimeAsync(0);
  control.error(new TypeError("network error"));
  await vi.advanceTimersByTimeAsync(0);
  expect(await ended).toEqual({ why: "cut" });
});

test("a line that is silent for 45 s is dead; one that speaks is not", async () => {
  let ended: StreamEnd | undefined;
  readStream(api, { since: 1, epoch: "e" }, async () => undefined, over.signal).then((end) => {
    ended = end;
  });
  await vi.advanceTimersByTimeAsync(0);
  for (let i = 0; i < 5; i++) {
    await vi.advanceTimersByTimeAsync(40_000);
    await say(`event: cursor\nid: ${i + 2}\ndata: {}\n\n`);
  }
  expect(ended).toBeUndefined();
  await vi.advanceTimersByTimeAsync(46_000);
  expect(ended).toEqual({ why: "cut" });
});

test("an event that arrives broken is read again rather than stepped over", async () => {
  const ended = readStream(api, { since: 1, epoch: "e" }, async () => undefined, over.signal).catch((e) => e);
  await vi.advanceTimersByTimeAsync(0);
  await say("event: message\nid: 42\ndata: {broken\n\n");
  const problem = await ended;
  expect(problem).toBeInstanceOf(Problem);
  expect(problem).toMatchObject({ status: 0 });
});

test("one that was given up before it began does not open", async () => {
  over.abort();
  const ended = readStream(api, { since: 1, epoch: "e" }, async () => undefined, over.signal).catch((e) => e);
  await vi.advanceTimersByTimeAsync(0);
  control.close();
  expect(await ended).toBeDefined();
});
