// My messages on their way out. Any tab writes here; the leading tab sends (sender.ts).
import type { SendInput } from "./client";
import type { OutboxRow } from "./db";
import type { Device } from "./device";
import { uuidv7 } from "./ids";

/** Keeps a message on this device and clears its draft, in one transaction. Resolves when it is on the disk. */
export async function enqueue(
  device: Device,
  roomId: string,
  input: SendInput,
  now: number,
  hadDraft: boolean,
): Promise<OutboxRow> {
  const { position, ...rest } = input;
  const row: OutboxRow = {
    message_id: uuidv7(now),
    room_id: roomId,
    body: { ...rest, ...position, composed_ms: now },
    state: "waiting",
    transmitted: false,
  };
  await device.writeOwn("outbox", async ({ outbox, drafts }) => {
    row.n = await outbox.add(row);
    if (!hadDraft) return;
    const thread_id = input.thread_id ?? "";
    await drafts.put({ room_id: roomId, thread_id, text: "", updated_ms: now, dirty: true });
  });
  return row;
}

/** Runs `change` on a waiting message in one transaction. Undefined = it is not here (any more). */
async function revise<T>(
  device: Device,
  messageId: string,
  change: (row: OutboxRow) => { next?: OutboxRow; result: T },
): Promise<T | undefined> {
  return device.writeOwn("outbox", async ({ outbox }) => {
    const row = await outbox.index("id").get(messageId);
    if (!row || row.n === undefined) return undefined;
    const { next, result } = change(row);
    if (next) await outbox.put(next);
    else await outbox.delete(row.n);
    return result;
  });
}

/** Gives a refused message another chance. An id that is taken elsewhere is replaced. */
export async function retry(device: Device, messageId: string, now: number): Promise<void> {
  await revise(device, messageId, (row) => {
    const taken = row.problem?.code === "message_id_taken";
    const next: OutboxRow = { ...row, state: "waiting", problem: undefined };
    if (taken) Object.assign(next, { message_id: uuidv7(now), transmitted: false });
    return { next, result: undefined };
  });
}

export async function discard(device: Device, messageId: string): Promise<void> {
  await revise(device, messageId, () => ({ result: undefined }));
}

/**
 * Edits a message that was not acknowledged. Until its first transmission it is rewritten; afterwards the server
 * may already have it, so the edit follows once that is known. False = it is not here: edit it at the server.
 */
export async function editWaiting(
  device: Device,
  messageId: string,
  text: string,
  mentions?: string[],
): Promise<boolean> {
  const found = await revise(device, messageId, (row) => {
    const refused = row.state === "parked"; // then the server has not stored it
    const rewrite = refused || !row.transmitted;
    const body = rewrite ? { ...row.body, text, mentions } : row.body;
    const next: OutboxRow = rewrite ? { ...row, body } : { ...row, after: { text, mentions } };
    return { next: { ...next, state: "waiting", problem: undefined }, result: true };
  });
  return found ?? false;
}

/** Deletes a message that was not acknowledged. False = it is not here: delete it at the server. */
export async function deleteWaiting(device: Device, messageId: string): Promise<boolean> {
  const found = await revise(device, messageId, (row) => {
    if (row.state === "parked" || !row.transmitted) return { result: true };
    return { next: { ...row, after: "delete" as const }, result: true };
  });
  return found ?? false;
}
