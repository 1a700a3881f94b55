/** Somebody who can be mentioned here; the id "room" means everybody in the room. */
export type Candidate = { id: string; name: string; hint?: string };

export const EVERYBODY = "room";
const MAX_QUERY = 40;
const MAX_SHOWN = 7;

const isWord = (c: string | undefined) => c !== undefined && /[\p{L}\p{N}_]/u.test(c);

/** The name being typed before the caret: where its "@" stands, and what follows it. */
export function mentionQuery(text: string, caret: number): { start: number; query: string } | undefined {
  const start = text.lastIndexOf("@", caret - 1);
  if (start < 0 || caret - start > MAX_QUERY || isWord(text[start - 1])) return undefined;
  const query = text.slice(start + 1, caret);
  if (/[\n@]/.test(query) || /^\s/.test(query) || query.split(" ").length > 3) return undefined;
  return { start, query };
}

/** Names of which a word begins with the query, those that begin with it first. */
export function matchCandidates(all: readonly Candidate[], query: string): Candidate[] {
  const q = query.toLocaleLowerCase();
  const rank = (c: Candidate) => {
    const name = c.name.toLocaleLowerCase();
    if (name.startsWith(q)) return 0;
    return name.includes(` ${q}`) ? 1 : 2;
  };
  return all
    .filter((c) => rank(c) < 2)
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
    .slice(0, MAX_SHOWN);
}

/** The text with the query replaced by the whole name, and where the caret then stands. */
export function insertMention(text: string, caret: number, start: number, name: string) {
  const before = `${text.slice(0, start)}@${name} `;
  return { text: before + text.slice(caret).replace(/^ /, ""), caret: before.length };
}

/** Whom a text mentions: whole names after an "@". Of "Anna" and "Anna Berg" the longer one counts. */
export function mentionsIn(text: string, all: readonly Candidate[]): string[] {
  const byLength = [...all].sort((a, b) => b.name.length - a.name.length);
  const ids = new Set<string>();
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    if (isWord(text[at - 1])) continue;
    const who = byLength.find(
      (c) => text.startsWith(c.name, at + 1) && !isWord(text[at + 1 + c.name.length]),
    );
    if (who) ids.add(who.id);
  }
  return [...ids];
}
