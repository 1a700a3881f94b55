import { surface } from "../surface";

/**
 * Runs a refresh after notes of what changed, one at a time, so that a later read never loses to an earlier one.
 * Notes that come while it runs are collected for the next round.
 */
export class Refresher<Note> {
  readonly #refresh: (notes: Note[]) => Promise<void>;
  #notes: Note[] = [];
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(refresh: (notes: Note[]) => Promise<void>) {
    this.#refresh = refresh;
  }

  add(note: Note): void {
    if (this.#stopped) return;
    this.#notes.push(note);
    this.#running ??= this.#run();
  }

  /** Resolves when everything noted so far is shown. */
  async settled(): Promise<void> {
    await this.#running;
  }

  stop(): void {
    this.#stopped = true;
    this.#notes = [];
  }

  async #run(): Promise<void> {
    try {
      // A moment for what belongs together to come together.
      await Promise.resolve();
      while (this.#notes.length > 0 && !this.#stopped) await this.#refresh(this.#notes.splice(0));
    } catch (e) {
      surface(e);
    } finally {
      this.#running = undefined;
      if (this.#notes.length > 0 && !this.#stopped) this.#running = this.#run();
    }
  }
}
