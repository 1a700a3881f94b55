// Who is signed in on this device, so that the app opens his databases before it reaches any server. The proof
// itself is the session cookie, which no script can read.
import type { SignedIn } from "./types";

export const SESSION_KEY = "guideops.session";

export type KeptSession = Pick<SignedIn, "user" | "workspace" | "session_id">;

export function keptSession(): KeptSession | undefined {
  try {
    const kept = JSON.parse(storage()?.getItem(SESSION_KEY) ?? "null") as KeptSession | null;
    return kept?.user?.id && kept.workspace?.id ? kept : undefined;
  } catch {
    return undefined; // not ours: the server will be asked
  }
}

export function keepSession({ user, workspace, session_id }: KeptSession): void {
  try {
    storage()?.setItem(SESSION_KEY, JSON.stringify({ user, workspace, session_id }));
  } catch {
    // Without it the next start asks the server; nothing is lost.
  }
}

export function forgetSession(): void {
  storage()?.removeItem(SESSION_KEY);
}

/** Reading the property throws where a browser blocks storage altogether. */
function storage(): Storage | undefined {
  try {
    return typeof localStorage === "undefined" ? undefined : localStorage;
  } catch {
    return undefined;
  }
}
