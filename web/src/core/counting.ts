// What counts as unread. The server counts the same way (docs/PROTOCOL.md); the device needs its own count
// because it reads and writes without a network.
import type { Mark, ReadIntent } from "./db";
import type { Rows } from "./rows";
import type { Message, RoomState } from "./types";

/** Messages of others that are still there. Thread replies are counted in their thread. */
export function countsAsUnread(m: Message, me: string): boolean {
  return m.kind === "message" && !m.deleted_ms && !m.thread_id && m.author_id !== me;
}

export function mentionsMe(m: Message, me: string): boolean {
  return !m.deleted_ms && m.author_id !== me && !!m.mentions?.some((id) => id === me || id === "room");
}

/** The first seq that is unread, by the server's state and by what was done here and not yet told. */
export function unreadStart(state: RoomState | undefined, pending: ReadIntent | undefined): number {
  const read = state?.read_seq ?? 0;
  if (pending?.kind === "unread") return pending.seq;
  if (pending?.kind === "read") return Math.max(read, pending.seq) + 1;
  return state?.unread_from_seq || read + 1;
}

/** Sets where unread begins and counts the held messages anew. */
export async function recount(rows: Rows, mark: Mark, state: RoomState | undefined): Promise<void> {
  const start = unreadStart(state, mark.pending);
  const moved = start !== mark.start_seq;
  const next: Mark = { ...mark, start_seq: start, held_unread: 0, held_mentions: 0 };
  if (moved || mark.contiguous_from_seq <= start) next.estimate = undefined;
  for (const m of await rows.messagesFrom(mark.room_id, start)) {
    if (!countsAsUnread(m, rows.me)) continue;
    next.held_unread++;
    if (mentionsMe(m, rows.me)) next.held_mentions++;
  }
  await rows.put("marks", next);
}

/** The mark after a held message changed from `old` (undefined = was not held) to `now`. */
export function counted(mark: Mark, old: Message | undefined, now: Message, me: string): Mark {
  if (now.seq < mark.start_seq) return mark;
  const unread = Number(countsAsUnread(now, me)) - Number(!!old && countsAsUnread(old, me));
  const mentions =
    Number(countsAsUnread(now, me) && mentionsMe(now, me)) -
    Number(!!old && countsAsUnread(old, me) && mentionsMe(old, me));
  if (unread === 0 && mentions === 0) return mark;
  const next: Mark = {
    ...mark,
    held_unread: mark.held_unread + unread,
    held_mentions: mark.held_mentions + mentions,
  };
  // The server's count already holds what it knew and the device did not.
  if (mark.estimate && (old || now.seq > mark.estimate.as_of_seq)) {
    next.estimate = {
      ...mark.estimate,
      unread: mark.estimate.unread + unread,
      mentions: mark.estimate.mentions + mentions,
    };
  }
  return next;
}

/** The counts to show. */
export function shownCounts(mark: Mark): { unread: number; mentions: number } {
  const { estimate } = mark;
  if (!estimate) return { unread: mark.held_unread, mentions: mark.held_mentions };
  return {
    unread: Math.max(mark.held_unread, estimate.unread),
    mentions: Math.max(mark.held_mentions, estimate.mentions),
  };
}
