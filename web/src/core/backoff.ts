/** How long to wait before attempt n (from 0): doubling, bounded, and spread so that a fleet does not return at once. */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const whole = Math.min(30_000, 500 * 2 ** Math.min(attempt, 10));
  return whole / 2 + (random() * whole) / 2;
}

/** Waits that something can cut short: "try now", back online, visible again. */
export class Waiter {
  #wake: (() => void) | undefined;
  #nudged = false;

  /** Resolves after `ms`, at the next nudge, or when `signal` aborts. A nudge while nobody waits is not lost. */
  wait(ms: number, signal: AbortSignal): Promise<void> {
    if (this.#nudged || signal.aborted) {
      this.#nudged = false;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        this.#wake = undefined;
        resolve();
      };
      const timer = setTimeout(done, Math.min(ms, 2 ** 31 - 1));
      signal.addEventListener("abort", done);
      this.#wake = done;
    });
  }

  nudge(): void {
    if (this.#wake) this.#wake();
    else this.#nudged = true;
  }

  /** Forgets a nudge that came before there was anything to wait for. */
  reset(): void {
    this.#nudged = false;
  }
}
