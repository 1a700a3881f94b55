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

test("an emoji that is colourful by itself is written in one way only, so that reactions with it add up", () => {
  const [group] = groupEmoji([
    { unicode: "👍\uFE0F", label: "thumbs up", group: 1 },
    { unicode: "❤\uFE0F", label: "red heart", group: 1 },
  ]);
  expect(group?.emoji.map((e) => e.char)).toEqual(["👍", "❤\uFE0F"]);
});

test("every word of the query begins a word of the name or a tag", () => {
  const found = (q: string) => findEmoji(groups, q).map((e) => e.char);
  expect(found("snow mount")).toEqual(["🏔️"]);
  expect(found("YES")).toEqual(["👍"]);
  expect(found("now")).toEqual([]);
});
