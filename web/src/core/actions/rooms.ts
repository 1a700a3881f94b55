import type { RoomActions } from "../client";
import type { ReadIntent } from "../db";
import type { Desk } from "../desk";
import { type Answered, applyAnswer, applyIntent } from "../pages";
import type { ListedRoom, Member, Room, RoomState } from "../types";

export function roomActions(desk: () => Desk): RoomActions {
  const take = (answer: Answered) => desk().device.write((rows) => applyAnswer(rows, answer));
  /** A room in the answer: taken over, and on screen when the action is done. */
  const entered = async (method: string, path: string, body?: unknown) => {
    const room = await desk().api.write<Room>(method, path, body);
    await desk().untilRoom(room.id);
    return room;
  };
  const changed = async (method: string, path: string, body?: unknown) => {
    const room = await desk().api.write<Room>(method, path, body);
    await take({ room });
    return room;
  };
  return {
    create: (input) => entered("POST", "/rooms", input),
    openDirect: (user_ids) => entered("POST", "/rooms/direct", { user_ids }),
    join: (id) => entered("POST", `/rooms/${id}/join`),
    async browse(q) {
      const query = { scope: "public", q: q || undefined };
      return (await desk().api.get<{ rooms: ListedRoom[] }>("/rooms", query)).rooms;
    },
    update: (id, patch) => changed("PATCH", `/rooms/${id}`, patch),
    archive: (id, on) => changed("POST", `/rooms/${id}/${on ? "archive" : "unarchive"}`),
    delete: (id, confirm_name) => desk().api.write("DELETE", `/rooms/${id}`, { confirm_name }),
    leave: (id) => desk().api.write("POST", `/rooms/${id}/leave`),
    async addMembers(id, user_ids) {
      const { members } = await desk().api.write<{ members: Member[] }>("POST", `/rooms/${id}/members`, {
        user_ids,
      });
      await take({ members });
    },
    removeMember: (id, userId) => desk().api.write("DELETE", `/rooms/${id}/members/${userId}`),
    setMemberRole: (id, userId, role) =>
      desk().api.write("PATCH", `/rooms/${id}/members/${userId}`, { role }),
    markRead: (id, seq) => intend(desk(), id, { kind: "read", seq }),
    markUnread: (id, seq) => intend(desk(), id, { kind: "unread", seq }),
    async setState(id, patch) {
      await take({ state: await desk().api.write<RoomState>("PUT", `/rooms/${id}/state`, patch) });
    },
    setDraft: (id, draft) => desk().drafts.set(id, draft),
    sendTyping: (id, threadId) => desk().typing.typed(id, threadId),
    async seqAt(id, ts_ms) {
      return (await desk().api.get<{ seq: number }>(`/rooms/${id}/seq-at`, { ts_ms })).seq;
    },
  };
}

/** Shown at once, kept on the device, told when it can be. What is already known is not told again. */
async function intend(desk: Desk, roomId: string, intent: ReadIntent): Promise<void> {
  const rows = desk.mirror.$rows.get().get(roomId);
  const { mark, state } = rows ?? {};
  if (!mark) return;
  const markedUnread = mark.pending ? mark.pending.kind === "unread" : !!state?.unread_from_seq;
  if (intent.kind === "read" && !markedUnread && intent.seq < mark.start_seq) return;
  const seq = intent.kind === "read" ? Math.max(intent.seq, state?.read_seq ?? 0) : intent.seq;
  await desk.device.writeOwn("intents", ({ intents }) => intents.put({ ...intent, seq, room_id: roomId }));
  await desk.device.write((r) => applyIntent(r, roomId, { ...intent, seq }));
}
