// The databases on the device. Per workspace and person there are two: `cache` holds what the change feed
// brought and can be rebuilt at any time; `own` holds what exists nowhere else yet.
import {
  type DBSchema,
  deleteDB,
  type IDBPDatabase,
  type IDBPObjectStore,
  openDB,
  type StoreNames,
} from "idb";
import { Deposed, StorageProblem } from "./problem";
import type {
  Contact,
  Draft,
  Me,
  Member,
  Message,
  Notice,
  Read,
  Room,
  RoomState,
  Saved,
  Send,
  ThreadState,
  User,
  Workspace,
} from "./types";

/** What the device knows about its own copy of a room; never sent anywhere. */
export interface Mark {
  room_id: string;
  /** Of the membership that the held messages belong to (rule 5). */
  joined_seq: number;
  /** All messages from here on are held (rule 4). Beyond the head while nothing was paged yet. */
  contiguous_from_seq: number;
  /** The newest page of the room was loaded. */
  paged: boolean;
  /** Changes whenever held messages were thrown away; a page asked for before that is dropped. */
  version: number;
  /**
   * Changes that rule 4 ignored, as [seq, change_seq], newest last: an answer that was on its way meanwhile may
   * hold such a message as it was before.
   */
  missed: [number, number][];
  /** Unread begins here: derived from state and `pending`. */
  start_seq: number;
  /** Of the held messages from `start_seq` on. Always equal to a recount (see counting.ts). */
  held_unread: number;
  held_mentions: number;
  /** Unread mentions in held replies: the sum over the room's `ThreadMark`s. */
  reply_mentions: number;
  /** The server's count, while messages between `start_seq` and `contiguous_from_seq` are not held. */
  estimate?: { unread: number; mentions: number; as_of_seq: number };
  /** The server's count of mentions in replies, while a thread with unread replies is not held whole. */
  reply_estimate?: { mentions: number; as_of_seq: number };
  /** Read or marked unread here, and not yet acknowledged by the server. */
  pending?: ReadIntent;
  /** From the bootstrap: orders the list until messages are held. */
  last_ts_ms: number;
}

/** What the device knows about a thread that I have a state of. */
export interface ThreadMark {
  thread_id: string;
  room_id: string;
  /** Unknown where the state came by the feed and the message is not held. */
  root_seq?: number;
  /** By the server's state and by what was read here. */
  read_seq: number;
  /** All replies above `read_seq` are held: `unread` is counted from them, else carried on from `as_of_seq`. */
  whole: boolean;
  unread: number;
  as_of_seq: number;
  /** Of the held replies. */
  mentions: number;
  /** Read up to here on this device, and not yet acknowledged by the server. */
  pending?: number;
}

/** Marking unread comes after reading: it is told second, and a new reading takes it back. */
export interface ReadIntent {
  read_seq?: number;
  unread_seq?: number;
}

export interface Meta {
  cursor: { epoch: string; seq: number };
  me: Me;
  workspace: Workspace;
  /** Resume point of the room windows; absent when all are here. */
  windows: string;
  /** Who may write as the engine; see tabs.ts. */
  generation: number;
}

type MetaValue = Meta[keyof Meta];

export interface CacheSchema extends DBSchema {
  meta: { key: keyof Meta; value: MetaValue };
  users: { key: string; value: User };
  contacts: { key: string; value: Contact };
  rooms: { key: string; value: Room };
  members: { key: [string, string]; value: Member };
  states: { key: string; value: RoomState };
  reads: { key: [string, string]; value: Read };
  marks: { key: string; value: Mark };
  messages: {
    key: [string, number];
    value: Message;
    indexes: { id: string; thread: [string, number] };
  };
  threads: { key: string; value: ThreadState };
  threadMarks: { key: string; value: ThreadMark; indexes: { room: string } };
  drafts: { key: [string, string]; value: Draft & { thread_id: string } };
  saved: { key: string; value: Saved };
  notices: { key: string; value: Notice };
}

export type CacheTable = StoreNames<CacheSchema>;

/** A message on its way out, as it is kept. */
export interface OutboxRow {
  /** Order of writing; one room's messages leave in this order. */
  n?: number;
  message_id: string;
  room_id: string;
  body: Omit<Send, "message_id" | "device_ms"> & { composed_ms: number };
  state: "waiting" | "parked";
  /** It may have reached the server: from here on its body must not change under the same id. */
  transmitted: boolean;
  problem?: { code: string; detail: string };
  /** To do once it is acknowledged: it was edited or deleted while nobody knew whether it had arrived. */
  after?: { text: string; mentions?: string[] } | "delete";
  /** The server has it; only `after` is left to do. */
  acked?: boolean;
}

/** A draft as this device wrote it; `dirty` until the server has it. */
export interface OwnDraft {
  room_id: string;
  thread_id: string;
  text: string;
  reply_to?: string;
  updated_ms: number;
  dirty: boolean;
}

export interface OwnMeta {
  /** The cache that the screens read, and the one being built beside it. */
  active: string;
  building: string;
  generation: number;
  /** Without Web Locks: who runs the engine, and until when. */
  lease: { tab: string; until_ms: number };
}

export interface OwnSchema extends DBSchema {
  meta: { key: keyof OwnMeta; value: OwnMeta[keyof OwnMeta] };
  outbox: { key: number; value: OutboxRow; indexes: { id: string } };
  drafts: { key: [string, string]; value: OwnDraft };
  intents: { key: string; value: ReadIntent & { room_id: string } };
  threadIntents: { key: string; value: { thread_id: string; read_seq: number } };
}

export type CacheDB = IDBPDatabase<CacheSchema>;
export type OwnDB = IDBPDatabase<OwnSchema>;

export const CACHE_TABLES: CacheTable[] = [
  "meta",
  "users",
  "contacts",
  "rooms",
  "members",
  "states",
  "reads",
  "marks",
  "messages",
  "threads",
  "threadMarks",
  "drafts",
  "saved",
  "notices",
];

const CACHE_VERSION = 2;
const OWN_VERSION = 2;

/** Databases of one person in one company. */
export function baseName(workspaceId: string, userId: string): string {
  return `guideops.${workspaceId}.${userId}`;
}

/** Opens a cache; `closed` = the browser or another tab closed it. A cache of another version is emptied: an app that knows more types bootstraps again. */
export async function openCache(name: string, closed?: () => void): Promise<CacheDB> {
  return openDB<CacheSchema>(name, CACHE_VERSION, {
    upgrade(db) {
      for (const table of [...db.objectStoreNames]) db.deleteObjectStore(table);
      db.createObjectStore("meta");
      db.createObjectStore("users", { keyPath: "id" });
      db.createObjectStore("contacts", { keyPath: "user_id" });
      db.createObjectStore("rooms", { keyPath: "id" });
      db.createObjectStore("members", { keyPath: ["room_id", "user_id"] });
      db.createObjectStore("states", { keyPath: "room_id" });
      db.createObjectStore("reads", { keyPath: ["room_id", "user_id"] });
      db.createObjectStore("marks", { keyPath: "room_id" });
      const messages = db.createObjectStore("messages", { keyPath: ["room_id", "seq"] });
      messages.createIndex("id", "message_id");
      messages.createIndex("thread", ["thread_id", "seq"]);
      db.createObjectStore("threads", { keyPath: "thread_id" });
      db.createObjectStore("threadMarks", { keyPath: "thread_id" }).createIndex("room", "room_id");
      db.createObjectStore("drafts", { keyPath: ["room_id", "thread_id"] });
      db.createObjectStore("saved", { keyPath: "message_id" });
      db.createObjectStore("notices", { keyPath: "id" });
    },
    // Another tab deletes or upgrades it: give way, else that tab hangs.
    blocking(_from, _to, event) {
      (event.target as IDBDatabase).close();
      closed?.();
    },
    terminated: closed,
  });
}

/** Opens `own`. Migrations may only add: what is in here exists nowhere else. */
export async function openOwn(base: string, closed?: () => void): Promise<OwnDB> {
  try {
    return await openDB<OwnSchema>(`${base}.own`, OWN_VERSION, {
      upgrade(db, from) {
        if (from < 1) {
          db.createObjectStore("meta");
          db.createObjectStore("outbox", { keyPath: "n", autoIncrement: true }).createIndex(
            "id",
            "message_id",
          );
          db.createObjectStore("drafts", { keyPath: ["room_id", "thread_id"] });
          db.createObjectStore("intents", { keyPath: "room_id" });
        }
        if (from < 2) db.createObjectStore("threadIntents", { keyPath: "thread_id" });
      },
      blocking(_from, _to, event) {
        (event.target as IDBDatabase).close();
      },
      terminated: closed,
    });
  } catch (e) {
    throw new StorageProblem(e);
  }
}

/**
 * Runs a write on `own` and waits until it is on the disk ("strict"), for what is promised to the person
 * must survive the browser's death. Every failure is a StorageProblem.
 */
export async function writeOwn<T>(db: OwnDB, work: (own: OwnStores) => Promise<T>): Promise<T> {
  try {
    const tx = db.transaction(OWN_TABLES, "readwrite", { durability: "strict" });
    const [result] = await Promise.all([
      work({
        meta: tx.objectStore("meta"),
        outbox: tx.objectStore("outbox"),
        drafts: tx.objectStore("drafts"),
        intents: tx.objectStore("intents"),
        threadIntents: tx.objectStore("threadIntents"),
      }).catch((e: unknown) => {
        abort(tx);
        throw e;
      }),
      tx.done,
    ]);
    return result;
  } catch (e) {
    throw e instanceof Deposed ? e : new StorageProblem(e);
  }
}

type OwnTable = StoreNames<OwnSchema>;

const OWN_TABLES: OwnTable[] = ["meta", "outbox", "drafts", "intents", "threadIntents"];

export type OwnStores = { [T in OwnTable]: IDBPObjectStore<OwnSchema, OwnTable[], T, "readwrite"> };

/** Aborting twice, or after the end, throws; neither matters here. */
export function abort(tx: { abort(): void }): void {
  try {
    tx.abort();
  } catch (e) {
    if (!(e instanceof DOMException)) throw e;
  }
}

export async function deleteCache(name: string): Promise<void> {
  await deleteDB(name);
}
