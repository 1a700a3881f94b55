import { expect, test } from "vitest";
import { findEmoji, groupEmoji } from "./emoji";

const groups = groupEmoji([
  { unicode: "🏔️", label: "snow-capped mountain", tags: ["cold", "snow"], group: 4 },
  { unicode: "👍", label: "thumbs up", tags: ["yes"], group: 1 },
  { unicode: "🏻", label: "light skin tone", group: 2 },
  { unicode: "🇦", label: "regional indicator A" },
]);

test("groups keep their order; parts of emoji are left out", () => {
  expect(groups.map((g) => g.emoji.map((e) => e.char))).toEqual([["👍"], ["🏔️"]]);
});

test("every word of the query begins a word of the name or a tag", () => {
  const found = (q: string) => findEmoji(groups, q).map((e) => e.char);
  expect(found("snow mount")).toEqual(["🏔️"]);
  expect(found("YES")).toEqual(["👍"]);
  expect(found("now")).toEqual([]);
});
