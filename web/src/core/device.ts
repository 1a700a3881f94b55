// The databases of the signed-in person, opened: `own`, the active `cache`, the one that is being built, and the
// other tabs that look at the same.
import {
  baseName,
  type CacheDB,
  deleteCache,
  type OwnDB,
  type OwnMeta,
  type OwnStores,
  openCache,
  openOwn,
  type ReadIntent,
  writeOwn,
} from "./db";
import { type Answered, applyAnswer, applyIntent, type Ticket } from "./pages";
import { type Rows, type Touched, writeCache } from "./rows";
import { Tabs, type Work } from "./tabs";
import { applyThreadIntent } from "./thread-counts";

interface Listeners {
  /** Rows of the cache changed, in this tab or in another. */
  touched: (touched: Touched) => void;
  /** `own` changed, in this tab or in another; `byEngine` = the engine did it itself. */
  own: (work: Work, byEngine: boolean) => void;
  /** Another cache is in place: read everything anew. */
  swapped: () => void;
}

export interface Asked {
  cache: string;
  seq: number;
}

export class Device {
  readonly tabs: Tabs;
  readonly me: string;
  readonly base: string;
  #own: OwnDB;
  #cache: CacheDB | undefined;
  #closed = false;
  #listeners = new Set<Listeners>();

  private constructor(base: string, me: string, own: OwnDB) {
    this.base = base;
    this.me = me;
    this.#own = own;
    this.tabs = new Tabs(base);
    this.tabs.listen((m) => {
      if (m.kind === "touched") this.#tell((l) => l.touched(m.touched));
      else if (m.kind === "own") this.#tell((l) => l.own(m.work, false));
      else if (m.kind === "swapped") void this.#reopen();
    });
  }

  static async open(workspaceId: string, userId: string): Promise<Device> {
    const base = baseName(workspaceId, userId);
    const revive = () => void device.#revive();
    const device: Device = new Device(base, userId, await openOwn(base, revive));
    await device.#reopen();
    return device;
  }

  get own(): OwnDB {
    return this.#own;
  }

  /** What the screens read; undefined on a fresh device until the first bootstrap. */
  get cache(): CacheDB | undefined {
    return this.#cache;
  }

  listen(listeners: Listeners): () => void {
    this.#listeners.add(listeners);
    return () => this.#listeners.delete(listeners);
  }

  /** A write on the active cache, told to all tabs. With a generation it is the engine's (see rows.ts). */
  async write(work: (rows: Rows) => Promise<void>, generation?: number): Promise<void> {
    const db = this.#cache;
    if (!db) return; // nothing is held yet, so there is nothing to keep up to date
    this.announce(await writeCache(db, this.me, generation, work));
  }

  /** Where this device stands, to be taken before a question and given to `take` with the answer. */
  async asked(): Promise<Asked | undefined> {
    const cache = this.#cache;
    const cursor = (await cache?.get("meta", "cursor")) as { seq: number } | undefined;
    return cache && cursor && { cache: cache.name, seq: cursor.seq };
  }

  /** Takes over the rows of an answer. */
  async take(answer: Answered, asked?: Asked): Promise<void> {
    const at = asked?.cache === this.#cache?.name ? asked?.seq : undefined;
    await this.write((rows) => applyAnswer(rows, answer, at));
  }

  announce(touched: Touched): void {
    if (touched.tables.length === 0) return;
    this.tabs.post({ kind: "touched", touched });
    this.#tell((l) => l.touched(touched));
  }

  /** A write on `own`, on the disk when this resolves. */
  async writeOwn<T>(work: Work, run: (own: OwnStores) => Promise<T>, byEngine = false): Promise<T> {
    const result = await writeOwn(this.own, run);
    this.tabs.post({ kind: "own", work });
    this.#tell((l) => l.own(work, byEngine));
    return result;
  }

  /** To be shown with the answer: whether the page is still about what is held now. */
  async ticket(roomId: string): Promise<Ticket | undefined> {
    const mark = await this.#cache?.get("marks", roomId);
    return mark && this.#cache && { cache: this.#cache.name, room_id: roomId, version: mark.version };
  }

  /** An empty cache beside the active one. What an earlier attempt left there is thrown away. */
  async build(): Promise<CacheDB> {
    const old = (await this.own.get("meta", "building")) as OwnMeta["building"] | undefined;
    if (old) await deleteCache(old);
    const name = `${this.base}.cache.${Date.now()}.${Math.floor(Math.random() * 1e6)}`;
    await writeOwn(this.own, async ({ meta }) => {
      await meta.put(name, "building");
    });
    return openCache(name);
  }

  /** Puts the built cache in the place of the active one, for all tabs. */
  async swap(built: CacheDB): Promise<void> {
    const intents = await this.own.getAll("intents");
    const threads = await this.own.getAll("threadIntents");
    await writeCache(built, this.me, undefined, async (rows) => {
      for (const { room_id, ...intent } of intents) await applyIntent(rows, room_id, intent as ReadIntent);
      for (const { thread_id, read_seq } of threads) await applyThreadIntent(rows, thread_id, read_seq);
    });
    built.close();
    const old = (await this.own.get("meta", "active")) as OwnMeta["active"] | undefined;
    await writeOwn(this.own, async ({ meta }) => {
      await meta.put(built.name, "active");
      await meta.delete("building");
    });
    await this.#reopen();
    this.tabs.post({ kind: "swapped" });
    if (old) await deleteCache(old);
  }

  /** Nobody is signed in any more: what the server told goes, what was written here stays. */
  async wipe(): Promise<void> {
    const names = [await this.own.get("meta", "active"), await this.own.get("meta", "building")];
    await writeOwn(this.own, async ({ meta, intents, threadIntents }) => {
      await meta.delete("active");
      await meta.delete("building");
      await intents.clear();
      await threadIntents.clear();
    });
    this.#cache?.close();
    this.#cache = undefined;
    for (const name of names) if (typeof name === "string") await deleteCache(name);
  }

  close(): void {
    this.#closed = true;
    this.tabs.close();
    this.#listeners.clear();
    this.#cache?.close();
    this.own.close();
  }

  /** Some browsers drop the connection to a database when the app sleeps for long. */
  async #revive(): Promise<void> {
    if (this.#closed) return;
    this.#own = await openOwn(this.base, () => void this.#revive());
    this.#tell((l) => l.own("outbox", false));
  }

  async #lost(name: string): Promise<void> {
    if (this.#closed || this.#cache?.name !== name) return;
    this.#cache = undefined;
    await this.#reopen();
  }

  async #reopen(): Promise<void> {
    const name = (await this.own.get("meta", "active")) as OwnMeta["active"] | undefined;
    if (name === this.#cache?.name) return;
    this.#cache?.close();
    this.#cache = name ? await openCache(name, () => void this.#lost(name)) : undefined;
    this.#tell((l) => l.swapped());
  }

  #tell(call: (l: Listeners) => void): void {
    for (const l of [...this.#listeners]) call(l);
  }
}
