import type { OutboxItem, RoomView } from "../client";
import { shownCounts } from "../counting";
import type { RoomState, User } from "../types";
import type { RoomRows } from "./mirror";

/** Puts one line of the room list together. */
export function buildRoom(
  rows: RoomRows,
  users: ReadonlyMap<string, User>,
  me: string,
  waiting: OutboxItem | undefined,
  hasDraft: boolean,
  now: number,
): RoomView {
  const { room, mark, members, last } = rows;
  const mine = members.find((m) => m.user_id === me);
  const state = rows.state ?? stateOf(room.id, me);
  const others = room.kind === "direct" ? othersIn(rows, users, me) : [];
  const counts = shownCounts(mark);
  const lastMs = Math.max(last?.ts_ms ?? 0, mark.last_ts_ms, waiting?.composed_ms ?? 0, room.created_ms);
  return {
    id: room.id,
    room,
    state,
    title: room.kind === "direct" ? directTitle(others, users.get(me)) : (room.name ?? ""),
    others,
    unread: counts.unread,
    mention_count: counts.mentions,
    has_unread: counts.unread > 0 || isMarkedUnread(rows, state),
    muted: isMuted(state, now),
    favourite: state.favourite ?? false,
    // Unread messages show a hidden conversation; reading them unhides it on the server.
    hidden: (state.hidden ?? false) && counts.unread === 0,
    member_count: members.length,
    my_role: mine?.role ?? "member",
    can_post: canPost(rows, mine?.role, users.get(me)),
    last,
    last_waiting: waiting && waiting.composed_ms >= (last?.ts_ms ?? 0) ? waiting : undefined,
    last_ms: lastMs,
    has_draft: hasDraft,
  };
}

export function fullName(user: User): string {
  return user.last_name ? `${user.first_name} ${user.last_name}` : user.first_name;
}

function othersIn(rows: RoomRows, users: ReadonlyMap<string, User>, me: string): User[] {
  const others = rows.members.flatMap((m) => (m.user_id === me ? [] : (users.get(m.user_id) ?? [])));
  return others.sort((a, b) => Number(a.id) - Number(b.id));
}

function directTitle(others: readonly User[], me: User | undefined): string {
  if (others.length === 1 && others[0]) return fullName(others[0]);
  if (others.length > 1) return others.map((u) => u.first_name).join(", ");
  return me ? fullName(me) : "";
}

function isMarkedUnread(rows: RoomRows, state: RoomState): boolean {
  if (rows.mark.pending) return rows.mark.pending.unread_seq !== undefined;
  return !!state.unread_from_seq;
}

/** Muted for a time, or told to be silent altogether. */
export function isMuted(state: RoomState, now: number): boolean {
  return state.notify === "nothing" || (state.muted_until_ms ?? 0) > now;
}

function canPost(rows: RoomRows, role: "owner" | "member" | undefined, me: User | undefined): boolean {
  if (!role || rows.room.archived_ms) return false;
  if (rows.room.posting === "all" || role === "owner") return true;
  return me?.role === "admin" || me?.role === "super_admin";
}

function stateOf(roomId: string, me: string): RoomState {
  return { room_id: roomId, user_id: me, read_seq: 0, notify: "default", change_seq: 0 };
}
