/**
 * A controller that also aborts when `parent` does, at once if it already has. By hand, because AbortSignal.any is
 * younger than the phones in use. Call `release` when done, or the parent keeps it for as long as it lives.
 */
export class Follower {
  readonly #control = new AbortController();
  readonly #parent: AbortSignal | undefined;
  readonly #stop = () => this.#control.abort();

  constructor(parent?: AbortSignal) {
    this.#parent = parent;
    parent?.addEventListener("abort", this.#stop);
    if (parent?.aborted) this.#stop();
  }

  get signal(): AbortSignal {
    return this.#control.signal;
  }

  abort(): void {
    this.#stop();
  }

  release(): void {
    this.#parent?.removeEventListener("abort", this.#stop);
  }
}

/** Resolves after `ms`, or as soon as `signal` aborts. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
  });
}
