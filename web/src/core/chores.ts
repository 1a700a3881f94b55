// What this device did that the server is to learn when it can: how far I have read, and my drafts. Run by the
// leading tab.
import { pause } from "./abort";
import type { Api } from "./api";
import { applyRoomState } from "./apply";
import { backoffMs, Waiter } from "./backoff";
import type { OwnDraft, ReadIntent } from "./db";
import type { Device } from "./device";
import { applyIntent } from "./pages";
import { Problem } from "./problem";
import { surface } from "./surface";
import { applyThreadIntent, applyThreadState } from "./thread-counts";
import type { Draft, RoomState, ThreadState } from "./types";

/** Scrolling reads line by line and typing letter by letter: a moment later is early enough. */
const READ_DELAY_MS = 300;
const DRAFT_DELAY_MS = 2_000;
const IDLE_MS = 10 * 60_000;

export class Chores {
  readonly #device: Device;
  readonly #api: Api;
  readonly #waiter = new Waiter();
  #attempt = 0;
  /** When drafts are to be told; undefined = there are none. */
  #draftsMs: number | undefined = 0;

  constructor(device: Device, api: Api) {
    this.#device = device;
    this.#api = api;
  }

  nudge(work: "intents" | "drafts"): void {
    if (work === "drafts") this.#draftsMs = Date.now() + DRAFT_DELAY_MS;
    this.#waiter.nudge();
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        for (const intent of await this.#device.own.getAll("intents")) await this.#tellRead(intent);
        for (const intent of await this.#device.own.getAll("threadIntents")) await this.#tellThread(intent);
        if ((this.#draftsMs ?? Number.POSITIVE_INFINITY) <= Date.now()) await this.#tellDrafts();
        this.#attempt = 0;
        await this.#waiter.wait((this.#draftsMs ?? Date.now() + IDLE_MS) - Date.now(), signal);
        await pause(READ_DELAY_MS, signal);
      } catch (e) {
        if (!(e instanceof Problem)) surface(e);
        const retryMs = e instanceof Problem ? e.retryAfterMs : undefined;
        await this.#waiter.wait(retryMs ?? backoffMs(this.#attempt++), signal);
      }
    }
  }

  async #tellRead(intent: ReadIntent & { room_id: string }): Promise<void> {
    const { room_id, read_seq, unread_seq } = intent;
    const tell = (verb: string, seq: number) =>
      this.#orRefused(() => this.#api.write<RoomState>("PUT", `/rooms/${room_id}/${verb}`, { seq }));
    const read = read_seq === undefined ? undefined : await tell("read", read_seq);
    const state = unread_seq === undefined ? read : await tell("unread", unread_seq);
    // Another one may have come while this one was told.
    const done = await this.#device.writeOwn(
      "intents",
      async ({ intents }) => {
        const now = await intents.get(room_id);
        if (!now || now.read_seq !== read_seq || now.unread_seq !== unread_seq) return false;
        await intents.delete(room_id);
        return true;
      },
      true,
    );
    await this.#device.write(async (rows) => {
      if (state) await applyRoomState(rows, state);
      if (done) await applyIntent(rows, room_id, undefined);
    });
  }

  async #tellThread({ thread_id, read_seq }: { thread_id: string; read_seq: number }): Promise<void> {
    const path = `/messages/${thread_id}/thread`;
    const state = await this.#orRefused(() => this.#api.write<ThreadState>("PUT", path, { read_seq }));
    const done = await this.#device.writeOwn(
      "intents",
      async ({ threadIntents }) => {
        if ((await threadIntents.get(thread_id))?.read_seq !== read_seq) return false;
        await threadIntents.delete(thread_id);
        return true;
      },
      true,
    );
    await this.#device.write(async (rows) => {
      if (state) await applyThreadState(rows, state);
      if (done) await applyThreadIntent(rows, thread_id, undefined);
    });
  }

  async #tellDrafts(): Promise<void> {
    this.#draftsMs = undefined;
    for (const draft of await this.#device.own.getAll("drafts")) {
      if (!draft.dirty) continue;
      const path = `/rooms/${draft.room_id}/draft`;
      const row = await this.#orRefused(() =>
        this.#api.write<Draft | undefined>("PUT", path, draftBody(draft)),
      );
      if (row) await this.#device.take({ draft: row });
      await this.#device.writeOwn(
        "drafts",
        async ({ drafts }) => {
          const now = await drafts.get([draft.room_id, draft.thread_id]);
          if (now?.updated_ms !== draft.updated_ms) return;
          if (now.text === "") await drafts.delete([draft.room_id, draft.thread_id]);
          else await drafts.put({ ...now, dirty: false });
        },
        true,
      );
    }
  }

  /** A permanent refusal (a room that is gone) ends the chore; nobody waits for it. */
  async #orRefused<T>(ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return await ask();
    } catch (e) {
      if (e instanceof Problem && !e.temporary && e.status !== 401 && e.code !== "update_required")
        return undefined;
      throw e;
    }
  }
}

function draftBody(draft: OwnDraft) {
  return {
    text: draft.text,
    thread_id: draft.thread_id || undefined,
    reply_to: draft.reply_to,
    updated_ms: draft.updated_ms,
  };
}
