// What the tabs of one person tell each other. All of it may be lost: the databases hold the truth.
import type { Touched } from "./rows";
import type { Presence } from "./types";

/** Passing facts of the live stream, and the state of the line. */
export type Ephemeral =
  | { type: "typing"; room_id: string; user_id: string; thread_id?: string }
  | { type: "presence"; changes: Presence[]; whole?: boolean }
  | { type: "line"; line: Line };

export interface Line {
  state: "online" | "connecting" | "offline";
  since_ms: number;
  expired: boolean;
  update_required: boolean;
}

/** What waits in `own` for the leading tab. */
export type Work = "outbox" | "intents" | "drafts";

export type TabMessage =
  | { kind: "touched"; touched: Touched }
  | { kind: "own"; work: Work }
  | { kind: "swapped" }
  | { kind: "ephemeral"; event: Ephemeral }
  /** The leading tab lives. */
  | { kind: "beat"; generation: number }
  /** A new tab asks for the passing facts. */
  | { kind: "hello" }
  | { kind: "nudge" }
  | { kind: "active"; active: boolean }
  | { kind: "signed_out"; why: "signed_out" | "session_ended" | "deactivated" };

type Listener = (message: TabMessage) => void;

export class Tabs {
  readonly #channel: BroadcastChannel;
  readonly #listeners = new Set<Listener>();

  constructor(name: string) {
    this.#channel = new BroadcastChannel(name);
    this.#channel.onmessage = (event: MessageEvent<TabMessage>) => {
      for (const listener of [...this.#listeners]) listener(event.data);
    };
  }

  /** To the other tabs, not to this one. */
  post(message: TabMessage): void {
    this.#channel.postMessage(message);
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#listeners.clear();
    this.#channel.close();
  }
}
