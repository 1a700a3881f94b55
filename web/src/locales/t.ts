import { atom } from "nanostores";
import en from "./en.json";
import type later from "./en-later.json";
import { type Compiled, type Params, say } from "./say";

/**
 * Every message the app can show; the English catalogue is the source of truth for ids. It has two parts:
 * `en.json` for the first screen, `en-later.json` for all that is loaded after it (see later.ts).
 */
export type MessageId = keyof typeof en | keyof typeof later;

type Catalogue = Partial<Record<MessageId, Compiled>>;

// The Vite plugin compiles the JSON; to TypeScript it stays id -> ICU text.
const $english = atom(en as unknown as Catalogue);
const $catalogue = atom<Catalogue>({});

/** The language on screen. Components that must follow a change read it with useStore. */
export const $locale = atom<string>("en");

/** Puts a message into words. Usable anywhere, in React or outside. */
export function t(id: MessageId, params: Params = {}): string {
  const own = $catalogue.get()[id];
  return own ? say(own, params, $locale.get()) : say($english.get()[id] ?? [id], params, "en");
}

/** Is there such a message? For ids that are built from what the server says. */
export function isMessage(id: string): id is MessageId {
  return id in $english.get();
}

/** Adds a language and shows it. Messages that it lacks are said in English. */
export function setLocale(locale: string, messages: Catalogue): void {
  $catalogue.set(messages);
  $locale.set(locale);
}

/** Adds the second part of the English catalogue. */
export function addEnglish(messages: object): void {
  $english.set({ ...$english.get(), ...messages });
}
