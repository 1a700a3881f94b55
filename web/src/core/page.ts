// The page around the engine: what the browser tells about the network and about being looked at.
import type { Connection } from "./client";
import { SESSION_KEY } from "./session";

export interface PageEvents {
  online: () => void;
  offline: () => void;
  /** Somebody uses the app, or left it. */
  active: (active: boolean) => void;
  /** The page is looked at again: it may have slept. */
  shown: () => void;
  /** The page may be gone in a moment. */
  hidden: () => void;
  /** Somebody signed in, in another tab. */
  sessionKept: () => void;
}

/** Without a touch or a key for this long, nobody is there. */
const IDLE_MS = 5 * 60_000;

/** Listens until the returned function is called. Outside a browser it does nothing. */
export function attachPage(events: PageEvents): () => void {
  if (typeof window === "undefined" || typeof document === "undefined") return () => {};
  const over = new AbortController();
  const { signal } = over;
  let idle: ReturnType<typeof setTimeout> | undefined;
  const used = () => {
    clearTimeout(idle);
    idle = setTimeout(() => events.active(false), IDLE_MS);
    events.active(true);
  };
  const looked = () => {
    if (document.visibilityState === "visible") {
      used();
      events.shown();
    } else {
      events.active(false);
      events.hidden();
    }
  };
  window.addEventListener("online", events.online, { signal });
  window.addEventListener("offline", events.offline, { signal });
  window.addEventListener("focus", looked, { signal });
  window.addEventListener("pagehide", events.hidden, { signal });
  window.addEventListener(
    "storage",
    (event) => {
      if (event.key === SESSION_KEY && event.newValue) events.sessionKept();
    },
    { signal },
  );
  document.addEventListener("visibilitychange", looked, { signal });
  for (const type of ["pointerdown", "keydown", "wheel"]) {
    document.addEventListener(type, used, { signal, passive: true });
  }
  if (document.visibilityState === "visible") used();
  return () => {
    clearTimeout(idle);
    over.abort();
  };
}

/** Asks the browser not to evict what waits here when space runs low. It may refuse; nothing depends on it. */
export function keepStorage(): void {
  if (typeof navigator === "undefined") return;
  navigator.storage?.persist?.().catch(() => false);
}

/** What this origin or browser takes away. */
export function missingHere(): Connection["missing"] {
  const missing: ("secure_origin" | "storage")[] = [];
  if (typeof window !== "undefined" && !window.isSecureContext) missing.push("secure_origin");
  if (typeof indexedDB === "undefined") missing.push("storage");
  return missing;
}
