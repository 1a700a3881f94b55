import { expect, test } from "vitest";
import { insertMention, matchCandidates, mentionQuery, mentionsIn } from "./mentions";

const people = [
  { id: "1", name: "Anna" },
  { id: "2", name: "Anna Berg" },
  { id: "3", name: "田中 太郎" },
  { id: "room", name: "room" },
];

test.each([
  ["hi @an", 6, { start: 3, query: "an" }],
  ["@", 1, { start: 0, query: "" }],
  ["@Anna B", 7, { start: 0, query: "Anna B" }],
  ["mail a@b", 8, undefined],
  ["@ anna", 6, undefined],
  ["@a\nb", 4, undefined],
  ["none", 4, undefined],
  ["@anna was here today", 20, undefined],
])("%j with the caret at %i asks for %j", (text, caret, want) => {
  expect(mentionQuery(text, caret)).toEqual(want);
});

test("the beginning of any word of a name finds it, beginnings of the name first", () => {
  expect(matchCandidates(people, "ann").map((c) => c.id)).toEqual(["1", "2"]);
  expect(matchCandidates(people, "BERG").map((c) => c.id)).toEqual(["2"]);
  expect(matchCandidates(people, "太").map((c) => c.id)).toEqual(["3"]);
  expect(matchCandidates(people, "nn")).toEqual([]);
});

test("a chosen name replaces what was typed and leaves one space", () => {
  expect(insertMention("hi @an there", 6, 3, "Anna Berg")).toEqual({
    text: "hi @Anna Berg there",
    caret: 14,
  });
});

test("whole names count, the longer before the shorter, each once", () => {
  expect(mentionsIn("@Anna Berg and @Anna, @Anna", people)).toEqual(["2", "1"]);
  expect(mentionsIn("@Annabelle x@Anna @rooms", people)).toEqual([]);
  expect(mentionsIn("@room: @田中 太郎", people)).toEqual(["room", "3"]);
});
