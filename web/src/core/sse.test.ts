import { expect, test } from "vitest";
import { type SseEvent, SseParser } from "./sse";
import { Random } from "./testing/random";

const SEED = Number(process.env.SEED ?? 20261123);
const bytes = (text: string) => new TextEncoder().encode(text);

function read(pieces: Uint8Array[]): { events: SseEvent[]; parser: SseParser } {
  const parser = new SseParser();
  return { events: pieces.flatMap((p) => parser.push(p)), parser };
}

test.each([
  [
    "an event with type, id and data",
    "event: message\nid: 7\ndata: {}\n\n",
    [{ type: "message", id: "7", data: "{}" }],
  ],
  ["data over several lines", "data: a\ndata: b\n\n", [{ type: "message", id: "", data: "a\nb" }]],
  ["a comment says nothing", ": still here\n\ndata: x\n\n", [{ type: "message", id: "", data: "x" }]],
  ["an event without data is none", "event: cursor\nid: 9\n\n", []],
  [
    "CRLF and CR end lines too",
    "event: a\r\ndata: 1\r\n\r\ndata: 2\r\r\n",
    [
      { type: "a", id: "", data: "1" },
      { type: "message", id: "", data: "2" },
    ],
  ],
  ["a field without a colon", "data\ndata: y\n\n", [{ type: "message", id: "", data: "\ny" }]],
  ["unknown fields are skipped", "colour: red\ndata: z\n\n", [{ type: "message", id: "", data: "z" }]],
  ["an unfinished event waits", "data: half", []],
])("%s", (_name, text, events) => {
  expect(read([bytes(text)]).events).toEqual(events);
});

test("an id belongs to its own event: what follows without one must not move the cursor", () => {
  const { events } = read([bytes("id: 5\ndata: a\n\nevent: typing\ndata: b\n\n")]);
  expect(events.map((e) => e.id)).toEqual(["5", ""]);
});

test("the server's retry is kept, nonsense is not", () => {
  expect(read([bytes("retry: 1500\n\n")]).parser.retryMs).toBe(1500);
  expect(read([bytes("retry: soon\n\n")]).parser.retryMs).toBeUndefined();
});

test(`cut anywhere, even inside a character, it reads the same (SEED=${SEED})`, () => {
  const random = new Random(SEED);
  const alphabet = [
    "event: ",
    "data: ",
    "id: ",
    "retry: ",
    ":",
    "\n",
    "\r\n",
    "\n\n",
    "雪崩",
    "ø",
    "{}",
    "12",
    "🏔",
  ];
  for (let run = 0; run < 500; run++) {
    const text = Array.from({ length: random.below(60) }, () => random.pick(alphabet)).join("");
    const whole = bytes(`${text}\n\n`);
    const pieces: Uint8Array[] = [];
    for (let at = 0; at < whole.length; ) {
      const end = at + 1 + random.below(6);
      pieces.push(whole.subarray(at, end));
      at = end;
    }
    expect(read(pieces).events, JSON.stringify(text)).toEqual(read([whole]).events);
  }
});

test("an endless line is refused rather than kept in memory", () => {
  const parser = new SseParser();
  const piece = bytes("x".repeat(1 << 20));
  expect(() => {
    for (let i = 0; i < 8; i++) parser.push(piece);
  }).toThrow(RangeError);
});
