// Tells the server whether the app is used or left. Lost without harm.
import type { Api } from "./api";
import { Problem } from "./problem";
import type { Tabs } from "./tabs";

/** A glance at another app is not "away". */
const LEAVE_MS = 30_000;

export class PresenceReporter {
  readonly #api: Api;
  readonly #tabs: Tabs;
  readonly #unlisten: () => void;
  #told: "active" | "away" | undefined;
  #active = false;
  #leaving: ReturnType<typeof setTimeout> | undefined;

  constructor(api: Api, tabs: Tabs) {
    this.#api = api;
    this.#tabs = tabs;
    this.#unlisten = tabs.listen((m) => {
      if (m.kind !== "active" || !m.active) return;
      // The person went to another tab: that one reports.
      clearTimeout(this.#leaving);
      this.#told = undefined;
    });
  }

  setActive(active: boolean): void {
    this.#active = active;
    clearTimeout(this.#leaving);
    if (!active) {
      this.#leaving = setTimeout(() => this.#tell("away"), LEAVE_MS);
      return;
    }
    this.#tabs.post({ kind: "active", active });
    this.#tell("active");
  }

  /** The server forgot with the connection. */
  reconnected(): void {
    if (this.#active) this.#tell("active", true);
  }

  close(): void {
    clearTimeout(this.#leaving);
    this.#unlisten();
  }

  #tell(state: "active" | "away", again = false): void {
    if (this.#told === state && !again) return;
    this.#told = state;
    this.#api.send("/me/presence", { state }, "PUT").catch((e: unknown) => {
      if (!(e instanceof Problem)) throw e;
      this.#told = undefined;
    });
  }
}

/** Says "typing" at most every three seconds, however fast somebody types. */
export class TypingReporter {
  readonly #api: Api;
  readonly #now: () => number;
  readonly #last = new Map<string, number>();

  constructor(api: Api, now: () => number) {
    this.#api = api;
    this.#now = now;
  }

  typed(roomId: string, threadId?: string): void {
    const key = `${roomId}/${threadId ?? ""}`;
    if (this.#now() - (this.#last.get(key) ?? 0) < 3_000) return;
    this.#last.set(key, this.#now());
    this.#api.send(`/rooms/${roomId}/typing`, { thread_id: threadId }).catch((e: unknown) => {
      if (!(e instanceof Problem)) throw e;
    });
  }

  /** After sending, the next keystroke counts at once. */
  sent(roomId: string, threadId?: string): void {
    this.#last.delete(`${roomId}/${threadId ?? ""}`);
  }
}
