export type Part = { text: string; hit: boolean };

const BEFORE = 40;

/** The text from a little before its first hit on, with all hits marked. */
export function excerpt(text: string, query: string): Part[] {
  const words = query.split(/\s+/).filter(Boolean).map(escapeRegExp);
  if (words.length === 0) return [{ text, hit: false }];
  const hits = new RegExp(`(${words.join("|")})`, "giu");
  const first = text.search(hits);
  const shown = first > BEFORE ? `…${text.slice(first - BEFORE)}` : text;
  return shown
    .split(hits)
    .map((part, i) => ({ text: part, hit: i % 2 === 1 }))
    .filter((part) => part.text);
}

const escapeRegExp = (s: string) => s.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
