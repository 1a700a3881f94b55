import { expect, test } from "vitest";
import type { TimelineItem } from "../../core/client";
import type { Message } from "../../core/types";
import { indexOfSeq, isLate, isPrepend, type ListRow, seqUpTo, toRows, writtenMs } from "./rows";

const noon = new Date(2026, 1, 12, 12).getTime();
const MIN = 60_000;

function message(seq: number, over: Partial<Message> = {}): Message {
  return {
    v: 2,
    message_id: `m${seq}`,
    room_id: "1",
    author_id: "7",
    kind: "message",
    text: "x",
    ts_ms: noon + seq * MIN,
    seq,
    change_seq: seq,
    ...over,
  };
}

const sent = (seq: number, over: Partial<Message> = {}): TimelineItem => ({
  kind: "message",
  key: `m${seq}`,
  message: message(seq, over),
});

const waiting = (key: string, at: number): TimelineItem => ({
  kind: "outbox",
  key,
  item: { message_id: key, room_id: "1", text: "w", composed_ms: at, state: "waiting", old: false },
});

const say = (rows: ListRow[]) =>
  rows.map((r) => (r.kind === "item" ? `${r.head ? "+" : ""}${r.key}` : r.kind)).join(" ");

test("an author's messages share a head until five minutes, another author or an info line part them", () => {
  const items = [
    sent(1),
    sent(2),
    sent(3, { author_id: "8" }),
    sent(4, { author_id: "8", kind: "info" }),
    sent(5, { author_id: "8" }),
    sent(12, { author_id: "8" }),
  ];
  expect(say(toRows(items, { me: "9", complete: false }))).toBe("day +m1 m2 +m3 +m4 +m5 +m12");
});

test("a new day begins with its line, the history with its start", () => {
  const items = [sent(1, { ts_ms: noon - 86_400_000 }), sent(2)];
  expect(say(toRows(items, { me: "9", complete: true }))).toBe("start day +m1 day +m2");
});

test("the new line stands before the first unread message of somebody else, once", () => {
  const items = [sent(1), sent(2, { author_id: "me" }), sent(3), sent(4)];
  expect(say(toRows(items, { me: "me", firstUnread: 2, complete: false }))).toBe("day +m1 +m2 new +m3 m4");
});

test("my waiting messages join my group", () => {
  const items = [sent(1, { author_id: "me" }), waiting("w", noon + 2 * MIN)];
  expect(say(toRows(items, { me: "me", complete: false }))).toBe("day +m1 w");
});

test("every key is unique, also when a waiting message claims an earlier day", () => {
  const items = [sent(1, { ts_ms: noon - 86_400_000 }), sent(2), waiting("w", noon - 86_400_000)];
  const keys = toRows(items, { me: "me", complete: true }).map((r) => r.key);
  expect(new Set(keys).size).toBe(keys.length);
});

test("late means two minutes or more after the corrected writing time", () => {
  const at = (late: number, skew?: number) =>
    message(1, { composed_ms: noon + MIN - late + (skew ?? 0), skew_ms: skew });
  expect(isLate(at(119_000))).toBe(false);
  expect(isLate(at(120_000))).toBe(true);
  expect(isLate(at(0, -3_600_000))).toBe(false);
  expect(writtenMs(at(120_000, 3_600_000))).toBe(noon - MIN);
  expect(isLate(message(1))).toBe(false);
});

test("older rows above are a prepend; newer rows below and a jump are not", () => {
  const rows = (...seqs: number[]) =>
    toRows(
      seqs.map((s) => sent(s)),
      { me: "9", complete: false },
    );
  expect(isPrepend(rows(5, 6), rows(3, 4, 5, 6))).toBe(true);
  expect(isPrepend(rows(5, 6), rows(5, 6, 7))).toBe(false);
  expect(isPrepend(rows(5, 6), rows(50, 51, 52))).toBe(false);
  expect(isPrepend([], rows(5))).toBe(false);
});

test("rows are found by message number", () => {
  const rows = toRows([sent(3), sent(7)], { me: "9", complete: true });
  expect(rows[indexOfSeq(rows, 7)]?.key).toBe("m7");
  expect(rows[indexOfSeq(rows, 4)]?.key).toBe("m7");
  expect(indexOfSeq(rows, 8)).toBe(-1);
  const later = toRows([sent(30), sent(31)], { me: "9", complete: false });
  expect(indexOfSeq(later, 7)).toBe(-1);
  expect(later[indexOfSeq(later, 30)]?.key).toBe("m30");
  expect(seqUpTo(rows, 2)).toBe(3);
  expect(seqUpTo(rows, 99)).toBe(7);
  expect(seqUpTo(rows, 0)).toBe(0);
});
