// One tab at a time runs the engine and the outbox. Web Locks elect it where they exist; on an insecure origin a
// lease in `own` does. Each new leader gets a higher generation number, and writes of an older one are refused.
import { Follower, pause } from "./abort";
import { type OwnDB, writeOwn } from "./db";
import type { Tabs } from "./tabs";

const BEAT_MS = 2_000;
const SILENCE_MS = 5_000;

export interface Election {
  own: OwnDB;
  tabs: Tabs;
  name: string;
  /** Missing on insecure origins. */
  locks: LockManager | undefined;
  visible: () => boolean;
  now: () => number;
  /** Runs while this tab leads. `signal` aborts when another takes over or everything stops. */
  lead: (generation: number, signal: AbortSignal) => Promise<void>;
}

/** Takes part in the election until `signal` aborts. */
export async function takePart(e: Election, signal: AbortSignal): Promise<void> {
  const pulse = new Pulse(e);
  try {
    if (e.locks) await electByLock(e, e.locks, pulse, signal);
    else await electByLease(e, signal);
  } finally {
    pulse.stop();
  }
}

/** Hears whether a leader lives. */
class Pulse {
  lastMs: number;
  readonly #stop: () => void;

  constructor(e: Election) {
    this.lastMs = e.now();
    this.#stop = e.tabs.listen((m) => {
      if (m.kind === "beat") this.lastMs = e.now();
    });
  }

  stop(): void {
    this.#stop();
  }
}

async function electByLock(
  e: Election,
  locks: LockManager,
  pulse: Pulse,
  signal: AbortSignal,
): Promise<void> {
  let steal = false;
  while (!signal.aborted) {
    const waiting = new Follower(signal);
    const term = new Follower(signal);
    // A frozen leader holds its lock and sends no beat: a tab that somebody looks at takes over.
    const silent = () => e.visible() && e.now() - pulse.lastMs > SILENCE_MS;
    const watch = setInterval(() => silent() && waiting.abort(), 1_000);
    let reigning = Promise.resolve();
    try {
      await locks.request(e.name, steal ? { steal } : { signal: waiting.signal }, () => {
        clearInterval(watch);
        reigning = reign(e, term.signal);
        return reigning;
      });
    } catch (error) {
      // Given up waiting, or the lock was stolen from this tab.
      if (!isAbort(error)) throw error;
    } finally {
      clearInterval(watch);
      waiting.release();
      term.abort();
      term.release();
    }
    await reigning;
    steal = silent();
    pulse.lastMs = e.now();
  }
}

async function electByLease(e: Election, signal: AbortSignal): Promise<void> {
  const tab = `${e.now()}-${Math.random()}`;
  const hold = (take: boolean) =>
    writeOwn(e.own, async ({ meta }) => {
      const lease = (await meta.get("lease")) as { tab: string; until_ms: number } | undefined;
      const free = !lease || lease.tab === tab || lease.until_ms < e.now();
      if (!free) return false;
      await meta.put({ tab, until_ms: take ? e.now() + SILENCE_MS : 0 }, "lease");
      return true;
    });
  while (!signal.aborted) {
    if (await hold(true)) {
      const lost = new Follower(signal);
      const renew = setInterval(() => {
        hold(true).then(
          (held) => held || lost.abort(),
          () => lost.abort(),
        );
      }, BEAT_MS);
      try {
        await reign(e, lost.signal);
      } finally {
        lost.release();
        clearInterval(renew);
      }
      // The next tab need not wait for the lease to run out.
      await hold(false).catch(() => false);
    }
    await pause(1_000, signal);
  }
}

/** The time of this tab as the leader. */
async function reign(e: Election, signal: AbortSignal): Promise<void> {
  const generation = await writeOwn(e.own, async ({ meta }) => {
    const next = (((await meta.get("generation")) as number | undefined) ?? 0) + 1;
    await meta.put(next, "generation");
    return next;
  });
  const over = new Follower(signal);
  const unlisten = e.tabs.listen((m) => {
    if (m.kind === "beat" && m.generation > generation) over.abort();
  });
  const beat = () => e.tabs.post({ kind: "beat", generation });
  const beats = setInterval(beat, BEAT_MS);
  beat();
  try {
    await e.lead(generation, over.signal);
  } finally {
    clearInterval(beats);
    unlisten();
    over.release();
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}
