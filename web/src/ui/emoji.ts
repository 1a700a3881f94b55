import { $locale } from "../locales/t";

type Raw = { unicode: string; label: string; tags?: string[]; group?: number };
export type Emoji = { char: string; label: string; words: string };
export type EmojiGroup = { id: number; emoji: Emoji[] };

/** Quick reactions: what a guide answers with one glove off. */
export const QUICK = ["👍", "✅", "❤️", "🙏", "👀", "⚠️"];

const COMPONENTS = 2; // skin tones and hair: not emoji by themselves
const RECENT_KEY = "guideops.recent-emoji";
const RECENT_MAX = 24;

const DATA: Record<string, () => Promise<{ default: Raw[] }>> = {
  en: () => import("emojibase-data/en/compact.json"),
  ja: () => import("emojibase-data/ja/compact.json"),
  nb: () => import("emojibase-data/nb/compact.json"),
  es: () => import("emojibase-data/es/compact.json"),
  fr: () => import("emojibase-data/fr/compact.json"),
};

/** All emoji by group, named in the reader's language where there is one. */
export async function loadEmoji(): Promise<EmojiGroup[]> {
  const load = DATA[$locale.get().split("-")[0] ?? "en"] ?? DATA.en;
  const raw = load ? (await load()).default : [];
  return groupEmoji(raw);
}

/**
 * Without the mark that asks for the colourful form, where that form is the usual one anyway: with it the same emoji
 * would be two, of which each has its own count of reactions.
 */
const plain = (unicode: string) => unicode.replace(/(\p{Emoji_Presentation})\uFE0F/gu, "$1");

export function groupEmoji(raw: Raw[]): EmojiGroup[] {
  const groups = new Map<number, Emoji[]>();
  for (const { unicode, label, tags, group } of raw) {
    if (group === undefined || group === COMPONENTS) continue;
    const words = [label, ...(tags ?? [])].join(" ").toLocaleLowerCase();
    const list = groups.get(group) ?? [];
    list.push({ char: plain(unicode), label, words });
    groups.set(group, list);
  }
  return [...groups].sort(([a], [b]) => a - b).map(([id, emoji]) => ({ id, emoji }));
}

/** Every word of the query must begin a word of the emoji's name or tags. */
export function findEmoji(groups: EmojiGroup[], query: string): Emoji[] {
  const wanted = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const begins = (words: string, w: string) => words.startsWith(w) || words.includes(` ${w}`);
  return groups.flatMap((g) => g.emoji).filter((e) => wanted.every((w) => begins(e.words, w)));
}

export function recentEmoji(): string[] {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(RECENT_KEY) ?? "[]");
    return Array.isArray(list) ? list.filter((e) => typeof e === "string").slice(0, RECENT_MAX) : [];
  } catch {
    return []; // blocked or damaged storage costs the convenience, nothing else
  }
}

export function rememberEmoji(char: string): void {
  try {
    const list = [char, ...recentEmoji().filter((e) => e !== char)].slice(0, RECENT_MAX);
    localStorage.setItem(RECENT_KEY, JSON.stringify(list));
  } catch {
    // as above
  }
}
