// Stretches of a room's history out of the cache. A stretch is known to be complete between its ends.
import type { CacheDB } from "../db";
import type { Message } from "../types";
import { visibleFrom } from "../visible";

/** Complete from `from` to `to`, both included. */
export interface Stretch {
  from: number;
  to: number;
}

/** The stretch that the feed keeps complete up to the newest message. */
export async function liveStretch(db: CacheDB, roomId: string): Promise<Stretch | undefined> {
  const mark = await db.get("marks", roomId);
  return mark && { from: mark.contiguous_from_seq, to: Number.POSITIVE_INFINITY };
}

/** Where the room begins for me. */
export async function beginning(db: CacheDB, roomId: string, me: string): Promise<number> {
  const room = await db.get("rooms", roomId);
  return room ? visibleFrom(room, await db.get("members", [roomId, me])) : Number.NEGATIVE_INFINITY;
}

/** Up to `count` messages of the timeline below `below`, ascending. Thread replies are left out. */
export async function olderThan(
  db: CacheDB,
  roomId: string,
  below: number,
  stretch: Stretch,
  count: number,
): Promise<Message[]> {
  const found: Message[] = [];
  const range = bounds(roomId, stretch.from, Math.min(below, stretch.to), below <= stretch.to);
  if (!range) return found;
  let cursor = await db.transaction("messages").store.openCursor(range, "prev");
  while (cursor && found.length < count) {
    if (!cursor.value.thread_id) found.push(cursor.value);
    cursor = await cursor.continue();
  }
  return found.reverse();
}

/** Up to `count` messages of the timeline from `from` on, ascending. */
export async function newerFrom(
  db: CacheDB,
  roomId: string,
  from: number,
  stretch: Stretch,
  count: number,
): Promise<Message[]> {
  const found: Message[] = [];
  const range = bounds(roomId, Math.max(from, stretch.from), stretch.to, false);
  if (!range) return found;
  let cursor = await db.transaction("messages").store.openCursor(range);
  while (cursor && found.length < count) {
    if (!cursor.value.thread_id) found.push(cursor.value);
    cursor = await cursor.continue();
  }
  return found;
}

function bounds(roomId: string, from: number, to: number, openEnd: boolean): IDBKeyRange | undefined {
  if (from > to) return undefined;
  // Infinity is a valid key and sorts where it should.
  return from === to && openEnd ? undefined : IDBKeyRange.bound([roomId, from], [roomId, to], false, openEnd);
}

/** The messages of a thread that are held, ascending. */
export function repliesOf(db: CacheDB, threadId: string): Promise<Message[]> {
  return db.getAllFromIndex("messages", "thread", IDBKeyRange.bound([threadId], [threadId, []]));
}
