// The reducer: what each change does to the cache. Pure over `Rows`; the rules are numbered as in
// docs/PROTOCOL.md, "Rules on the device".
import { counted, recount, unreadStart } from "./counting";
import type { Mark } from "./db";
import type { Rows } from "./rows";
import { applyThreadState, forgetReplies, recountThreads, replyChanged, replyMissed } from "./thread-counts";
import type { Change, Draft, Entered, Gone, Member, Message, Room, RoomState } from "./types";
import { visibleFrom } from "./visible";

/** What a change asks of the engine beyond the database. */
export interface Effects {
  /** Rooms whose messages have to be paged (anew). */
  page: string[];
  /** My session ended: sign out. */
  signedOut: boolean;
}

/** Applies changes in feed order and moves the cursor to `upTo`. Changes at or below the cursor are old news. */
export async function applyFeed(rows: Rows, changes: readonly Change[], upTo: number): Promise<Effects> {
  const effects: Effects = { page: [], signedOut: false };
  const cursor = await rows.getMeta("cursor");
  if (!cursor) return effects;
  let seq = cursor.seq;
  for (const change of changes) {
    if (change.seq <= seq) continue;
    await applyChange(rows, change, effects);
    seq = change.seq;
  }
  await rows.setMeta("cursor", { epoch: cursor.epoch, seq: Math.max(seq, upTo) });
  return effects;
}

async function applyChange(rows: Rows, change: Change, effects: Effects): Promise<void> {
  switch (change.type) {
    case "workspace": {
      const held = await rows.getMeta("workspace");
      if (!held || held.change_seq < change.data.change_seq) await rows.setMeta("workspace", change.data);
      return;
    }
    case "user":
      await rows.putNewer("users", change.data.id, change.data);
      return;
    case "contact":
      await rows.putNewer("contacts", change.data.user_id, change.data);
      return;
    case "room":
      return applyRoom(rows, change.data, change.seq);
    case "member":
      return applyMember(rows, change.data);
    case "entered":
      return applyEntered(rows, change.data, change.seq, effects);
    case "message":
      return applyMessage(rows, change.data);
    case "read":
      if (await rows.mark(change.data.room_id)) {
        const { room_id, user_id } = change.data;
        await rows.putNewer("reads", [room_id, user_id], change.data);
      }
      return;
    case "room_state":
      return applyRoomState(rows, change.data);
    // My own rows outlive my membership: whoever comes back to a room finds his draft and his saved messages.
    case "thread_state":
      return applyThreadState(rows, change.data);
    case "draft":
      return applyDraft(rows, change.data);
    case "saved":
      await rows.putNewer("saved", change.data.message_id, change.data);
      return;
    case "notice":
      await rows.putNewer("notices", change.data.id, change.data);
      return;
    case "session": {
      const me = await rows.getMeta("me");
      if (change.data.id === me?.session_id && change.data.ended_ms) effects.signedOut = true;
      return;
    }
    case "gone":
      return applyGone(rows, change.data, change.seq);
    default:
      return unknown(change);
  }
}

/** Rule 6: unknown types are skipped. To the compiler, a type that is missing above is an error. */
function unknown(_change: never): void {}

export async function applyRoom(rows: Rows, room: Room, version: number): Promise<void> {
  const mark = await rows.mark(room.id);
  if (!mark) return; // not mine
  if (await rows.putNewer("rooms", room.id, room)) await hideOldMessages(rows, room, version);
}

/** After a purge, or when the history was limited to the time of joining: what I lost sight of goes. */
async function hideOldMessages(rows: Rows, room: Room, version: number): Promise<void> {
  const mark = await rows.mark(room.id);
  const from = visibleFrom(room, await rows.get("members", [room.id, rows.me]));
  if (!mark || from === Number.NEGATIVE_INFINITY) return;
  await rows.removeMessagesBelow(room.id, from);
  const next: Mark = { ...mark, version, contiguous_from_seq: Math.max(mark.contiguous_from_seq, from) };
  // Whether the server's count is still right is unknown; the held messages are counted, older ones paged.
  const unsure = await recountThreads(rows, { ...next, estimate: undefined, reply_estimate: undefined });
  await recount(rows, unsure, await rows.get("states", room.id));
}

export async function applyMember(rows: Rows, member: Member): Promise<void> {
  const { user, ...row } = member;
  const mine = row.user_id === rows.me;
  if (mine && row.left_ms) {
    const held = await rows.get("members", [row.room_id, rows.me]);
    if (!held || held.change_seq < row.change_seq) await forgetRoom(rows, row.room_id);
    return;
  }
  if (!(await rows.mark(row.room_id))) return; // what matters of it comes with "entered"
  if (user) await rows.putNewer("users", user.id, user);
  await rows.putNewer("members", [row.room_id, row.user_id], row);
  if (row.left_ms) await forgetStrangers(rows);
}

async function applyEntered(rows: Rows, entered: Entered, seq: number, effects: Effects): Promise<void> {
  const { room, state, members } = { ...entered, members: entered.members ?? [] };
  const joinedSeq = members.find((m) => m.user_id === rows.me)?.joined_seq ?? seq;
  const held = await rows.mark(room.id);
  // Rule 5: what is held is from an earlier membership, and what was said in between may be missing.
  if (!held || held.joined_seq < joinedSeq) {
    await forgetRoom(rows, room.id);
    await rows.put("marks", emptyMark(room.id, joinedSeq, seq, state));
    effects.page.push(room.id);
  }
  await rows.putNewer("rooms", room.id, room);
  for (const { user, ...row } of members) {
    if (user) await rows.putNewer("users", user.id, user);
    await rows.putNewer("members", [row.room_id, row.user_id], row);
  }
  await applyRoomState(rows, state);
}

/** A room of which nothing is held: from `seq` on the feed brings all of it. */
export function emptyMark(
  roomId: string,
  joinedSeq: number,
  seq: number,
  state: RoomState | undefined,
): Mark {
  return {
    room_id: roomId,
    joined_seq: joinedSeq,
    contiguous_from_seq: seq,
    paged: false,
    version: seq,
    missed: [],
    start_seq: unreadStart(state, undefined, joinedSeq),
    held_unread: 0,
    held_mentions: 0,
    reply_mentions: 0,
    last_ts_ms: 0,
  };
}

/** A message that the feed brings. */
async function applyMessage(rows: Rows, message: Message): Promise<void> {
  const mark = await rows.mark(message.room_id);
  if (!mark) return; // rule 3
  const held = await rows.get("messages", [message.room_id, message.seq]);
  const known = held || message.seq >= mark.contiguous_from_seq; // rule 4
  const next = known ? await putMessage(rows, mark, message) : miss(mark, message);
  if (next !== mark) await rows.put("marks", next);
  if (!known) await replyMissed(rows, message);
}

/** More than ever happens to old messages while an answer is on its way. */
const MAX_MISSED = 200;

function miss(mark: Mark, { seq, change_seq }: Message): Mark {
  const others = mark.missed.filter(([s]) => s !== seq);
  return { ...mark, missed: [...others.slice(1 - MAX_MISSED), [seq, change_seq]] };
}

/** An answer that was overtaken by a change of a message that is not held. */
export function isStale(mark: Mark, message: Message): boolean {
  return mark.missed.some(([seq, change]) => seq === message.seq && change > message.change_seq);
}

/**
 * Takes a message over by rule 1. Answers the room's mark as it is to be afterwards: a page of 200 writes it once.
 */
export async function putMessage(rows: Rows, mark: Mark, message: Message): Promise<Mark> {
  const held = await rows.get("messages", [message.room_id, message.seq]);
  if (held ? held.change_seq >= message.change_seq : isStale(mark, message)) return mark;
  await rows.put("messages", message);
  return replyChanged(rows, counted(mark, held, message, rows.me), held, message);
}

export async function applyRoomState(rows: Rows, state: RoomState): Promise<void> {
  const mark = await rows.mark(state.room_id);
  if (!mark) return;
  const held = await rows.get("states", state.room_id);
  if (held && held.change_seq >= state.change_seq) return;
  // Read state only grows, whatever order things arrive in.
  const next = { ...state, read_seq: Math.max(state.read_seq, held?.read_seq ?? 0) };
  await rows.put("states", next);
  if (unreadStart(next, mark.pending, mark.joined_seq) !== mark.start_seq) await recount(rows, mark, next);
}

export async function applyDraft(rows: Rows, row: Draft): Promise<void> {
  const draft = { ...row, thread_id: row.thread_id ?? "" };
  await rows.putNewer("drafts", [draft.room_id, draft.thread_id], draft);
}

async function applyGone(rows: Rows, gone: Gone, version: number): Promise<void> {
  switch (gone.type) {
    case "room":
      return forgetRoom(rows, gone.id);
    case "message":
      return gone.room_id ? forgetMessage(rows, gone.room_id, Number(gone.id), version) : undefined;
    case "user":
      await rows.remove("contacts", gone.id);
      return rows.remove("users", gone.id);
    case "contact":
      return rows.remove("contacts", gone.id);
    case "member":
      if (!gone.room_id) return;
      if (gone.id === rows.me) return forgetRoom(rows, gone.room_id);
      return rows.remove("members", [gone.room_id, gone.id]);
    case "notice":
      return rows.remove("notices", gone.id);
  }
}

async function forgetMessage(rows: Rows, roomId: string, seq: number, version: number): Promise<void> {
  const mark = await rows.mark(roomId);
  if (!mark) return;
  const held = await rows.get("messages", [roomId, seq]);
  await rows.remove("messages", [roomId, seq]);
  rows.clearedRoom(roomId);
  const next = held ? await replyChanged(rows, mark, held, { ...held, deleted_ms: 1 }) : mark;
  // A page on its way may still hold it: it is dropped by its version.
  await recount(rows, { ...next, version }, await rows.get("states", roomId));
}

/** Nothing of a room stays that its members alone may know. */
async function forgetRoom(rows: Rows, roomId: string): Promise<void> {
  await forgetReplies(rows, roomId);
  await rows.remove("rooms", roomId);
  await rows.remove("states", roomId);
  await rows.remove("marks", roomId);
  await rows.removeOfRoom("members", roomId);
  await rows.removeOfRoom("reads", roomId);
  await rows.removeOfRoom("messages", roomId);
  await forgetStrangers(rows);
}

/** A guest knows only people who share a room with him. */
async function forgetStrangers(rows: Rows): Promise<void> {
  const me = await rows.get("users", rows.me);
  if (me?.role !== "guest") return;
  const met = new Set([rows.me]);
  for (const m of await rows.all("members")) if (!m.left_ms) met.add(m.user_id);
  for (const u of await rows.all("users")) if (!met.has(u.id)) await rows.remove("users", u.id);
}
