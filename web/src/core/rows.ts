// One transaction on the cache, as the reducer sees it: typed access, and a note of what was touched, so
// that the screens read again only that.
import type { IDBPObjectStore } from "idb";
import {
  abort,
  CACHE_TABLES,
  type CacheDB,
  type CacheSchema,
  type CacheTable,
  type Mark,
  type Meta,
  type ThreadMark,
} from "./db";
import { Deposed } from "./problem";
import type { Message } from "./types";

type Store<T extends CacheTable> = IDBPObjectStore<CacheSchema, CacheTable[], T, "readwrite">;
type Value<T extends CacheTable> = CacheSchema[T]["value"];
type Key<T extends CacheTable> = CacheSchema[T]["key"];

/** What a transaction changed. Crosses tabs, so it is plain data. */
export interface Touched {
  tables: CacheTable[];
  /** Rooms whose row, membership, state, mark or newest message may look different now. */
  rooms: string[];
  messages: { room_id: string; seq: number; message_id: string; thread_id?: string }[];
  /** Rooms that lost messages as a whole: held windows are void. */
  cleared: string[];
}

export class Rows {
  readonly me: string;
  readonly #store: <T extends CacheTable>(table: T) => Store<T>;
  readonly #tables = new Set<CacheTable>();
  readonly #rooms = new Set<string>();
  readonly #cleared = new Set<string>();
  readonly #messages: Touched["messages"] = [];

  constructor(store: <T extends CacheTable>(table: T) => Store<T>, me: string) {
    this.#store = store;
    this.me = me;
  }

  get<T extends CacheTable>(table: T, key: Key<T>): Promise<Value<T> | undefined> {
    return this.#store(table).get(key);
  }

  async put<T extends Exclude<CacheTable, "meta">>(table: T, row: Value<T>): Promise<void> {
    this.#touch(table, row);
    await this.#store(table).put(row);
  }

  /** Rule 1: a lower change_seq never overwrites a higher one. Answers whether the row was taken. */
  async putNewer<T extends GuardedTable>(table: T, key: Key<T>, row: Value<T>): Promise<boolean> {
    const held = (await this.get(table, key)) as { change_seq: number } | undefined;
    if (held && held.change_seq >= (row as { change_seq: number }).change_seq) return false;
    await this.put(table, row);
    return true;
  }

  async remove<T extends CacheTable>(table: T, key: Key<T>): Promise<void> {
    this.#tables.add(table);
    await this.#store(table).delete(key);
  }

  getMeta<K extends keyof Meta>(key: K): Promise<Meta[K] | undefined> {
    return this.#store("meta").get(key) as Promise<Meta[K] | undefined>;
  }

  async setMeta<K extends keyof Meta>(key: K, value: Meta[K] | undefined): Promise<void> {
    // The cursor moves with every change and no screen shows it.
    if (key !== "cursor") this.#tables.add("meta");
    if (value === undefined) await this.#store("meta").delete(key);
    else await this.#store("meta").put(value, key);
  }

  all<T extends CacheTable>(table: T): Promise<Value<T>[]> {
    return this.#store(table).getAll();
  }

  ofRoom<T extends "members" | "reads">(table: T, roomId: string): Promise<Value<T>[]> {
    return this.#store(table).getAll(roomRange(roomId));
  }

  /** Removes all rows of a room from a table whose key begins with the room. */
  async removeOfRoom(table: "members" | "reads" | "messages", roomId: string): Promise<void> {
    this.#tables.add(table);
    this.#rooms.add(roomId);
    if (table === "messages") this.#cleared.add(roomId);
    await this.#store(table).delete(roomRange(roomId));
  }

  /** Held windows of the room are void. */
  clearedRoom(roomId: string): void {
    this.#cleared.add(roomId);
    this.#rooms.add(roomId);
  }

  async removeMessagesBelow(roomId: string, seq: number): Promise<void> {
    this.#cleared.add(roomId);
    this.#rooms.add(roomId);
    await this.#store("messages").delete(IDBKeyRange.bound([roomId], [roomId, seq], false, true));
  }

  messagesFrom(roomId: string, seq: number): Promise<Message[]> {
    return this.#store("messages").getAll(IDBKeyRange.bound([roomId, seq], [roomId, []]));
  }

  messageById(messageId: string): Promise<Message | undefined> {
    return this.#store("messages").index("id").get(messageId);
  }

  /** The held replies of a thread beyond `seq`, ascending. */
  repliesAfter(threadId: string, seq: number): Promise<Message[]> {
    const range = IDBKeyRange.bound([threadId, seq], [threadId, []], true);
    return this.#store("messages").index("thread").getAll(range);
  }

  threadMarksOf(roomId: string): Promise<ThreadMark[]> {
    return this.#store("threadMarks").index("room").getAll(roomId);
  }

  mark(roomId: string): Promise<Mark | undefined> {
    return this.get("marks", roomId);
  }

  touched(): Touched {
    return {
      tables: [...this.#tables],
      rooms: [...this.#rooms],
      messages: this.#messages,
      cleared: [...this.#cleared],
    };
  }

  #touch(table: CacheTable, row: unknown): void {
    this.#tables.add(table);
    const { room_id, id } = row as { room_id?: string; id?: string };
    if (table === "rooms" && id) this.#rooms.add(id);
    else if (room_id) this.#rooms.add(room_id);
    if (table === "messages") {
      const m = row as Message;
      this.#messages.push({
        room_id: m.room_id,
        seq: m.seq,
        message_id: m.message_id,
        thread_id: m.thread_id,
      });
    }
  }
}

type GuardedTable = Exclude<CacheTable, "meta" | "marks" | "threadMarks" | "messages">;

/** All keys `[roomId, …]`: an array sorts after every number and string. */
export function roomRange(roomId: string): IDBKeyRange {
  return IDBKeyRange.bound([roomId], [roomId, []]);
}

/**
 * Runs `work` in one transaction over the whole cache: all of it or nothing. With a generation, it is a write
 * of the engine and is refused once a newer engine exists. `work` may await nothing but `rows`, or the
 * transaction ends under it.
 */
export async function writeCache(
  db: CacheDB,
  me: string,
  generation: number | undefined,
  work: (rows: Rows) => Promise<void>,
): Promise<Touched> {
  const tx = db.transaction(CACHE_TABLES, "readwrite", { durability: "relaxed" });
  const rows = new Rows((table) => tx.objectStore(table), me);
  const run = async () => {
    if (generation !== undefined && ((await rows.getMeta("generation")) ?? 0) > generation)
      throw new Deposed();
    await work(rows);
  };
  // Both are awaited so that neither rejection is left unhandled.
  const [ran, done] = await Promise.allSettled([
    run().catch((e: unknown) => {
      abort(tx);
      throw e;
    }),
    tx.done,
  ]);
  if (ran.status === "rejected") throw ran.reason;
  if (done.status === "rejected") throw done.reason;
  return rows.touched();
}
