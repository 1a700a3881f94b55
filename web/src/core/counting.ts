// What counts as unread. The server counts the same way (docs/PROTOCOL.md); the device needs its own count
// because it reads and writes without a network.
import type { Mark, ReadIntent } from "./db";
import type { Rows } from "./rows";
import type { Message, RoomState } from "./types";

/** Names me, myself or as one of the room. */
export function mentionsMe(m: Message, me: string): boolean {
  return ofOthers(m, me) && !!m.mentions?.some((id) => id === me || id === "room");
}

/** Still there, and not mine. */
export function ofOthers(m: Message, me: string): boolean {
  return m.kind === "message" && !m.deleted_ms && m.author_id !== me;
}

/**
 * Replies, and mentions in them, are unread in their thread (thread-counts.ts). Who comes back to a room is not
 * called by what was said before.
 */
function weight(m: Message | undefined, me: string, joinedSeq: number): { unread: number; mentions: number } {
  if (!m || m.thread_id || !ofOthers(m, me)) return { unread: 0, mentions: 0 };
  return { unread: 1, mentions: m.seq >= joinedSeq && mentionsMe(m, me) ? 1 : 0 };
}

/** The first seq that is unread, by the server's state and by what was done here and not yet told. */
export function unreadStart(
  state: RoomState | undefined,
  pending: ReadIntent | undefined,
  joinedSeq: number,
): number {
  const read = Math.max(state?.read_seq ?? 0, pending?.read_seq ?? 0);
  const fresh = Math.max(read + 1, joinedSeq);
  const marked = pending ? pending.unread_seq : state?.unread_from_seq;
  return marked ? Math.min(marked, fresh) : fresh;
}

/** Sets where unread begins and counts the held messages anew. */
export async function recount(rows: Rows, mark: Mark, state: RoomState | undefined): Promise<void> {
  const start = unreadStart(state, mark.pending, mark.joined_seq);
  const moved = start !== mark.start_seq;
  const next: Mark = { ...mark, start_seq: start, held_unread: 0, held_mentions: 0 };
  for (const m of await rows.messagesFrom(mark.room_id, start)) {
    const { unread, mentions } = weight(m, rows.me, mark.joined_seq);
    next.held_unread += unread;
    next.held_mentions += mentions;
  }
  await rows.put("marks", moved || mark.contiguous_from_seq <= start ? withoutEstimate(next, moved) : next);
}

/** Of the server's count of mentions, what is not in the room itself is in replies that may not be held. */
export function withoutEstimate(mark: Mark, moved: boolean): Mark {
  const { estimate } = mark;
  if (!estimate) return mark;
  const replies = estimate.mentions - mark.held_mentions;
  const known = moved || replies <= mark.reply_mentions;
  const reply_estimate = known ? undefined : { mentions: replies, as_of_seq: estimate.as_of_seq };
  return { ...mark, estimate: undefined, reply_estimate };
}

/** The mark after a held message changed from `old` (undefined = was not held) to `now`. */
export function counted(mark: Mark, old: Message | undefined, now: Message, me: string): Mark {
  if (now.seq < mark.start_seq) return mark;
  const [was, is] = [weight(old, me, mark.joined_seq), weight(now, me, mark.joined_seq)];
  const unread = is.unread - was.unread;
  const mentions = is.mentions - was.mentions;
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
  const { estimate, reply_estimate } = mark;
  const replies = reply_estimate?.mentions ?? mark.reply_mentions;
  if (!estimate) return { unread: mark.held_unread, mentions: mark.held_mentions + replies };
  return {
    unread: Math.max(mark.held_unread, estimate.unread),
    mentions: Math.max(mark.held_mentions + mark.reply_mentions, estimate.mentions),
  };
}
