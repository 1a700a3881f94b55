// Drafts as they are typed: kept on the device a moment after each keystroke.
import type { Device } from "./device";

const DELAY_MS = 250;

interface Input {
  text: string;
  thread_id?: string;
  reply_to?: string;
}

export class DraftKeeper {
  readonly #device: Device;
  readonly #now: () => number;
  readonly #waiting = new Map<string, { room_id: string; input: Input }>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #flushed: { promise: Promise<void>; resolve: () => void; reject: (e: unknown) => void } | undefined;

  constructor(device: Device, now: () => number) {
    this.#device = device;
    this.#now = now;
  }

  /** Resolves when it is kept. */
  set(roomId: string, input: Input): Promise<void> {
    this.#waiting.set(`${roomId}/${input.thread_id ?? ""}`, { room_id: roomId, input });
    this.#timer ??= setTimeout(() => void this.flush(), DELAY_MS);
    this.#flushed ??= deferred();
    return this.#flushed.promise;
  }

  /** What was typed last must not overtake the message that was made of it. */
  drop(roomId: string, threadId: string | undefined): void {
    this.#waiting.delete(`${roomId}/${threadId ?? ""}`);
  }

  /** Now: the page is being left. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const flushed = this.#flushed;
    this.#flushed = undefined;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    try {
      if (waiting.length > 0) await this.#write(waiting);
      flushed?.resolve();
    } catch (e) {
      flushed?.reject(e);
    }
  }

  async #write(waiting: { room_id: string; input: Input }[]): Promise<void> {
    await this.#device.writeOwn("drafts", async ({ drafts }) => {
      for (const { room_id, input } of waiting) {
        const thread_id = input.thread_id ?? "";
        const { text, reply_to } = input;
        await drafts.put({ room_id, thread_id, text, reply_to, updated_ms: this.#now(), dirty: true });
      }
    });
  }
}

function deferred() {
  let resolve = () => {};
  let reject: (e: unknown) => void = () => {};
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
