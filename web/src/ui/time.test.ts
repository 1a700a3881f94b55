import { expect, test } from "vitest";
import { dayOf, formatAgo, formatDay, formatDuration, formatMoment, formatShort, formatTime } from "./time";

const now = new Date(2026, 1, 12, 15, 30).getTime();
const at = (days: number, hour = 9, minute = 5) => new Date(2026, 1, 12 - days, hour, minute).getTime();

test("days are named as a person would", () => {
  expect(formatDay(at(0), now)).toBe("Today");
  expect(formatDay(at(1, 23, 59), now)).toBe("Yesterday");
  expect(formatDay(at(3), now)).toContain("February");
  expect(formatDay(at(400), now)).toMatch(/202[45]/);
});

test("lists get the shortest form that is clear", () => {
  expect(formatShort(at(0), now)).toBe("09:05");
  expect(formatShort(at(1), now)).toBe("Yesterday");
  expect(formatShort(at(3), now)).toMatch(/^\p{L}{2,4}$/u);
  expect(formatShort(at(30), now)).toMatch(/Jan/);
});

test("hours count from 00 to 23", () => {
  expect(formatTime(at(0, 0, 7))).toBe("00:07");
});

test("the day of a moment changes at the reader's midnight", () => {
  expect(dayOf(at(0, 0, 0))).toBe(dayOf(at(0, 23, 59)));
  expect(dayOf(at(0, 0, 0))).not.toBe(dayOf(at(1, 23, 59)));
});

test("moments and durations", () => {
  expect(formatMoment(at(1), now)).toBe("Yesterday 09:05");
  expect(formatMoment(at(-1), now)).toMatch(/^13 Feb 09:05$|^Feb 13 09:05$/);
  expect(formatAgo(now - 30_000, now)).toBe("just now");
  expect(formatAgo(now - 5 * 60_000, now)).toBe("5 min ago");
  expect(formatDuration((26 * 60 + 3) * 60_000)).toBe("1 d 2 h");
  expect(formatDuration(63 * 60_000)).toBe("1 h 3 min");
});

test("a zone that the browser does not know falls back to the reader's", () => {
  expect(formatTime(at(0), "Mars/Olympus")).toBe("09:05");
});
