/** A safe subset of Markdown as a tree. It never makes HTML: the tree becomes React elements. */
export type Inline =
  | { kind: "text" | "code"; text: string }
  | { kind: "strong" | "em" | "del"; children: Inline[] }
  | { kind: "link"; href: string; children: Inline[] }
  | { kind: "mention"; id: string; text: string }
  | { kind: "break" };

export type Block =
  | { kind: "paragraph"; children: Inline[] }
  | { kind: "code"; text: string }
  | { kind: "quote"; children: Block[] }
  | { kind: "list"; start?: number; items: Inline[][] };

/** Who may be highlighted: the text as typed ("@Anna Berg") and whom it names. */
export type Mentionable = { label: string; id: string };

const MAX_DEPTH = 6;
const FENCE = /^```[^`]*$/;
const BULLET = /^\s{0,3}[-*•]\s+(.*)$/;
const NUMBERED = /^\s{0,3}(\d{1,6})[.)]\s+(.*)$/;
const QUOTE = /^>\s?(.*)$/;

export function parseMarkdown(source: string, mentions: Mentionable[] = []): Block[] {
  return blocks(source.split("\n"), mentions, 0);
}

function blocks(lines: string[], mentions: Mentionable[], depth: number): Block[] {
  const out: Block[] = [];
  for (let i = 0; i < lines.length; ) {
    const line = lines[i] ?? "";
    const taken =
      FENCE.test(line) && lines.indexOf("```", i + 1) > i
        ? fence(lines, i, out)
        : QUOTE.test(line) && depth < MAX_DEPTH
          ? quote(lines, i, out, mentions, depth)
          : BULLET.test(line) || NUMBERED.test(line)
            ? list(lines, i, out, mentions)
            : paragraph(lines, i, out, mentions);
    i += taken;
  }
  return out;
}

function fence(lines: string[], at: number, out: Block[]): number {
  const end = lines.indexOf("```", at + 1);
  out.push({ kind: "code", text: lines.slice(at + 1, end).join("\n") });
  return end - at + 1;
}

function quote(lines: string[], at: number, out: Block[], mentions: Mentionable[], depth: number): number {
  const inner = takeWhile(lines, at, (l) => QUOTE.exec(l)?.[1]);
  out.push({ kind: "quote", children: blocks(inner, mentions, depth + 1) });
  return inner.length;
}

function list(lines: string[], at: number, out: Block[], mentions: Mentionable[]): number {
  const first = NUMBERED.exec(lines[at] ?? "");
  const texts = takeWhile(lines, at, (l) => (first ? NUMBERED.exec(l)?.[2] : BULLET.exec(l)?.[1]));
  const items = texts.map((text) => parseInline(text, mentions));
  out.push(first ? { kind: "list", start: Number(first[1]), items } : { kind: "list", items });
  return texts.length;
}

function paragraph(lines: string[], at: number, out: Block[], mentions: Mentionable[]): number {
  let end = at;
  while (end < lines.length && (end === at || !startsBlock(lines, end))) end++;
  const text = lines.slice(at, end).join("\n");
  if (text.trim())
    out.push({ kind: "paragraph", children: parseInline(text.replace(/^\n+|\s+$/g, ""), mentions) });
  return end - at;
}

function startsBlock(lines: string[], at: number): boolean {
  const line = lines[at] ?? "";
  if (FENCE.test(line)) return lines.indexOf("```", at + 1) > at;
  // An empty line ends a paragraph, and so do the marks that begin another block.
  return line.trim() === "" || QUOTE.test(line) || BULLET.test(line) || NUMBERED.test(line);
}

function takeWhile(lines: string[], at: number, match: (line: string) => string | undefined): string[] {
  const taken: string[] = [];
  for (let i = at; i < lines.length; i++) {
    const text = match(lines[i] ?? "");
    if (text === undefined) break;
    taken.push(text);
  }
  return taken;
}

export function parseInline(text: string, mentions: Mentionable[] = [], depth = 0): Inline[] {
  const out: Inline[] = [];
  // Marks without a closing twin are remembered, so that a text of stars costs one search, not thousands.
  const open = new Set<string>();
  let plain = "";
  const flush = () => {
    if (plain) out.push({ kind: "text", text: plain });
    plain = "";
  };
  for (let i = 0; i < text.length; ) {
    const found = special(text, i, mentions, depth, open);
    if (!found) {
      plain += text[i];
      i++;
      continue;
    }
    if (found.node.kind === "text") plain += found.node.text;
    else {
      flush();
      out.push(found.node);
    }
    i += found.length;
  }
  flush();
  return out;
}

type Found = { node: Inline; length: number } | undefined;

function special(text: string, i: number, mentions: Mentionable[], depth: number, open: Set<string>): Found {
  switch (text[i]) {
    case "\n":
      return { node: { kind: "break" }, length: 1 };
    case "\\":
      return /[\\`*_~[\]()>#@-]/.test(text[i + 1] ?? "")
        ? { node: { kind: "text", text: text[i + 1] ?? "" }, length: 2 }
        : undefined;
    case "`":
      return code(text, i, open);
    case "*":
    case "_":
    case "~":
      return depth < MAX_DEPTH ? emphasis(text, i, mentions, depth, open) : undefined;
    case "[":
      return namedLink(text, i, mentions, depth);
    case "@":
      return mention(text, i, mentions);
    case "h":
    case "w":
      return bareLink(text, i);
    default:
      return undefined;
  }
}

function code(text: string, i: number, open: Set<string>): Found {
  const mark = /^`+/.exec(text.slice(i, i + 4))?.[0] ?? "`";
  if (open.has(mark)) return undefined;
  const end = text.indexOf(mark, i + mark.length);
  if (end < 0) {
    open.add(mark);
    return undefined;
  }
  const inner = text.slice(i + mark.length, end);
  if (!inner.trim()) return undefined;
  return { node: { kind: "code", text: inner }, length: end + mark.length - i };
}

const MARKS = [
  ["**", "strong"],
  ["__", "strong"],
  ["~~", "del"],
  ["*", "em"],
  ["_", "em"],
] as const;

function emphasis(text: string, i: number, mentions: Mentionable[], depth: number, open: Set<string>): Found {
  for (const [mark, kind] of MARKS) {
    if (!text.startsWith(mark, i) || open.has(mark)) continue;
    const from = i + mark.length;
    if (/^\s?$/.test(text[from] ?? "") || (mark[0] === "_" && isWord(text[i - 1]))) continue;
    const end = closing(text, mark, from);
    if (end < 0) {
      open.add(mark);
      continue;
    }
    const children = parseInline(text.slice(from, end), mentions, depth + 1);
    return { node: { kind, children }, length: end + mark.length - i };
  }
  return undefined;
}

/** The closing mark touches a word on its left; an underscore inside a word is a letter. */
function closing(text: string, mark: string, from: number): number {
  for (let end = text.indexOf(mark, from + 1); end > 0; end = text.indexOf(mark, end + mark.length)) {
    if (/\s/.test(text[end - 1] ?? " ")) continue;
    if (mark === "*" && text[end + 1] === "*") {
      end++;
      continue;
    }
    if (mark[0] === "_" && isWord(text[end + mark.length])) continue;
    return end;
  }
  return -1;
}

const NAMED = /\[([^[\]\n]{1,300})\]\(((?:https?:\/\/|mailto:|tel:)[^\s()<>]{1,2000})\)/y;
const BARE = /(?:https?:\/\/|www\.)[^\s<>"]{2,2000}/y;

function namedLink(text: string, i: number, mentions: Mentionable[], depth: number): Found {
  NAMED.lastIndex = i;
  const m = NAMED.exec(text);
  if (!m || depth >= MAX_DEPTH) return undefined;
  const children = parseInline(m[1] ?? "", mentions, MAX_DEPTH).map((n) =>
    n.kind === "link" ? plainOf(n) : n,
  );
  return { node: { kind: "link", href: m[2] ?? "", children }, length: m[0].length };
}

function bareLink(text: string, i: number): Found {
  if (isWord(text[i - 1])) return undefined;
  BARE.lastIndex = i;
  let url = BARE.exec(text)?.[0];
  if (!url) return undefined;
  url = url.replace(/[.,;:!?'"*_~]+$/, "");
  // "(see https://example.com/a)" ends before the bracket, "/wiki/Alp_(mountain)" does not.
  while (url.endsWith(")") && count(url, ")") > count(url, "(")) url = url.slice(0, -1);
  const href = url.startsWith("www.") ? `https://${url}` : url;
  return { node: { kind: "link", href, children: [{ kind: "text", text: url }] }, length: url.length };
}

function mention(text: string, i: number, mentions: Mentionable[]): Found {
  if (isWord(text[i - 1])) return undefined;
  const named = mentions.filter((m) => text.startsWith(m.label, i) && !isWord(text[i + m.label.length]));
  // "@Anna Berg" is Anna Berg, though there is also an Anna.
  const who = named.sort((a, b) => b.label.length - a.label.length)[0];
  return who && { node: { kind: "mention", id: who.id, text: who.label }, length: who.label.length };
}

const isWord = (c: string | undefined) => c !== undefined && /[\p{L}\p{N}_]/u.test(c);
const count = (s: string, c: string) => s.split(c).length - 1;
const plainOf = (n: Inline): Inline => ({ kind: "text", text: inlineText([n]) });

function inlineText(nodes: Inline[]): string {
  return nodes
    .map((n) => ("children" in n ? inlineText(n.children) : n.kind === "break" ? " " : n.text))
    .join("");
}
