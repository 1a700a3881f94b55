import { atom, type ReadableAtom } from "nanostores";
import type { OutboxItem } from "../client";
import type { OutboxRow } from "../db";
import type { Device } from "../device";
import { Refresher } from "./refresher";

/** What waits longer than this is flagged: eviction or a lost phone can end it. */
const OLD_MS = 24 * 3_600_000;

/** My unacknowledged messages, as the screens see them. */
export class OutboxView {
  readonly $items: ReadableAtom<readonly OutboxItem[]>;
  readonly #items = atom<readonly OutboxItem[]>([]);
  readonly #device: Device;
  readonly #now: () => number;
  readonly #refresher: Refresher<null>;
  readonly #stop: () => void;
  readonly #clock: ReturnType<typeof setInterval>;
  #sending: ReadonlySet<string> = new Set();

  constructor(device: Device, now: () => number) {
    this.$items = this.#items;
    this.#device = device;
    this.#now = now;
    this.#refresher = new Refresher(() => this.#read());
    this.#stop = device.listen({
      touched: () => {},
      own: (work) => work === "outbox" && this.#refresher.add(null),
      swapped: () => {},
    });
    this.#clock = setInterval(() => this.#refresher.add(null), 60_000); // "old" comes with time alone
    this.#refresher.add(null);
  }

  setSending(ids: ReadonlySet<string>): void {
    this.#sending = ids;
    this.#refresher.add(null);
  }

  settled(): Promise<void> {
    return this.#refresher.settled();
  }

  close(): void {
    clearInterval(this.#clock);
    this.#stop();
    this.#refresher.stop();
  }

  async #read(): Promise<void> {
    const rows = await this.#device.own.getAll("outbox");
    const before = new Map(this.#items.get().map((i) => [i.message_id, i]));
    const next = rows
      .filter((r) => !r.acked && r.after !== "delete")
      .map((row) => {
        const item = this.#item(row);
        const held = before.get(item.message_id);
        return held && JSON.stringify(held) === JSON.stringify(item) ? held : item;
      });
    this.#items.set(next);
  }

  #item(row: OutboxRow): OutboxItem {
    const { text = "", ...body } = row.body;
    const after = typeof row.after === "object" ? row.after : {};
    const sending = row.state === "waiting" && this.#sending.has(row.message_id);
    return {
      message_id: row.message_id,
      room_id: row.room_id,
      ...body,
      text,
      ...after,
      state: sending ? "sending" : row.state,
      problem: row.problem,
      old: this.#now() - body.composed_ms > OLD_MS,
    };
  }
}
