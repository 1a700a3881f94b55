import { atom } from "nanostores";

/** Choices of this device, kept on it. Everything else about a person follows him through the server. */
export type Prefs = {
  theme: "system" | "light" | "dark";
  sound: boolean;
  desktop: boolean;
  sharePosition: boolean;
};

const KEY = "guideops.prefs";
const DEFAULTS: Prefs = { theme: "system", sound: true, desktop: false, sharePosition: false };

export const $prefs = atom<Prefs>(read());

function read(): Prefs {
  try {
    return { ...DEFAULTS, ...(JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Prefs>) };
  } catch {
    return DEFAULTS; // blocked or damaged storage: the defaults do
  }
}

export function setPrefs(patch: Partial<Prefs>): void {
  $prefs.set({ ...$prefs.get(), ...patch });
  try {
    localStorage.setItem(KEY, JSON.stringify($prefs.get()));
  } catch {
    // it holds until the page is closed
  }
}
