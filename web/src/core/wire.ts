// Puts the client together: who is signed in decides which desk is open, and the stores of the facade follow it.
import { atom, computed, type ReadableAtom, type WritableAtom } from "nanostores";
import { adminActions } from "./actions/admin";
import { messageActions } from "./actions/messages";
import { peopleActions } from "./actions/people";
import { roomActions } from "./actions/rooms";
import { sessionActions } from "./actions/session";
import { Api } from "./api";
import type { Arrival, Client, ClientOptions, Connection, MemberView, RoomView, SessionView } from "./client";
import { baseName } from "./db";
import { Desk, type SignOutReason } from "./desk";
import { attachPage, keepStorage, missingHere } from "./page";
import { Problem } from "./problem";
import { forgetSession, type KeptSession, keepSession, keptSession } from "./session";
import { surface } from "./surface";
import type { Line } from "./tabs";
import type { Me, Setup, SignedIn } from "./types";
import { searchDevice } from "./views/search";
import { watchMessage } from "./views/threads";

export function wire(opts: ClientOptions): Client {
  const $setup = atom<Setup | undefined>(undefined);
  const keeper = new Keeper(opts);
  const { facade, api } = keeper;
  const desk = () => keeper.desk();
  const begun = keeper.begin();
  const stopPage = attachPage({
    online: () => keeper.current?.nudge(),
    offline: () => keeper.current?.lost(),
    active: (active) => keeper.current?.presence.setActive(active),
    shown: () => keeper.current?.nudge(),
    hidden: () => void keeper.current?.drafts.flush(),
    sessionKept: () => void keeper.begin().catch(surface),
  });
  return {
    $session: keeper.$session,
    $setup,
    ...facade.stores,
    room: (id) => facade.room(id),
    members: (id) => facade.members(id),
    typing: (roomId, threadId) => keeper.shown().ephemera.typing(roomId, threadId),
    message: (id) => facade.message(id, keeper.shown()),
    timeline: (id) => keeper.shown().timeline(id),
    thread: (id) => keeper.shown().thread(id),
    onArrival: (listener) => {
      keeper.arrivals.add(listener);
      return () => keeper.arrivals.delete(listener);
    },
    session: sessionActions({
      api,
      device: opts.device,
      $setup,
      enter: (signedIn) => keeper.enter(signedIn),
      leave: () => keeper.leave(),
    }),
    messages: messageActions(desk),
    rooms: roomActions(desk),
    people: peopleActions(desk),
    admin: adminActions(desk),
    search: async (query, o = {}) => searchDevice(desk().device, desk().mirror, query, o),
    setActive: (active) => keeper.current?.presence.setActive(active),
    retryNow: () => keeper.current?.nudge(),
    stop: async () => {
      stopPage();
      await begun;
      await keeper.close();
    },
  };
}

/** Keeps the desk of whoever is signed in. */
class Keeper {
  readonly api: Api;
  readonly facade = new Facade();
  readonly $session = atom<SessionView>({ state: "loading" });
  readonly arrivals = new Set<(a: Arrival) => void>();
  current: Desk | undefined;
  readonly #opts: ClientOptions;
  #last: Desk | undefined;

  constructor(opts: ClientOptions) {
    this.#opts = opts;
    this.api = new Api(opts);
  }

  desk(): Desk {
    if (!this.current) throw new Problem(401, "signed_out", "nobody is signed in");
    return this.current;
  }

  /**
   * For what is on screen. A screen may be drawn once more after its person signed out: it then reads the stores of
   * a closed desk, which are empty.
   */
  shown(): Desk {
    return this.current ?? this.#last ?? this.desk();
  }

  /** Opens what this browser remembers, here or in another tab. */
  async begin(): Promise<void> {
    if (this.current) return;
    const kept = keptSession() ?? (await askWhoIAm(this.api));
    if (kept) await this.#open(kept);
    else this.$session.set({ state: "signed_out" });
  }

  async enter(signedIn: SignedIn): Promise<void> {
    keepSession(signedIn);
    await this.#open(signedIn);
  }

  async leave(): Promise<void> {
    await this.api.send("/auth/logout", undefined).catch((e: unknown) => {
      if (!(e instanceof Problem) || e.status !== 401) throw e; // 401: it is over already
    });
    this.current?.device.tabs.post({ kind: "signed_out", why: "signed_out" });
    await this.#signOut("signed_out");
  }

  async close(): Promise<void> {
    this.facade.unfollow();
    const old = this.current;
    this.current = undefined;
    await old?.stop();
  }

  async #open(kept: KeptSession): Promise<void> {
    if (this.current?.device.base === baseName(kept.workspace.id, kept.user.id)) {
      this.current.nudge(); // the same person again: the session had expired
      return;
    }
    // Somebody else: what the server told his predecessor is not his to read.
    await this.current?.halt();
    await this.current?.device.wipe();
    await this.close();
    const { now = Date.now, locks } = this.#opts;
    const desk = await Desk.open({
      workspaceId: kept.workspace.id,
      userId: kept.user.id,
      api: this.api,
      now,
      locks: locks ?? (typeof navigator === "undefined" ? undefined : navigator.locks),
      visible: () => typeof document === "undefined" || document.visibilityState === "visible",
      onSignedOut: (why) => void this.#signOut(why),
      onArrival: (a) => {
        for (const listener of this.arrivals) listener(a);
      },
    });
    this.current = desk;
    this.#last = desk;
    keepStorage();
    this.facade.follow(desk, kept, this.$session);
    desk.start();
  }

  /** The person leaves this device: what the server told goes, what waits to be sent stays. */
  async #signOut(why: SignOutReason): Promise<void> {
    const old = this.current;
    if (!old) return;
    this.current = undefined;
    forgetSession();
    this.facade.unfollow();
    this.$session.set({ state: "signed_out", ended: why });
    if (why !== "signed_out") old.device.tabs.post({ kind: "signed_out", why });
    await old.halt();
    await old.device.wipe();
    old.device.close();
  }
}

/** A browser that holds a cookie but no memory of whose it is. */
async function askWhoIAm(api: Api): Promise<KeptSession | undefined> {
  try {
    const me = await api.get<Me>("/me");
    const kept = { user: me.user, workspace: me.workspace, session_id: me.session_id };
    keepSession(kept);
    return kept;
  } catch (e) {
    if (e instanceof Problem) return undefined;
    throw e;
  }
}

/** The stores that outlive a sign-in: they show the open desk, or nothing. */
class Facade {
  readonly stores = {
    $connection: atom<Connection>(connectionOf(undefined, [])),
    $workspace: atom<ReturnType<Client["$workspace"]["get"]>>(undefined),
    $users: atom<ReturnType<Client["$users"]["get"]>>(new Map()),
    $contacts: atom<ReturnType<Client["$contacts"]["get"]>>(new Map()),
    $rooms: atom<readonly RoomView[]>([]),
    $loading: atom<boolean>(true),
    $presence: atom<ReturnType<Client["$presence"]["get"]>>(new Map()),
    $drafts: atom<ReturnType<Client["$drafts"]["get"]>>(new Map()),
    $saved: atom<ReturnType<Client["$saved"]["get"]>>([]),
    $notices: atom<ReturnType<Client["$notices"]["get"]>>([]),
    $threads: atom<ReturnType<Client["$threads"]["get"]>>([]),
    $unreadThreads: atom(0),
    $outbox: atom<ReturnType<Client["$outbox"]["get"]>>([]),
  };
  readonly #rooms = new Map<string, ReadableAtom<RoomView | undefined>>();
  readonly #members = new Map<string, ReadableAtom<readonly MemberView[]>>();
  readonly #messages = new Map<string, ReturnType<Client["message"]>>();
  readonly #membersOf = atom<(roomId: string) => readonly MemberView[]>(() => []);
  #stops: (() => void)[] = [];

  follow(desk: Desk, kept: KeptSession, $session: WritableAtom<SessionView>): void {
    const { mirror, outbox, ephemera } = desk;
    const s = this.stores;
    const bind = <T>(from: ReadableAtom<T>, to: WritableAtom<T>) => {
      this.#stops.push(from.subscribe((value) => to.set(value as T)));
    };
    bind(mirror.$workspace, s.$workspace);
    bind(mirror.$users, s.$users);
    bind(mirror.$contacts, s.$contacts);
    bind(mirror.$rooms, s.$rooms);
    bind(mirror.$loading, s.$loading);
    bind(mirror.$drafts, s.$drafts);
    bind(mirror.$saved, s.$saved);
    bind(mirror.$notices, s.$notices);
    bind(ephemera.$presence, s.$presence);
    bind(desk.threads.$threads, s.$threads);
    bind(desk.threads.$unread, s.$unreadThreads);
    bind(outbox.$items, s.$outbox);
    bind(computed([desk.$line, outbox.$items], connectionOf), s.$connection);
    const $members = computed([mirror.$rows, mirror.$users], () => (id: string) => mirror.members(id));
    bind($members, this.#membersOf);
    const $me = computed(
      [mirror.$me, mirror.$users, mirror.$contacts, mirror.$workspace],
      (me, users, contacts, workspace): Me => {
        const base = me ?? { ...kept, contact: { user_id: kept.user.id, change_seq: 0 } };
        const { id } = base.user;
        return {
          ...base,
          user: users.get(id) ?? base.user,
          contact: contacts.get(id) ?? base.contact,
          workspace: workspace ?? base.workspace,
        };
      },
    );
    const $view = computed(
      [$me, desk.$line],
      (me, line): SessionView => ({ state: "signed_in", me, expired: line.expired }),
    );
    this.#stops.push($view.subscribe((view) => $session.set(view)));
  }

  unfollow(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#messages.clear();
  }

  room(id: string): ReadableAtom<RoomView | undefined> {
    return once(this.#rooms, id, () =>
      computed(this.stores.$rooms, (rooms) => rooms.find((r) => r.id === id)),
    );
  }

  members(id: string): ReadableAtom<readonly MemberView[]> {
    return once(this.#members, id, () => {
      let held: readonly MemberView[] = [];
      return computed(this.#membersOf, (of) => {
        const next = of(id);
        const same =
          next.length === held.length &&
          next.every((v, i) => v.member === held[i]?.member && v.user === held[i]?.user);
        if (!same) held = next;
        return held;
      });
    });
  }

  message(id: string, desk: Desk): ReturnType<Client["message"]> {
    return once(this.#messages, id, () => watchMessage(desk.context, id));
  }
}

function once<T>(held: Map<string, T>, key: string, make: () => T): T {
  const value = held.get(key) ?? make();
  held.set(key, value);
  return value;
}

function connectionOf(line: Line | undefined, items: ReturnType<Client["$outbox"]["get"]>): Connection {
  const waiting = items.filter((i) => i.state !== "parked");
  return {
    state: line?.state ?? "connecting",
    since_ms: line?.since_ms ?? Date.now(),
    waiting: waiting.length,
    flagged_old: waiting.filter((i) => i.old).length,
    parked: items.length - waiting.length,
    update_required: line?.update_required ?? false,
    missing: missingHere(),
  };
}
