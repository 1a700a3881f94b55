// The sync engine: keeps the cache at the head of the feed. It runs in the leading tab only.
import { Follower } from "./abort";
import type { Api } from "./api";
import { applyFeed, type Effects } from "./apply";
import { backoffMs, Waiter } from "./backoff";
import type { CacheDB, Meta } from "./db";
import type { Device } from "./device";
import { Filler } from "./filler";
import { applyBootstrap, applyWindow } from "./pages";
import { Deposed, Problem } from "./problem";
import { type Rows, writeCache } from "./rows";
import { type Batch, readStream, type StreamEnd } from "./stream";
import { surface } from "./surface";
import type { Ephemeral, Line } from "./tabs";
import type { Bootstrap, Message, SyncPage, WindowsPage } from "./types";

export interface EngineOptions {
  device: Device;
  api: Api;
  generation: number;
  now: () => number;
  onLine: (line: Partial<Line>) => void;
  onEphemeral: (event: Ephemeral) => void;
  /** Messages that the live stream brought (not history, not catching up). */
  onMessages: (messages: Message[]) => void;
}

/** `deposed`: another tab leads. `stopped`: this one was told to. */
export type EngineEnd = "stopped" | "deposed" | "session_ended" | "deactivated";

/** After this long without the stream, pages are cheaper than replaying it. */
const FRESH_MS = 60_000;
/** The server speaks every 20 s. Somebody who looks at the app now should not wait for the watchdog. */
const SUSPICIOUS_MS = 25_000;
/** A new sign-in or a reload changes these, not time. They are looked at again now and then all the same. */
const BLOCKED_MS = 10 * 60_000;

export class Engine {
  readonly #o: EngineOptions;
  readonly #waiter = new Waiter();
  readonly #filler: Filler;
  #attempt = 0;
  #lastHeardMs = 0;
  #stream: Follower | undefined;

  constructor(options: EngineOptions) {
    this.#o = options;
    this.#filler = new Filler(options.device, options.api);
  }

  /** Try now: the network is back, somebody looks, or there was a new sign-in. */
  nudge(): void {
    if (this.#o.now() - this.#lastHeardMs > SUSPICIOUS_MS) this.#stream?.abort();
    this.#waiter.nudge();
  }

  /** The device says that the network is gone. A stream may look open for minutes after that: only a new one tells. */
  lost(): void {
    this.#stream?.abort();
  }

  async run(signal: AbortSignal): Promise<EngineEnd> {
    await this.#o.device.write((rows) => rows.setMeta("generation", this.#o.generation));
    try {
      while (!signal.aborted) {
        this.#waiter.reset();
        const end = await this.#once(signal);
        if (end) return end;
      }
      return "stopped";
    } finally {
      await this.#filler.stopped();
    }
  }

  /** One connection and the wait after it. Answers only if it was the last. */
  async #once(signal: AbortSignal): Promise<EngineEnd | undefined> {
    try {
      const end = await this.#connect(signal);
      if (end.why === "session_ended" || end.why === "deactivated") return end.why;
      await this.#pause(end, signal);
    } catch (e) {
      if (e instanceof Deposed) return "deposed";
      if (!(e instanceof Problem)) surface(e);
      await this.#heal(e instanceof Problem ? e : new Problem(0, "device", String(e)), signal);
    }
    return undefined;
  }

  /** From wherever the cache is to the head, and along with the stream until it ends. */
  async #connect(signal: AbortSignal): Promise<StreamEnd> {
    this.#o.onLine({ state: "connecting" });
    if (!(await this.#cursor())) await this.#rebuild(signal);
    if (this.#o.now() - this.#lastHeardMs > FRESH_MS && (await this.#catchUp(signal))) {
      return { why: "session_ended" };
    }
    this.#filler.start(signal);
    const cursor = await this.#cursor();
    if (!cursor) return { why: "resync" };
    return this.#follow(cursor, signal);
  }

  async #follow(cursor: Meta["cursor"], signal: AbortSignal): Promise<StreamEnd> {
    const stream = new Follower(signal);
    this.#stream = stream;
    const take = async (batch: Batch): Promise<StreamEnd | undefined> => {
      this.#heard();
      if (batch.epoch && batch.epoch !== cursor.epoch) throw new Problem(0, "epoch", "the history broke");
      return (await this.#take(batch, signal)) ? { why: "session_ended" } : undefined;
    };
    try {
      return await readStream(this.#o.api, { since: cursor.seq, epoch: cursor.epoch }, take, stream.signal);
    } finally {
      stream.release();
      this.#stream = undefined;
    }
  }

  async #pause(end: StreamEnd, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    this.#o.onLine({ state: "connecting" });
    if (end.why === "resync") this.#lastHeardMs = 0;
    if (end.why === "update_required") {
      this.#o.onLine({ state: "offline", update_required: true });
      return this.#waiter.wait(BLOCKED_MS, signal);
    }
    const wait = end.why === "restart" ? end.retryMs * (0.5 + Math.random()) : backoffMs(this.#attempt++);
    await this.#waiter.wait(wait, signal);
  }

  /** Decides what a failure means for the line, and how long to keep still. */
  async #heal(problem: Problem, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    if (problem.code === "epoch") {
      this.#lastHeardMs = 0; // sync answers reset
      return;
    }
    if (problem.status === 401) {
      this.#o.onLine({ state: "offline", expired: true });
      return this.#waiter.wait(BLOCKED_MS, signal);
    }
    if (problem.code === "update_required") {
      this.#o.onLine({ state: "offline", update_required: true });
      return this.#waiter.wait(BLOCKED_MS, signal);
    }
    this.#o.onLine({ state: "offline" });
    await this.#waiter.wait(problem.retryAfterMs ?? backoffMs(this.#attempt++), signal);
  }

  #heard(): void {
    this.#attempt = 0;
    this.#lastHeardMs = this.#o.now();
    this.#o.onLine({ state: "online", expired: false, update_required: false });
  }

  /** Sync pages to the head. Answers whether my session ended. */
  async #catchUp(signal: AbortSignal): Promise<boolean> {
    for (;;) {
      const cursor = await this.#cursor();
      if (!cursor) throw new Problem(0, "network", "the cache was taken away");
      const query = { since: cursor.seq, epoch: cursor.epoch, limit: 500 };
      const page = await this.#o.api.get<SyncPage>("/sync", query, signal);
      this.#o.onLine({ expired: false, update_required: false });
      if (page.reset) {
        await this.#rebuild(signal);
        return false;
      }
      const effects = await this.#feed((rows) => applyFeed(rows, page.changes ?? [], page.seq));
      if (effects.signedOut) return true;
      if (!page.more) return false;
    }
  }

  async #take(batch: Batch, signal: AbortSignal): Promise<boolean> {
    for (const event of batch.ephemeral) this.#o.onEphemeral(event);
    if (batch.upTo === 0) return false;
    const before = (await this.#cursor())?.seq ?? 0;
    const effects = await this.#feed((rows) => applyFeed(rows, batch.changes, batch.upTo));
    if (effects.page.length > 0) this.#filler.start(signal);
    const news = batch.changes.flatMap((c) => (c.type === "message" && c.seq > before ? [c.data] : []));
    if (news.length > 0) this.#o.onMessages(news);
    return effects.signedOut;
  }

  async #feed(apply: (rows: Rows) => Promise<Effects>): Promise<Effects> {
    let effects: Effects = { page: [], signedOut: false };
    await this.#o.device.write(async (rows) => {
      effects = await apply(rows);
    }, this.#o.generation);
    return effects;
  }

  /**
   * Builds a cache beside the active one. A fresh device sees the skeleton at once; one that held rooms keeps
   * showing them until the new cache has its messages too.
   */
  async #rebuild(signal: AbortSignal): Promise<void> {
    const { device, api, generation } = this.#o;
    const skeleton = await api.get<Bootstrap>("/bootstrap", undefined, signal);
    const built = await device.build();
    await writeCache(built, device.me, undefined, async (rows) => {
      await rows.setMeta("generation", generation);
      await applyBootstrap(rows, skeleton);
    });
    if (device.cache) await this.#windows(built, skeleton.windows_next, signal);
    const held = (await device.own.get("meta", "generation")) as number | undefined;
    if ((held ?? 0) > generation) throw new Deposed();
    await device.swap(built);
    this.#o.onEphemeral({ type: "presence", changes: skeleton.presence ?? [], whole: true });
    this.#lastHeardMs = this.#o.now();
  }

  async #windows(built: CacheDB, first: string | undefined, signal: AbortSignal): Promise<void> {
    for (let page = first; page; ) {
      const answer = await this.#o.api.get<WindowsPage>("/bootstrap/windows", { page }, signal);
      await writeCache(built, this.#o.device.me, undefined, async (rows) => {
        for (const w of answer.windows ?? []) await applyWindow(rows, built.name, w);
        await rows.setMeta("windows", answer.next);
      });
      page = answer.next;
    }
  }

  #cursor(): Promise<Meta["cursor"] | undefined> {
    const held = this.#o.device.cache?.get("meta", "cursor");
    return (held ?? Promise.resolve(undefined)) as Promise<Meta["cursor"] | undefined>;
  }
}
