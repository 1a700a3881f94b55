import { atom } from "nanostores";
import en from "./en.json";
import { type Compiled, type Params, say } from "./say";

/** Every message the app can show; `en.json` is the source of truth for ids. */
export type MessageId = keyof typeof en;

type Catalogue = Partial<Record<MessageId, Compiled>>;

// The Vite plugin compiles the JSON; to TypeScript it stays id -> ICU text.
const english = en as unknown as Record<MessageId, Compiled>;

const $catalogue = atom<Catalogue>({});

/** The language on screen. Components that must follow a change read it with useStore. */
export const $locale = atom<string>("en");

/** Puts a message into words. Usable anywhere, in React or outside. */
export function t(id: MessageId, params: Params = {}): string {
  const own = $catalogue.get()[id];
  return own ? say(own, params, $locale.get()) : say(english[id] ?? [id], params, "en");
}

/** Adds a language and shows it. Messages that it lacks are said in English. */
export function setLocale(locale: string, messages: Catalogue): void {
  $catalogue.set(messages);
  $locale.set(locale);
}
