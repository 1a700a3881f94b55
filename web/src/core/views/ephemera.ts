// Who is here and who is typing: passing facts, held in memory only.
import { atom, type WritableAtom } from "nanostores";
import type { Ephemeral } from "../tabs";
import type { Presence } from "../types";

const TYPING_MS = 6_000;

export class Ephemera {
  readonly $presence = atom<ReadonlyMap<string, Presence>>(new Map());
  readonly #typing = new Map<string, WritableAtom<readonly string[]>>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #me: string;

  constructor(me: string) {
    this.#me = me;
  }

  take(event: Ephemeral): void {
    if (event.type === "typing") this.#takeTyping(event);
    else if (event.type === "presence") this.#takePresence(event.changes, event.whole ?? false);
  }

  typing(roomId: string, threadId?: string): WritableAtom<readonly string[]> {
    const key = `${roomId}/${threadId ?? ""}`;
    const held = this.#typing.get(key);
    if (held) return held;
    const store = atom<readonly string[]>([]);
    this.#typing.set(key, store);
    return store;
  }

  /** A message arrived: its author has stopped typing it. */
  wrote(roomId: string, threadId: string | undefined, userId: string): void {
    this.#stopTyping(roomId, threadId, userId);
  }

  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #takePresence(changes: readonly Presence[], whole: boolean): void {
    const next = new Map(whole ? [] : this.$presence.get());
    for (const p of changes) next.set(p.user_id, p);
    this.$presence.set(next);
  }

  #takeTyping(e: { room_id: string; user_id: string; thread_id?: string }): void {
    if (e.user_id === this.#me) return;
    const store = this.typing(e.room_id, e.thread_id);
    if (!store.get().includes(e.user_id)) store.set([...store.get(), e.user_id]);
    const key = `${e.room_id}/${e.thread_id ?? ""}/${e.user_id}`;
    clearTimeout(this.#timers.get(key));
    const stop = () => this.#stopTyping(e.room_id, e.thread_id, e.user_id);
    this.#timers.set(key, setTimeout(stop, TYPING_MS));
  }

  #stopTyping(roomId: string, threadId: string | undefined, userId: string): void {
    const key = `${roomId}/${threadId ?? ""}/${userId}`;
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    const store = this.typing(roomId, threadId);
    if (store.get().includes(userId)) store.set(store.get().filter((id) => id !== userId));
  }
}
