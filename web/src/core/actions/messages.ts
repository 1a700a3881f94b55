import type { MessageActions, OutboxItem, SendInput } from "../client";
import type { Desk } from "../desk";
import type { Asked } from "../device";
import { draftKey } from "../keys";
import { deleteWaiting, discard, editWaiting, enqueue, retry } from "../outbox";
import type { Answered } from "../pages";
import type { Message, Revision, Saved } from "../types";

export function messageActions(desk: () => Desk): MessageActions {
  const take = (answer: Answered, asked?: Asked) => desk().device.take(answer, asked);
  const changed = async (method: string, path: string, body?: unknown) => {
    const message = await desk().api.write<Message>(method, path, body);
    await take({ messages: [message] });
  };
  return {
    send: async (roomId, input) => send(desk(), roomId, input),
    retry: async (id) => retry(desk().device, id, desk().now()),
    discard: async (id) => discard(desk().device, id),
    async edit(id, text, mentions) {
      if (await editWaiting(desk().device, id, text, mentions)) return;
      await changed("PATCH", `/messages/${id}`, { text, mentions });
    },
    async delete(id) {
      if (!(await deleteWaiting(desk().device, id))) await changed("DELETE", `/messages/${id}`);
    },
    react: async (id, emoji, on) =>
      changed(on ? "PUT" : "DELETE", `/messages/${id}/reactions/${encodeURIComponent(emoji)}`),
    pin: async (id, on) => changed(on ? "PUT" : "DELETE", `/messages/${id}/pin`),
    async save(id, on) {
      const saved = await desk().api.write<Saved | undefined>(on ? "PUT" : "DELETE", `/messages/${id}/save`);
      if (saved) await take({ saved });
    },
    async pins(roomId) {
      return (await desk().api.get<{ messages: Message[] }>(`/rooms/${roomId}/pins`)).messages;
    },
    async revisions(id) {
      return (await desk().api.get<{ revisions: Revision[] }>(`/messages/${id}/revisions`)).revisions;
    },
    readers: async (id) => desk().api.get(`/messages/${id}/readers`),
    report: async (id, reason) => desk().api.write("POST", `/messages/${id}/report`, { reason }),
    loadThreads: async () => desk().threads.load(),
    async loadSaved() {
      const asked = await desk().device.asked();
      const { saved, messages } = await desk().api.get<{ saved: Saved[]; messages: Message[] }>("/me/saved");
      for (const row of saved) await take({ saved: row });
      await take({ messages }, asked);
    },
  };
}

async function send(desk: Desk, roomId: string, input: SendInput): Promise<OutboxItem> {
  desk.drafts.drop(roomId, input.thread_id);
  const hadDraft = desk.mirror.$drafts.get().has(draftKey(roomId, input.thread_id));
  const row = await enqueue(desk.device, roomId, input, desk.now(), hadDraft);
  desk.typing.sent(roomId, input.thread_id);
  await desk.outbox.settled(); // the text box empties when the message is on screen
  const { text = "", ...body } = row.body;
  return { message_id: row.message_id, room_id: roomId, ...body, text, state: "waiting", old: false };
}
