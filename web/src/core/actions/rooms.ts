import type { RoomActions } from "../client";
import type { ReadIntent } from "../db";
import type { Desk } from "../desk";
import { type Answered, applyIntent } from "../pages";
import type { ListedRoom, Member, Room, RoomState } from "../types";

export function roomActions(desk: () => Desk): RoomActions {
  const take = (answer: Answered) => desk().device.take(answer);
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
    create: async (input) => entered("POST", "/rooms", input),
    openDirect: async (user_ids) => entered("POST", "/rooms/direct", { user_ids }),
    join: async (id) => entered("POST", `/rooms/${id}/join`),
    async browse(q) {
      const query = { scope: "public", q: q || undefined };
      return (await desk().api.get<{ rooms: ListedRoom[] }>("/rooms", query)).rooms;
    },
    update: async (id, patch) => changed("PATCH", `/rooms/${id}`, patch),
    archive: async (id, on) => changed("POST", `/rooms/${id}/${on ? "archive" : "unarchive"}`),
    delete: async (id, confirm_name) => desk().api.write("DELETE", `/rooms/${id}`, { confirm_name }),
    leave: async (id) => desk().api.write("POST", `/rooms/${id}/leave`),
    async addMembers(id, user_ids) {
      const { members } = await desk().api.write<{ members: Member[] }>("POST", `/rooms/${id}/members`, {
        user_ids,
      });
      await take({ members });
    },
    removeMember: async (id, userId) => desk().api.write("DELETE", `/rooms/${id}/members/${userId}`),
    setMemberRole: async (id, userId, role) =>
      desk().api.write("PATCH", `/rooms/${id}/members/${userId}`, { role }),
    markRead: async (id, seq) => read(desk(), id, seq),
    markUnread: async (id, seq) => intend(desk(), id, (held) => ({ ...held, unread_seq: seq })),
    async setState(id, patch) {
      await take({ state: await desk().api.write<RoomState>("PUT", `/rooms/${id}/state`, patch) });
    },
    setDraft: async (id, draft) => desk().drafts.set(id, draft),
    sendTyping: (id, threadId) => desk().typing.typed(id, threadId),
    async seqAt(id, ts_ms) {
      return (await desk().api.get<{ seq: number }>(`/rooms/${id}/seq-at`, { ts_ms })).seq;
    },
  };
}

/** What is already known to be read is not told again. */
async function read(desk: Desk, roomId: string, seq: number): Promise<void> {
  const { mark, state } = desk.mirror.$rows.get().get(roomId) ?? {};
  const marked = mark?.pending ? mark.pending.unread_seq !== undefined : !!state?.unread_from_seq;
  if (!marked && seq < (mark?.start_seq ?? 0)) return;
  await intend(desk, roomId, (held) => ({
    read_seq: Math.max(seq, state?.read_seq ?? 0, held?.read_seq ?? 0),
  }));
}

/** Shown at once, kept on the device, told when it can be. */
async function intend(
  desk: Desk,
  roomId: string,
  next: (held: ReadIntent | undefined) => ReadIntent,
): Promise<void> {
  if (!desk.mirror.$rows.get().has(roomId)) return;
  const intent = await desk.device.writeOwn("intents", async ({ intents }) => {
    const made = next(await intents.get(roomId));
    await intents.put({ ...made, room_id: roomId });
    return made;
  });
  const { read_seq, unread_seq } = intent;
  await desk.device.write((rows) => applyIntent(rows, roomId, { read_seq, unread_seq }));
}
