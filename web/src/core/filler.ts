// Fetches in the background what the device should hold: the windows of the bootstrap, the newest page of rooms
// just entered, and history down to where unread begins, so that counts are right and reading works offline.
import type { Api } from "./api";
import type { Mark } from "./db";
import type { Device } from "./device";
import { applyPage, applyWindow, pageOf, type Ticket } from "./pages";
import { Problem } from "./problem";
import { surface } from "./surface";
import type { MessagePage, WindowsPage } from "./types";
import { visibleFrom } from "./visible";

/** Enough to show "99+"; the rest is paged when somebody scrolls there. */
const MAX_UNREAD = 400;
const PAGE = 100;

export class Filler {
  readonly #device: Device;
  readonly #api: Api;
  #running: Promise<void> | undefined;
  #again = false;

  constructor(device: Device, api: Api) {
    this.#device = device;
    this.#api = api;
  }

  /** Starts, or has the running one look again. A lost network ends it; the next connection starts it anew. */
  start(signal: AbortSignal): void {
    this.#again = true;
    this.#running ??= this.#run(signal)
      .catch((e: unknown) => {
        if (!(e instanceof Problem)) surface(e);
      })
      .finally(() => {
        this.#running = undefined;
      });
  }

  /** Resolves when nothing of it is under way. */
  async stopped(): Promise<void> {
    await this.#running;
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (this.#again && !signal.aborted) {
      this.#again = false;
      await this.#windows(signal);
      const hopeless = new Set<string>();
      for (;;) {
        const mark = signal.aborted ? undefined : await this.#hungry(hopeless);
        if (!mark) break;
        if (!(await this.#fill(mark, signal))) hopeless.add(mark.room_id);
      }
    }
  }

  async #windows(signal: AbortSignal): Promise<void> {
    for (;;) {
      const cache = this.#device.cache;
      const page = (await cache?.get("meta", "windows")) as string | undefined;
      if (!cache || !page || signal.aborted) return;
      const answer = await this.#api.get<WindowsPage>("/bootstrap/windows", { page }, signal);
      if (this.#device.cache !== cache) continue;
      await this.#device.write(async (rows) => {
        for (const w of answer.windows ?? []) await applyWindow(rows, cache.name, w);
        await rows.setMeta("windows", answer.next);
      });
    }
  }

  /** A room that lacks its newest page, or messages where unread begins. */
  async #hungry(hopeless: Set<string>): Promise<Mark | undefined> {
    const cache = this.#device.cache;
    if (!cache) return undefined;
    for (const mark of await cache.getAll("marks")) {
      if (hopeless.has(mark.room_id)) continue;
      if (!mark.paged) return mark;
      if (mark.start_seq >= mark.contiguous_from_seq || mark.held_unread >= MAX_UNREAD) continue;
      const room = await cache.get("rooms", mark.room_id);
      const mine = await cache.get("members", [mark.room_id, this.#device.me]);
      if (room && mark.contiguous_from_seq > visibleFrom(room, mine)) return mark;
    }
    return undefined;
  }

  /** Pages a room once. False = that brought nothing, and asking again would not either. */
  async #fill(mark: Mark, signal: AbortSignal): Promise<boolean> {
    const ticket = await this.#device.ticket(mark.room_id);
    if (!ticket) return true; // left meanwhile
    const asked = mark.paged ? { before: mark.contiguous_from_seq } : {};
    try {
      if (!(await fetchPage(this.#device, this.#api, ticket, asked, PAGE, signal))) return true;
    } catch (e) {
      if (e instanceof Problem && e.status === 404) return false; // the feed will say why
      throw e;
    }
    const now = await this.#device.cache?.get("marks", mark.room_id);
    return !now || (now.paged && !mark.paged) || now.contiguous_from_seq !== mark.contiguous_from_seq;
  }
}

/** Fetches a page of history into the cache. Answers whether it counted (see Ticket); if not, ask again. */
export async function fetchPage(
  device: Device,
  api: Api,
  ticket: Ticket,
  asked: { before?: number; after?: number; around?: number },
  limit: number,
  signal?: AbortSignal,
): Promise<boolean> {
  const answer = await api.get<MessagePage>(`/rooms/${ticket.room_id}/messages`, { ...asked, limit }, signal);
  let taken = true;
  if (device.cache?.name !== ticket.cache) return true;
  await device.write(async (rows) => {
    taken = await applyPage(rows, ticket, pageOf(answer, asked));
  });
  return taken;
}
