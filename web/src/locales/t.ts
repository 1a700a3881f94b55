import { setupI18n } from "@lingui/core";
import { atom } from "nanostores";
import en from "./en.json";

/** Every message the app can show; `en.json` is the source of truth for ids. */
export type MessageId = keyof typeof en;

type Params = Record<string, string | number | Date>;

// The Vite plugin compiles the JSON; to TypeScript it stays id -> ICU text.
type Compiled = Parameters<typeof i18n.load>[1];

const i18n = setupI18n({ locale: "en", messages: { en: en as unknown as Compiled } });

/** The language on screen. Components that must follow a change read it with useStore. */
export const $locale = atom<string>("en");

/** Puts a message into words. Usable anywhere, in React or outside. */
export function t(id: MessageId, params?: Params): string {
  return i18n._(id, params);
}

/** Adds a language and shows it. Messages that it lacks fall back to English. */
export function setLocale(locale: string, messages: Compiled): void {
  i18n.load(locale, { ...(en as unknown as Compiled), ...messages });
  i18n.activate(locale);
  $locale.set(locale);
}
