import { expect, test } from "vitest";
import { excerpt } from "./excerpt";

test("all words are marked, whatever their case", () => {
  expect(excerpt("Cornice on the ridge", "RIDGE corn")).toEqual([
    { text: "Corn", hit: true },
    { text: "ice on the ", hit: false },
    { text: "ridge", hit: true },
  ]);
});

test("a late hit is brought into sight", () => {
  const parts = excerpt(`${"x ".repeat(100)}cornice`, "cornice");
  expect(parts[0]?.text.startsWith("…")).toBe(true);
  expect(parts[0]?.text.length).toBeLessThan(50);
});

test("signs of pattern languages are letters here", () => {
  expect(excerpt("a+b (c)", "+ (")).toEqual([
    { text: "a", hit: false },
    { text: "+", hit: true },
    { text: "b ", hit: false },
    { text: "(", hit: true },
    { text: "c)", hit: false },
  ]);
});
