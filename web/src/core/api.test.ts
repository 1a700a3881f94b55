import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Api } from "./api";
import { Problem } from "./problem";

interface Asked {
  url: string;
  method: string;
  headers: Headers;
  body: BodyInit | null | undefined;
  signal: AbortSignal;
}

let asked: Asked[];
let answers: ((a: Asked) => Response | Promise<Response>)[];
let api: Api;

beforeEach(() => {
  asked = [];
  answers = [];
  const far: typeof fetch = async (url, init = {}) => {
    const { method = "GET", body, signal } = init;
    const a = {
      url: String(url),
      method,
      headers: new Headers(init.headers),
      body,
      signal: signal as AbortSignal,
    };
    asked.push(a);
    const answer = answers.shift();
    if (!answer) throw new TypeError("Failed to fetch");
    return answer(a);
  };
  api = new Api({ fetch: far });
});
afterEach(() => vi.useRealTimers());

const json = (body: unknown, status = 200, headers = {}) => Response.json(body, { status, headers });
const caught = (p: Promise<unknown>) =>
  p.then(
    () => undefined,
    (e: unknown) => e as Problem,
  );

test("a query leaves out what is not given", async () => {
  answers.push(() => json({}));
  await api.get("/rooms", { scope: "public", q: undefined, limit: 5 });
  expect(asked[0]?.url).toBe("/api/v1/rooms?scope=public&limit=5");
});

test("a write carries JSON and a key; a lost answer is asked for again under the same key", async () => {
  answers.push(
    () => Promise.reject(new TypeError("cut")),
    () => json({ id: "1" }),
  );
  expect(await api.write("POST", "/rooms", { name: "Ridge" })).toEqual({ id: "1" });
  expect(asked).toHaveLength(2);
  expect(asked[0]?.headers.get("Idempotency-Key")).toBeTruthy();
  expect(asked[0]?.headers.get("Idempotency-Key")).toBe(asked[1]?.headers.get("Idempotency-Key"));
  expect(asked[0]?.headers.get("Content-Type")).toBe("application/json");
});

test("a refused write is not repeated", async () => {
  answers.push(() => json({ code: "room_name_taken", detail: "Taken." }, 409));
  expect(await caught(api.write("POST", "/rooms", {}))).toMatchObject({
    status: 409,
    code: "room_name_taken",
  });
  expect(asked).toHaveLength(1);
});

test("two writes have two keys", async () => {
  answers.push(
    () => json({}),
    () => json({}),
  );
  await api.write("POST", "/a");
  await api.write("POST", "/a");
  expect(asked[0]?.headers.get("Idempotency-Key")).not.toBe(asked[1]?.headers.get("Idempotency-Key"));
});

test("a message needs no key: its own id is one", async () => {
  answers.push(() => json({}));
  await api.send("/rooms/1/messages", { message_id: "x" });
  expect(asked[0]?.headers.has("Idempotency-Key")).toBe(false);
});

test("a picture goes as it is", async () => {
  answers.push(() => json({}));
  await api.write("PUT", "/me/avatar", undefined, new Blob(["x"], { type: "image/webp" }));
  expect(asked[0]?.body).toBeInstanceOf(Blob);
  expect(asked[0]?.headers.has("Content-Type")).toBe(false);
});

test("a problem keeps its code, its field, its list and when to come back", async () => {
  const told = { code: "slow_down", field: "text", errors: [{ field: "text", message: "long" }] };
  answers.push(() => json({ ...told, detail: "Wait." }, 429, { "Retry-After": "7" }));
  const problem = await caught(api.get("/x"));
  expect(problem).toBeInstanceOf(Problem);
  expect(problem?.message).toBe("Wait.");
  expect(problem).toMatchObject({ ...told, status: 429, retryAfterMs: 7000 });
  expect(problem?.temporary).toBe(true);
});

test.each([
  ["a hotel's sign-in page", () => new Response("<html>", { status: 200 })],
  ["a proxy's own 404", () => new Response("not here", { status: 404 })],
  ["a proxy's own 401", () => json({ message: "sign in at reception" }, 401)],
  ["an answer cut off in the middle", () => new Response('{"rooms":[', { status: 200 })],
  ["no network", () => Promise.reject(new TypeError("Failed to fetch"))],
])("%s says nothing about our server: try again", async (_name, answer) => {
  answers.push(answer);
  const problem = await caught(api.get("/x"));
  expect(problem).toMatchObject({ status: 0, code: "network" });
  expect(problem?.temporary).toBe(true);
});

test.each([
  [401, false],
  [403, false],
  [404, false],
  [409, false],
  [422, false],
  [408, true],
  [429, true],
  [500, true],
  [503, true],
])("%i is temporary: %s", (status, temporary) => {
  expect(new Problem(status, "x", "").temporary).toBe(temporary);
});

test("204 is an answer without contents", async () => {
  answers.push(() => new Response(null, { status: 204 }));
  expect(await api.write("POST", "/rooms/1/leave")).toBeUndefined();
});

test("a request that hangs is given up after 20 s, a stream is not", async () => {
  vi.useFakeTimers();
  const hang = (a: Asked) =>
    new Promise<Response>((_, reject) =>
      a.signal.addEventListener("abort", () => reject(new Error("aborted"))),
    );
  answers.push(hang);
  const waiting = caught(api.get("/x"));
  await vi.advanceTimersByTimeAsync(19_000);
  expect(asked[0]?.signal.aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await waiting).toMatchObject({ status: 0 });

  const control = new AbortController();
  answers.push(hang);
  const stream = caught(api.stream({ since: 1 }, control.signal));
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(asked[1]?.signal.aborted).toBe(false);
  control.abort();
  await stream;
});
