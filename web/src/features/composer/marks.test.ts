import { expect, test } from "vitest";
import { toggleMark } from "./marks";

test("marks are put on and taken off, the selection stays on the same words", () => {
  const on = toggleMark("a word b", 2, 6, "**");
  expect(on).toEqual({ text: "a **word** b", start: 4, end: 8 });
  expect(toggleMark(on.text, on.start, on.end, "**")).toEqual({ text: "a word b", start: 2, end: 6 });
});
