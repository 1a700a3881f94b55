// Everything of one signed-in person in one tab: the databases, the views over them, and, while this tab leads,
// the engine and the outbox.
import { atom } from "nanostores";
import { Follower } from "./abort";
import type { Api } from "./api";
import { Chores } from "./chores";
import type { Arrival } from "./client";
import { mentionsMe } from "./counting";
import { Device } from "./device";
import { DraftKeeper } from "./drafts";
import { Engine } from "./engine";
import { takePart } from "./leadership";
import { PresenceReporter, TypingReporter } from "./presence";
import { Sender } from "./sender";
import { surface } from "./surface";
import type { Ephemeral, Line, TabMessage, Work } from "./tabs";
import type { Message } from "./types";
import { Ephemera } from "./views/ephemera";
import { Mirror } from "./views/mirror";
import { OutboxView } from "./views/outbox-view";
import { MessageThread } from "./views/thread";
import { ThreadList } from "./views/threads";
import { RoomTimeline, type TimelineContext } from "./views/timeline";

export type SignOutReason = "signed_out" | "session_ended" | "deactivated";

export interface DeskOptions {
  workspaceId: string;
  userId: string;
  api: Api;
  now: () => number;
  locks: LockManager | undefined;
  visible: () => boolean;
  onSignedOut: (why: SignOutReason) => void;
  onArrival: (arrival: Arrival) => void;
}

export class Desk {
  readonly device: Device;
  readonly api: Api;
  readonly now: () => number;
  readonly mirror: Mirror;
  readonly outbox: OutboxView;
  readonly ephemera: Ephemera;
  readonly threads: ThreadList;
  readonly drafts: DraftKeeper;
  readonly presence: PresenceReporter;
  readonly typing: TypingReporter;
  readonly context: TimelineContext;
  readonly $line;

  readonly #o: DeskOptions;
  readonly #over = new AbortController();
  readonly #timelines = new Map<string, RoomTimeline>();
  readonly #threads = new Map<string, MessageThread>();
  #lead: { engine: Engine; sender: Sender; chores: Chores } | undefined;
  #taking: Promise<void> | undefined;

  private constructor(o: DeskOptions, device: Device) {
    this.#o = o;
    this.device = device;
    this.api = o.api;
    this.now = o.now;
    this.outbox = new OutboxView(device, o.now);
    this.mirror = new Mirror(device, this.outbox, o.now);
    this.ephemera = new Ephemera(device.me);
    this.context = { device, api: o.api, mirror: this.mirror, outbox: this.outbox };
    this.threads = new ThreadList(this.context);
    this.drafts = new DraftKeeper(device, o.now);
    this.presence = new PresenceReporter(o.api, device.tabs);
    this.typing = new TypingReporter(o.api, o.now);
    this.$line = atom<Line>({
      state: "connecting",
      since_ms: o.now(),
      expired: false,
      update_required: false,
    });
  }

  /** Opens the databases and shows what they hold; the network comes after. */
  static async open(o: DeskOptions): Promise<Desk> {
    const desk = new Desk(o, await Device.open(o.workspaceId, o.userId));
    desk.#listen();
    await Promise.all([desk.mirror.settled(), desk.outbox.settled()]);
    return desk;
  }

  /** Takes part in running the engine. */
  start(): void {
    const { device } = this;
    this.#taking = takePart(
      {
        own: device.own,
        tabs: device.tabs,
        name: device.base,
        locks: this.#o.locks,
        visible: this.#o.visible,
        now: this.now,
        lead: (generation, signal) => this.#reign(generation, signal),
      },
      this.#over.signal,
    );
    device.tabs.post({ kind: "hello" });
  }

  /** Stops working; the databases stay open for what is left to do with them. */
  async halt(): Promise<void> {
    await this.drafts.flush();
    this.#over.abort();
    await this.#taking;
    this.presence.close();
    this.threads.close();
    this.mirror.close();
    this.outbox.close();
    this.ephemera.close();
  }

  async stop(): Promise<void> {
    await this.halt();
    this.device.close();
  }

  /** Skips the waits, in the tab that leads. */
  nudge(): void {
    if (!this.#lead) {
      this.device.tabs.post({ kind: "nudge" });
      return;
    }
    this.#lead.engine.nudge();
    this.#lead.sender.nudge();
    this.#lead.chores.nudge("intents");
  }

  /** The device itself says that there is no network. */
  lost(): void {
    this.#setLine({ state: "offline" });
    this.#lead?.engine.lost();
  }

  timeline(roomId: string): RoomTimeline {
    const held = this.#timelines.get(roomId) ?? new RoomTimeline(this.context, roomId);
    this.#timelines.set(roomId, held);
    return held;
  }

  thread(messageId: string): MessageThread {
    const held = this.#threads.get(messageId) ?? new MessageThread(this.context, messageId);
    this.#threads.set(messageId, held);
    return held;
  }

  /** A room that I just made or entered comes with the feed; wait for it a moment. */
  async untilRoom(roomId: string): Promise<void> {
    if (this.mirror.$rows.get().has(roomId)) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        stop();
        resolve();
      };
      const timer = setTimeout(done, 3_000);
      const stop = this.mirror.$rows.listen((rows) => rows.has(roomId) && done());
    });
  }

  async #reign(generation: number, signal: AbortSignal): Promise<void> {
    const { device, api, now } = this;
    const over = new Follower(signal);
    const engine = new Engine({
      device,
      api,
      generation,
      now,
      onLine: (line) => this.#setLine(line),
      onEphemeral: (event) => this.#broadcast(event),
      onMessages: (messages) => void this.#arrived(messages).catch(surface),
    });
    const sender = new Sender({
      device,
      api,
      generation,
      now,
      onSending: (ids) => this.outbox.setSending(ids),
      onExpired: () => this.#setLine({ expired: true }),
    });
    const chores = new Chores(device, api);
    this.#lead = { engine, sender, chores };
    try {
      const running = [sender.run(over.signal), chores.run(over.signal)];
      const end = await engine.run(over.signal);
      over.abort();
      await Promise.all(running);
      if (end === "session_ended" || end === "deactivated") this.#o.onSignedOut(end);
    } finally {
      over.abort();
      over.release();
      this.#lead = undefined;
    }
  }

  #listen(): void {
    this.device.tabs.listen((m) => this.#hear(m));
    this.device.listen({
      touched: () => {},
      own: (work, byEngine) => byEngine || this.#work(work),
      swapped: () => {},
    });
  }

  #hear(m: TabMessage): void {
    if (m.kind === "ephemeral") this.#take(m.event);
    else if (m.kind === "signed_out") this.#o.onSignedOut(m.why);
    else if (m.kind === "nudge" && this.#lead) this.nudge();
    else if (m.kind === "hello" && this.#lead) {
      this.#broadcast({ type: "line", line: this.$line.get() });
      this.#broadcast({
        type: "presence",
        changes: [...this.ephemera.$presence.get().values()],
        whole: true,
      });
    }
  }

  #work(work: Work): void {
    if (work === "outbox") this.#lead?.sender.nudge();
    else this.#lead?.chores.nudge(work);
  }

  #broadcast(event: Ephemeral): void {
    this.#take(event);
    this.device.tabs.post({ kind: "ephemeral", event });
  }

  #take(event: Ephemeral): void {
    if (event.type === "line") this.$line.set(event.line);
    else this.ephemera.take(event);
  }

  #setLine(change: Partial<Line>): void {
    const held = this.$line.get();
    // Between two attempts the line stays "offline": it is, and a flickering word helps nobody.
    const state =
      change.state === "connecting" && held.state === "offline" ? "offline" : (change.state ?? held.state);
    const since_ms = state === held.state ? held.since_ms : this.now();
    const line = { ...held, ...change, state, since_ms };
    const same =
      line.state === held.state &&
      line.expired === held.expired &&
      line.update_required === held.update_required;
    if (same) return;
    const back = line.state === "online" && held.state !== "online";
    this.#broadcast({ type: "line", line });
    if (!back) return;
    this.#lead?.sender.nudge();
    this.#lead?.chores.nudge("drafts");
    this.presence.reconnected();
  }

  async #arrived(messages: Message[]): Promise<void> {
    await this.mirror.settled(); // the first word of a new room arrives together with the room
    for (const message of messages) {
      this.ephemera.wrote(message.room_id, message.thread_id, message.author_id);
      const fresh = message.seq === message.change_seq && message.kind === "message";
      const room = this.mirror.$rooms.get().find((r) => r.id === message.room_id);
      if (!fresh || !room || message.author_id === this.device.me) continue;
      const mentioned = mentionsMe(message, this.device.me);
      const level =
        room.state.notify === "default"
          ? room.room.kind === "direct"
            ? "all"
            : "mentions"
          : room.state.notify;
      const notify = !room.muted && (level === "all" || (level === "mentions" && mentioned));
      this.#o.onArrival({ message, room, notify, mentioned });
    }
  }
}
