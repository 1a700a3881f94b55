import { compileMessage } from "@lingui/message-utils/compileMessage";
import { expect, test } from "vitest";
import { type Compiled, say } from "./say";

const put = (icu: string, params: Record<string, string | number> = {}, locale = "en") =>
  say(compileMessage(icu) as Compiled, params, locale);

test("parameters stand where the message wants them; a missing one leaves nothing", () => {
  expect(put("{who} → {room}", { who: "Anna", room: "General" })).toBe("Anna → General");
  expect(put("a{x}b")).toBe("ab");
});

test("plurals follow the language, exact counts first, and write the number as the language does", () => {
  const files = "{n, plural, =0 {none} one {# file} other {# files}}";
  expect([0, 1, 2, 1234].map((n) => put(files, { n }))).toEqual(["none", "1 file", "2 files", "1,234 files"]);
  expect(put("{n, plural, one {# pli} other {# plis}}", { n: 0 }, "fr")).toBe("0 pli");
  expect(put("{n, plural, offset:1 one {you and # more} other {you and # more}}", { n: 3 })).toBe(
    "you and 2 more",
  );
});

test("a parameter and a choice inside a plural", () => {
  const text = "{n, plural, one {# of {who}} other {# by {kind, select, a {A} other {B}}}}";
  expect(put(text, { n: 1, who: "Ben" })).toBe("1 of Ben");
  expect(put(text, { n: 2, kind: "x" })).toBe("2 by B");
});

test("a number sign outside of a plural is a number sign", () => {
  expect(put("# General")).toBe("# General");
});
