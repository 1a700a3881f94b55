// What reaches the cache beside the feed: the bootstrap, pages of messages, and the answers to writes. None of
// it moves the cursor but the bootstrap, which begins a new cache.
import { applyDraft, applyMember, applyRoom, applyRoomState, emptyMark, isStale, putMessage } from "./apply";
import { recount, unreadStart, withoutEstimate } from "./counting";
import type { ReadIntent } from "./db";
import type { Rows } from "./rows";
import { applyThreadState, holdWhole, recountThreads, type ThreadCount } from "./thread-counts";
import type {
  Bootstrap,
  CountedThreadState,
  Draft,
  Member,
  Message,
  MessagePage,
  Notice,
  Room,
  RoomState,
  Saved,
  ThreadState,
  User,
  WindowsPage,
} from "./types";
import { visibleFrom } from "./visible";

/** Fills an empty cache with the skeleton; the messages are paged afterwards. */
export async function applyBootstrap(rows: Rows, b: Bootstrap): Promise<void> {
  await rows.setMeta("me", b.me);
  await rows.setMeta("workspace", b.workspace);
  await rows.setMeta("windows", b.windows_next);
  for (const row of b.users ?? []) await rows.put("users", row);
  for (const row of b.contacts ?? []) await rows.put("contacts", row);
  for (const room of b.rooms ?? []) await bootstrapRoom(rows, b, room);
  for (const row of b.reads ?? []) await rows.put("reads", row);
  for (const row of b.drafts ?? []) await applyDraft(rows, row);
  for (const row of b.saved ?? []) await rows.put("saved", row);
  for (const row of b.thread_states ?? []) await bootstrapThread(rows, b, row);
  for (const row of b.notices ?? []) await rows.put("notices", row);
  await rows.setMeta("cursor", { epoch: b.epoch, seq: b.seq });
}

async function bootstrapThread(rows: Rows, b: Bootstrap, row: CountedThreadState): Promise<void> {
  const { unread_count: unread = 0, root_seq, ...state } = row;
  const { thread_id, room_id, read_seq } = state;
  await rows.put("threads", state);
  const counts = { read_seq, root_seq, unread, as_of_seq: b.seq, mentions: 0, whole: false };
  await rows.put("threadMarks", { thread_id, room_id, ...counts });
}

async function bootstrapRoom(rows: Rows, b: Bootstrap, room: Room): Promise<void> {
  const members = b.members[room.id] ?? [];
  const mine = members.find(([id]) => id === rows.me);
  if (!mine) return; // rule 3
  await rows.put("rooms", room);
  for (const [user_id, role, joined_seq, joined_ms, change_seq] of members) {
    await rows.put("members", { room_id: room.id, user_id, role, joined_seq, joined_ms, change_seq });
  }
  const counted = b.states?.find((s) => s.room_id === room.id);
  const mark = { ...emptyMark(room.id, mine[2], b.seq, counted), contiguous_from_seq: b.seq + 1 };
  if (counted) {
    const { unread_count, mention_count, last_seq: _seq, last_ts_ms, ...state } = counted;
    await rows.put("states", state);
    mark.last_ts_ms = last_ts_ms ?? 0;
    const told = { mentions: mention_count ?? 0, as_of_seq: b.seq };
    // Where the whole room is read, what still calls me is in threads.
    if (mark.start_seq > b.seq) mark.reply_estimate = told;
    else mark.estimate = { unread: unread_count ?? 0, ...told };
  }
  await rows.put("marks", mark);
}

/** Asked for when a page is requested, shown when it arrives: is it still about the same contents? */
export interface Ticket {
  cache: string;
  room_id: string;
  version: number;
}

/** A page of history, and which stretch of the room it holds completely. */
export interface Page {
  messages: readonly Message[];
  /** Undefined = from the start of what I may see. */
  from?: number;
  /** Undefined = up to the newest. */
  to?: number;
}

/** Where a page of the server begins and ends. */
export function pageOf(answer: MessagePage, asked: { before?: number; after?: number }): Page {
  const messages = answer.messages ?? [];
  const page: Page = { messages };
  if (asked.after !== undefined) page.from = asked.after + 1;
  else if (answer.more_before) page.from = messages[0]?.seq ?? asked.before;
  if (asked.before !== undefined) page.to = asked.before - 1;
  else if (answer.more_after) page.to = messages.at(-1)?.seq ?? asked.after;
  return page;
}

/** Takes a page over. False = the room has changed under it while it was on its way; ask again. */
export async function applyPage(rows: Rows, ticket: Ticket, page: Page): Promise<boolean> {
  let mark = await rows.mark(ticket.room_id);
  const room = await rows.get("rooms", ticket.room_id);
  if (!mark || !room || mark.version !== ticket.version) return false;
  const before = mark;
  if (page.messages.some((m) => isStale(before, m))) return false;
  const visible = visibleFrom(room, await rows.get("members", [room.id, rows.me]));
  for (const m of page.messages) {
    if (m.seq >= visible) mark = await putMessage(rows, mark, m);
  }
  const from = Math.max(page.from ?? visible, visible);
  const to = page.to ?? Number.POSITIVE_INFINITY;
  mark = { ...mark, paged: mark.paged || page.to === undefined };
  if (to >= mark.contiguous_from_seq - 1 && from < mark.contiguous_from_seq) {
    mark.contiguous_from_seq = from;
  }
  if (mark.contiguous_from_seq <= Math.max(mark.start_seq, visible)) mark = withoutEstimate(mark, false);
  if (mark.contiguous_from_seq !== before.contiguous_from_seq) mark = await recountThreads(rows, mark);
  mark.last_ts_ms = Math.max(mark.last_ts_ms, page.messages.at(-1)?.ts_ms ?? 0);
  await rows.put("marks", mark);
  return true;
}

/** One room of a page of windows: its newest messages. */
export async function applyWindow(
  rows: Rows,
  cache: string,
  w: NonNullable<WindowsPage["windows"]>[number],
): Promise<void> {
  const mark = await rows.mark(w.room_id);
  if (!mark) return;
  const messages = w.messages ?? [];
  const from = w.more_before ? messages[0]?.seq : undefined;
  if (w.more_before && from === undefined) return; // nothing said about it: the filler asks for a page
  const ticket = { cache, room_id: w.room_id, version: mark.version };
  await applyPage(rows, ticket, { messages, from });
}

/** Read or marked unread on this device: shown at once, told to the server later. */
export async function applyIntent(
  rows: Rows,
  roomId: string,
  pending: ReadIntent | undefined,
): Promise<void> {
  const mark = await rows.mark(roomId);
  if (!mark) return;
  const state = await rows.get("states", roomId);
  const next = { ...mark, pending };
  if (unreadStart(state, pending, mark.joined_seq) === mark.start_seq) await rows.put("marks", next);
  else await recount(rows, next, state);
}

/** The rows in the answer to a write. They obey rule 1 and 3 like everything else. */
export interface Answered {
  messages?: readonly Message[];
  room?: Room;
  state?: RoomState;
  user?: User;
  saved?: Saved;
  thread?: ThreadState;
  /** With `thread`: how much of it the server counted as unread. */
  threadCount?: ThreadCount;
  /** With `thread`: the seqs of all its replies, which were taken over before. */
  replies?: readonly number[];
  members?: readonly Member[];
  draft?: Draft;
  notice?: Notice;
}

/**
 * `askedAt` is where the cursor stood when the answer was asked for; with it, single messages of the past are held
 * too (quotes, threads), unless the room was entered anew or purged meanwhile. Without it they obey rule 4.
 */
export async function applyAnswer(rows: Rows, a: Answered, askedAt?: number): Promise<void> {
  for (const m of a.messages ?? []) {
    const mark = await rows.mark(m.room_id);
    const room = await rows.get("rooms", m.room_id);
    if (!mark || !room) continue;
    if (m.seq < visibleFrom(room, await rows.get("members", [room.id, rows.me]))) continue;
    const loose = askedAt !== undefined && mark.version <= askedAt;
    const held = await rows.get("messages", [m.room_id, m.seq]);
    if (!held && !loose && m.seq < mark.contiguous_from_seq) continue;
    const next = await putMessage(rows, mark, m);
    if (next !== mark) await rows.put("marks", next);
  }
  if (a.room) await applyRoom(rows, a.room, a.room.change_seq);
  if (a.state) await applyRoomState(rows, a.state);
  if (a.user) await rows.putNewer("users", a.user.id, a.user);
  if (a.saved) await rows.putNewer("saved", a.saved.message_id, a.saved);
  if (a.thread) await applyThreadState(rows, a.thread, a.threadCount);
  if (a.thread && a.replies) await holdWhole(rows, a.thread.thread_id, a.replies);
  if (a.notice) await rows.putNewer("notices", a.notice.id, a.notice);
  if (a.draft) await applyDraft(rows, a.draft);
  for (const m of a.members ?? []) await applyMember(rows, m);
}
