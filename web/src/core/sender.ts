// Sends what waits in the outbox, in the leading tab: in order within a room, rooms beside each other.
import type { Api } from "./api";
import { backoffMs, Waiter } from "./backoff";
import type { OutboxRow } from "./db";
import type { Device } from "./device";
import { Deposed, Problem } from "./problem";
import { surface } from "./surface";
import type { Message } from "./types";

/** Rooms that are sent to at the same time. */
const LANES = 4;
/** Without a new sign-in or a new app nothing changes; a nudge comes with either. */
const BLOCKED_MS = 10 * 60_000;

export interface SenderOptions {
  device: Device;
  api: Api;
  generation: number;
  now: () => number;
  /** The ids that are being transmitted at this moment. */
  onSending: (ids: ReadonlySet<string>) => void;
  /** The session is over (401): the engine shows it. */
  onExpired: () => void;
}

type Outcome = "done" | "parked" | "later" | "blocked";

export class Sender {
  readonly #o: SenderOptions;
  readonly #waiter = new Waiter();
  readonly #sending = new Set<string>();
  #attempt = 0;

  constructor(options: SenderOptions) {
    this.#o = options;
  }

  /** Something new waits, or the network is back. */
  nudge(): void {
    this.#waiter.nudge();
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const { outcome, retryMs } = await this.#round(signal).catch(mistake);
      if (outcome === "done") this.#attempt = 0;
      const idle = outcome === "done" || outcome === "blocked" ? BLOCKED_MS : backoffMs(this.#attempt++);
      await this.#waiter.wait(retryMs ?? idle, signal);
    }
  }

  /** Everything that can be sent now. "later" = some of it failed for now. */
  async #round(signal: AbortSignal): Promise<{ outcome: Outcome; retryMs?: number }> {
    const rooms = new Map<string, OutboxRow[]>();
    for (const row of await this.#o.device.own.getAll("outbox")) {
      if (row.state === "waiting") rooms.set(row.room_id, [...(rooms.get(row.room_id) ?? []), row]);
    }
    const queues = [...rooms.values()];
    let worst: { outcome: Outcome; retryMs?: number } = { outcome: "done" };
    const lane = async () => {
      for (let queue = queues.shift(); queue; queue = queues.shift()) {
        for (const row of queue) {
          // One failure of the network stops all lanes: the others would fail too.
          if (signal.aborted || worst.outcome !== "done") return;
          const result = await this.#deliver(row, signal);
          if (result.outcome === "later" || result.outcome === "blocked") worst = result;
        }
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    return worst;
  }

  async #deliver(row: OutboxRow, signal: AbortSignal): Promise<{ outcome: Outcome; retryMs?: number }> {
    this.#show(row.message_id, true);
    try {
      const current = await this.#checkOut(row);
      if (!current) return { outcome: "done" };
      if (!current.acked) await this.#acknowledged(current, await this.#post(current));
      await this.#finish(current.message_id);
      return { outcome: "done" };
    } catch (e) {
      if (e instanceof Deposed) return { outcome: "blocked" };
      if (!(e instanceof Problem)) throw e;
      if (signal.aborted) return { outcome: "later" };
      return await this.#refused(row, e);
    } finally {
      this.#show(row.message_id, false);
    }
  }

  /** The row as it is now, marked as possibly arrived: from here on its body is fixed. */
  #checkOut(row: OutboxRow): Promise<OutboxRow | undefined> {
    return this.#o.device.writeOwn(
      "outbox",
      async ({ meta, outbox }) => {
        if ((((await meta.get("generation")) as number | undefined) ?? 0) > this.#o.generation)
          throw new Deposed();
        const current = row.n === undefined ? undefined : await outbox.get(row.n);
        if (current?.state !== "waiting") return undefined;
        const next = { ...current, transmitted: true };
        if (!current.transmitted) await outbox.put(next);
        return next;
      },
      true,
    );
  }

  #post(row: OutboxRow): Promise<Message> {
    const body = { message_id: row.message_id, ...row.body, device_ms: this.#o.now() };
    return this.#o.api.send<Message>(`/rooms/${row.room_id}/messages`, body);
  }

  /** First into the timeline, then out of the outbox: between the two it is shown once, by its id. */
  async #acknowledged(row: OutboxRow, message: Message): Promise<void> {
    const { device } = this.#o;
    await device.take({ messages: [message] });
    await device.writeOwn(
      "outbox",
      async ({ outbox }) => {
        const current = row.n === undefined ? undefined : await outbox.get(row.n);
        if (!current) return;
        if (current.after) await outbox.put({ ...current, acked: true });
        else await outbox.delete(current.n as number);
      },
      true,
    );
  }

  /** What was to follow the acknowledgement. */
  async #finish(messageId: string): Promise<void> {
    const { device, api } = this.#o;
    const row = await device.own.getFromIndex("outbox", "id", messageId);
    if (!row?.acked || !row.after) return;
    const path = `/messages/${messageId}`;
    const message =
      row.after === "delete"
        ? await api.write<Message>("DELETE", path)
        : await api.write<Message>("PATCH", path, row.after);
    await device.take({ messages: [message] });
    await device.writeOwn("outbox", ({ outbox }) => outbox.delete(row.n as number), true);
  }

  async #refused(row: OutboxRow, problem: Problem): Promise<{ outcome: Outcome; retryMs?: number }> {
    if (problem.status === 401) this.#o.onExpired();
    if (problem.status === 401 || problem.code === "update_required") return { outcome: "blocked" };
    if (problem.temporary) return { outcome: "later", retryMs: problem.retryAfterMs };
    await this.#o.device.writeOwn(
      "outbox",
      async ({ outbox }) => {
        const current = row.n === undefined ? undefined : await outbox.get(row.n);
        if (!current) return;
        // Deleted here before the server could take it: then there is nothing left to say.
        if (current.after === "delete" && !current.acked) return outbox.delete(current.n as number);
        const { code, message } = problem;
        await outbox.put({ ...current, state: "parked", problem: { code, detail: message } });
      },
      true,
    );
    return { outcome: "parked" };
  }

  #show(id: string, on: boolean): void {
    if (on) this.#sending.add(id);
    else this.#sending.delete(id);
    this.#o.onSending(new Set(this.#sending));
  }
}

/** A mistake of ours must not lose what waits: it is tried again. */
function mistake(error: unknown): { outcome: Outcome; retryMs?: number } {
  surface(error);
  return { outcome: "later" };
}
