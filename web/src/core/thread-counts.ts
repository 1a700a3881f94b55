// What is unread in the threads, and which mentions in them still call me. As with the rooms, the server's count
// is carried on while the device lacks replies, and the held replies are counted once it lacks none.
import { mentionsMe, ofOthers } from "./counting";
import type { Mark, ThreadMark } from "./db";
import type { Rows } from "./rows";
import type { Message, ThreadState } from "./types";
import { visibleFrom } from "./visible";

/** What the server counted: the unread replies above `read_seq`, of those up to `as_of_seq`. */
export interface ThreadCount {
  unread: number;
  read_seq: number;
  as_of_seq: number;
  root_seq?: number;
}

/** Takes a thread state over (rule 1); `told` = how much of it the server counted as unread. */
export async function applyThreadState(rows: Rows, row: ThreadState, told?: ThreadCount): Promise<void> {
  if (row.change_seq === 0) return; // an answer's stand-in for a state that I do not have
  const held = await rows.get("threads", row.thread_id);
  // Read state only grows, whatever order things arrive in.
  const state = { ...row, read_seq: Math.max(row.read_seq, held?.read_seq ?? 0) };
  const newer = !held || held.change_seq < row.change_seq;
  if (newer) await rows.put("threads", state);
  const pending = (await rows.get("threadMarks", row.thread_id))?.pending;
  if (newer || told) await settle(rows, newer ? state : held, pending, told);
}

/** Read on this device: shown at once, told to the server later. */
export async function applyThreadIntent(rows: Rows, threadId: string, pending?: number): Promise<void> {
  const state = await rows.get("threads", threadId);
  if (state) await settle(rows, state, pending);
}

async function settle(
  rows: Rows,
  state: ThreadState,
  pending: number | undefined,
  told?: ThreadCount,
): Promise<void> {
  const { thread_id, room_id } = state;
  const held = await rows.get("threadMarks", thread_id);
  const read_seq = Math.max(state.read_seq, pending ?? 0, held?.read_seq ?? 0);
  const root_seq = told?.root_seq ?? held?.root_seq ?? (await rows.messageById(thread_id))?.seq;
  const blank = { thread_id, whole: false, unread: 0, mentions: 0, as_of_seq: 0 };
  const next: ThreadMark = { ...blank, ...held, room_id, root_seq, read_seq, pending };
  const counted = told?.read_seq === read_seq && told.as_of_seq >= next.as_of_seq ? told : undefined;
  if (counted || read_seq !== held?.read_seq) {
    // What is not held and was not counted is unknown; from here on each reply counts as it arrives.
    next.as_of_seq = counted?.as_of_seq ?? read_seq;
    next.unread = (counted?.unread ?? 0) + (await unreadReplies(rows, thread_id, next.as_of_seq)).length;
  }
  const mark = await rows.mark(room_id);
  if (!mark) return rows.put("threadMarks", next);
  const recounted = await recountThread(rows, mark, next, true);
  if (recounted !== mark) await rows.put("marks", recounted);
}

async function unreadReplies(rows: Rows, threadId: string, after: number): Promise<Message[]> {
  return (await rows.repliesAfter(threadId, after)).filter((m) => ofOthers(m, rows.me));
}

/** Answers the room's mark as it is to be afterwards. `news` = the server's count of mentions did not know it. */
async function recountThread(rows: Rows, mark: Mark, row: ThreadMark, news: boolean): Promise<Mark> {
  const held = await unreadReplies(rows, row.thread_id, row.read_seq);
  const mentions = held.filter((m) => mentionsMe(m, rows.me) && m.seq >= mark.joined_seq).length;
  const whole = row.whole || (await holdsAll(rows, mark, row));
  await rows.put("threadMarks", { ...row, whole, mentions, unread: whole ? held.length : row.unread });
  const change = mentions - row.mentions;
  let next = mark;
  if (change !== 0) {
    next = { ...mark, reply_mentions: mark.reply_mentions + change };
    const { estimate, reply_estimate } = mark;
    if (estimate && news) next.estimate = { ...estimate, mentions: estimate.mentions + change };
    if (reply_estimate && news)
      next.reply_estimate = { ...reply_estimate, mentions: reply_estimate.mentions + change };
  }
  return dropSettled(rows, next);
}

/** All replies that may be unread are held. */
async function holdsAll(rows: Rows, mark: Mark, row: ThreadMark): Promise<boolean> {
  const room = await rows.get("rooms", mark.room_id);
  if (!room) return false;
  const visible = visibleFrom(room, await rows.get("members", [room.id, rows.me]));
  return mark.contiguous_from_seq <= Math.max(row.read_seq + 1, row.root_seq ?? 0, visible);
}

/** The server's count of mentions in replies ends where every unread reply is held. */
async function dropSettled(rows: Rows, mark: Mark): Promise<Mark> {
  if (!mark.reply_estimate) return mark;
  const open = (await rows.threadMarksOf(mark.room_id)).some((t) => !t.whole && t.unread > 0);
  return open ? mark : { ...mark, reply_estimate: undefined };
}

/** After a message changed from `old` (undefined = was not held) to `now`. */
export async function replyChanged(
  rows: Rows,
  mark: Mark,
  old: Message | undefined,
  now: Message,
): Promise<Mark> {
  const row = now.thread_id ? await rows.get("threadMarks", now.thread_id) : undefined;
  if (!row || now.seq <= row.read_seq) return mark;
  const change = Number(ofOthers(now, rows.me)) - Number(!!old && ofOthers(old, rows.me));
  const known = !old && now.seq <= row.as_of_seq; // the server's count holds it already
  const unread = known ? row.unread : Math.max(0, row.unread + change);
  const counted = (mark.estimate ?? mark.reply_estimate)?.as_of_seq ?? 0;
  return recountThread(rows, mark, { ...row, unread }, !!old || now.seq > counted);
}

/** A reply that is not held was deleted: the server had counted it. */
export async function replyMissed(rows: Rows, now: Message): Promise<void> {
  const row = now.thread_id && now.deleted_ms ? await rows.get("threadMarks", now.thread_id) : undefined;
  if (!row || row.whole || !ofOthers({ ...now, deleted_ms: undefined }, rows.me)) return;
  const counted = now.seq > row.read_seq && now.seq <= row.as_of_seq && now.change_seq > row.as_of_seq;
  if (counted) await rows.put("threadMarks", { ...row, unread: Math.max(0, row.unread - 1) });
}

/** After more, or fewer, of the room's messages are held. */
export async function recountThreads(rows: Rows, mark: Mark): Promise<Mark> {
  let next = mark;
  for (const row of await rows.threadMarksOf(mark.room_id))
    next = await recountThread(rows, next, row, false);
  return dropSettled(rows, next);
}

/** The thread was fetched to its end. Not whole if a change overtook one of the answers. */
export async function holdWhole(rows: Rows, threadId: string, seqs: readonly number[]): Promise<void> {
  const row = await rows.get("threadMarks", threadId);
  const mark = row && (await rows.mark(row.room_id));
  if (!row || !mark || row.whole) return;
  for (const seq of seqs) if (!(await rows.get("messages", [row.room_id, seq]))) return;
  await rows.put("marks", await recountThread(rows, mark, { ...row, whole: true }, false));
}

/** The room's messages go; what was counted stays counted, for whoever comes back. */
export async function forgetReplies(rows: Rows, roomId: string): Promise<void> {
  for (const row of await rows.threadMarksOf(roomId)) {
    const last = (await rows.repliesAfter(row.thread_id, row.as_of_seq)).at(-1)?.seq;
    await rows.put("threadMarks", {
      ...row,
      whole: false,
      mentions: 0,
      as_of_seq: last ?? row.as_of_seq,
    });
  }
}
