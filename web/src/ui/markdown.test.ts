import { describe, expect, test } from "vitest";
import { parseInline, parseMarkdown } from "./markdown";

const text = (s: string) => ({ kind: "text" as const, text: s });

describe("inline marks", () => {
  test.each([
    ["**bold**", [{ kind: "strong", children: [text("bold")] }]],
    [
      "*it* and _it_",
      [{ kind: "em", children: [text("it")] }, text(" and "), { kind: "em", children: [text("it")] }],
    ],
    ["~~gone~~", [{ kind: "del", children: [text("gone")] }]],
    ["`a*b*`", [{ kind: "code", text: "a*b*" }]],
    [
      "**a *b* c**",
      [{ kind: "strong", children: [text("a "), { kind: "em", children: [text("b")] }, text(" c")] }],
    ],
  ])("%s", (source, want) => expect(parseInline(source)).toEqual(want));

  test.each(["2 * 3 * 4", "snake_case_name", "a ** b", "**open", "`open", "\\*plain\\*"])(
    "%s stays text",
    (source) => expect(parseInline(source)).toEqual([text(source.replaceAll("\\", ""))]),
  );
});

describe("links", () => {
  test("a bare address leaves the sentence's punctuation outside", () => {
    expect(parseInline("See (https://nve.no/a_(b)).")).toEqual([
      text("See ("),
      { kind: "link", href: "https://nve.no/a_(b)", children: [text("https://nve.no/a_(b)")] },
      text(")."),
    ]);
  });
  test("a named link", () => {
    expect(parseInline("[call](tel:+4712345678)")).toEqual([
      { kind: "link", href: "tel:+4712345678", children: [text("call")] },
    ]);
  });
  test.each([
    "[x](javascript:alert(1))",
    "[x](data:text/html,hi)",
    "javascript:alert(1)",
    "[x](JAVASCRIPT:1)",
  ])("%s is never a link", (source) => expect(JSON.stringify(parseInline(source))).not.toContain('"link"'));
});

describe("mentions", () => {
  const people = [
    { id: "1", label: "@Anna" },
    { id: "2", label: "@Anna Berg" },
  ];
  test("the longest name wins", () => {
    expect(parseInline("hi @Anna Berg!", people)).toEqual([
      text("hi "),
      { kind: "mention", id: "2", text: "@Anna Berg" },
      text("!"),
    ]);
  });
  test("part of a word or of a mail address is none", () => {
    expect(parseInline("x@Anna @Annabelle", people)).toEqual([text("x@Anna @Annabelle")]);
  });
});

describe("blocks", () => {
  test("paragraphs, lists, quotes and code", () => {
    expect(
      parseMarkdown("Plan\nfor today\n\n- rope\n- axe\n1. up\n2. down\n> said\n> so\n```\na < b\n```"),
    ).toEqual([
      { kind: "paragraph", children: [text("Plan"), { kind: "break" }, text("for today")] },
      { kind: "list", items: [[text("rope")], [text("axe")]] },
      { kind: "list", start: 1, items: [[text("up")], [text("down")]] },
      {
        kind: "quote",
        children: [{ kind: "paragraph", children: [text("said"), { kind: "break" }, text("so")] }],
      },
      { kind: "code", text: "a < b" },
    ]);
  });
  test("a fence that never closes is text", () => {
    expect(parseMarkdown("```\nx")[0]?.kind).toBe("paragraph");
  });
});

test("hostile input is read in linear time and loses no letter", () => {
  for (const unit of ["*a ", "**a", "`", "[", "_a_", "> ", "~~a ", "@", "[a](", "https://"]) {
    const source = unit.repeat(Math.floor(10_000 / unit.length));
    const started = performance.now();
    parseMarkdown(source);
    expect(performance.now() - started, unit).toBeLessThan(1500);
  }
  const deep = `${"> ".repeat(500)}x`;
  expect(JSON.stringify(parseMarkdown(deep))).toContain("x");
});
