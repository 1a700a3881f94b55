// Search over what the device holds. The server's index covers everything; this works without a signal.
import type { RoomView, SearchResult } from "../client";
import type { Device } from "../device";
import { roomRange } from "../rows";
import type { Message, User } from "../types";
import type { Mirror } from "./mirror";
import { fullName } from "./room-view";

/** Equal for the reader: case, width and accents do not matter. */
export function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

export async function searchDevice(
  device: Device,
  mirror: Mirror,
  query: string,
  opts: { roomId?: string; limit?: number },
): Promise<SearchResult> {
  const words = fold(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return { messages: [], people: [], rooms: [] };
  const has = (text: string) => {
    const folded = fold(text);
    return words.every((w) => folded.includes(w));
  };
  const people = [...mirror.$users.get().values()].filter((u) => !u.deactivated_ms && has(personText(u)));
  const rooms = mirror.$rooms.get().filter((r) => has(`${r.title} ${r.room.topic ?? ""}`));
  const messages = await searchMessages(device, mirror.$rooms.get(), has, opts);
  return { messages, people: opts.roomId ? [] : people, rooms: opts.roomId ? [] : rooms };
}

function personText(u: User): string {
  return `${fullName(u)} ${u.login} ${u.title ?? ""}`;
}

/** Newest first in each room, then over all rooms; a room is left as soon as it has given enough. */
async function searchMessages(
  device: Device,
  rooms: readonly RoomView[],
  has: (text: string) => boolean,
  opts: { roomId?: string; limit?: number },
): Promise<Message[]> {
  const db = device.cache;
  const limit = opts.limit ?? 50;
  const found: Message[] = [];
  for (const room of db ? rooms : []) {
    if (opts.roomId && room.id !== opts.roomId) continue;
    let left = limit;
    let cursor = await db?.transaction("messages").store.openCursor(roomRange(room.id), "prev");
    for (; cursor && left > 0; cursor = await cursor.continue()) {
      const m = cursor.value;
      if (m.deleted_ms || !m.text || !has(m.text)) continue;
      found.push(m);
      left--;
    }
  }
  return found.sort((a, b) => b.seq - a.seq).slice(0, limit);
}
