// The far end of the tests: one company as the server keeps it, with a state-based change feed by the rules of
// docs/PROTOCOL.md. Rows are delivered in their current state, to whom may see them at delivery.
import type {
  Bootstrap,
  Change,
  ChangeType,
  CompactMember,
  CountedState,
  CountedThreadState,
  Draft,
  Member,
  Message,
  Read,
  Room,
  RoomState,
  Saved,
  Send,
  Session,
  ThreadState,
  User,
  Workspace,
} from "../types";

interface Entry {
  seq: number;
  type: ChangeType;
  id: string;
  room_id?: string;
  user_id?: string;
}

type FedPage =
  | { reset: true }
  | { reset?: false; changes: Change[]; seq: number; epoch: string; more: boolean };

const T0 = 1_790_000_000_000;

export class World {
  epoch = "e1";
  seq = 0;
  floor = 0;
  feed: Entry[] = [];
  now = T0;
  workspace: Workspace = { id: "1", slug: "nord", name: "Nord", settings: {}, created_ms: T0, change_seq: 0 };
  users = new Map<string, User>();
  rooms = new Map<string, Room & { deleted?: boolean }>();
  members = new Map<string, Member>();
  states = new Map<string, RoomState>();
  reads = new Map<string, Read>();
  messages = new Map<string, Message>();
  threads = new Map<string, ThreadState>();
  #rootSeqs = new Map<string, number>();
  drafts = new Map<string, Draft>();
  saved = new Map<string, Saved>();
  sessions = new Map<string, Session>();
  #entered = new Map<string, number>();
  #bells = new Set<() => void>();

  /** Appends to the feed and answers the number that the row is to carry. */
  stamp(type: ChangeType, id: string, audience: { room_id?: string; user_id?: string } = {}): number {
    this.seq++;
    this.now += 1000;
    this.feed.push({ seq: this.seq, type, id, ...audience });
    return this.seq;
  }

  /** Called after each write of a test or a request. */
  ring(): void {
    for (const bell of this.#bells) bell();
  }

  onRing(bell: () => void): () => void {
    this.#bells.add(bell);
    return () => this.#bells.delete(bell);
  }

  addUser(first_name: string, role: User["role"] = "user"): User {
    const id = String(this.users.size + 1);
    const user: User = {
      id,
      login: first_name.toLowerCase(),
      first_name,
      role,
      created_ms: this.now,
      change_seq: this.stamp("user", id),
    };
    this.users.set(id, user);
    return user;
  }

  patchUser(id: string, patch: Partial<User>): void {
    this.users.set(id, { ...this.user(id), ...patch, change_seq: this.stamp("user", id) });
  }

  addRoom(name: string, owner: string, more: Partial<Room> = {}): Room {
    const id = String(this.rooms.size + 1);
    const room: Room = {
      id,
      kind: "channel",
      visibility: "public",
      name,
      posting: "all",
      history: "all",
      created_by: owner,
      created_ms: this.now,
      ...more,
      change_seq: this.stamp("room", id, { room_id: id }),
    };
    this.rooms.set(id, room);
    this.join(id, owner, "owner");
    return room;
  }

  patchRoom(id: string, patch: Partial<Room>): void {
    const whole = "visibility" in patch;
    const change_seq = this.stamp("room", id, whole ? {} : { room_id: id });
    this.rooms.set(id, { ...this.room(id), ...patch, change_seq });
  }

  deleteRoom(id: string): void {
    this.rooms.set(id, { ...this.room(id), deleted: true, change_seq: this.stamp("room", id) });
  }

  /** Retention or "clear": what is below is gone for everybody. */
  purge(id: string, before: number): void {
    for (const [key, m] of this.messages) if (m.room_id === id && m.seq < before) this.messages.delete(key);
    this.patchRoom(id, { purged_before_seq: before });
  }

  join(roomId: string, userId: string, role: Member["role"] = "member"): void {
    const key = `${roomId}/${userId}`;
    const change_seq = this.stamp("member", userId, { room_id: roomId });
    this.members.set(key, {
      room_id: roomId,
      user_id: userId,
      role,
      joined_seq: change_seq,
      joined_ms: this.now,
      change_seq,
    });
    const held = this.states.get(key);
    this.states.set(key, {
      notify: "default",
      ...held,
      room_id: roomId,
      user_id: userId,
      read_seq: held?.read_seq ?? 0,
      change_seq: this.stamp("room_state", roomId, { user_id: userId }),
    });
    this.#entered.set(key, this.stamp("entered", roomId, { room_id: roomId, user_id: userId }));
  }

  leave(roomId: string, userId: string): void {
    const key = `${roomId}/${userId}`;
    const m = this.members.get(key);
    if (!m || m.left_ms) return;
    const change_seq = this.stamp("member", userId, { room_id: roomId });
    this.members.set(key, { ...m, left_ms: this.now, change_seq });
  }

  /** As the server does it: once for each message_id. */
  post(roomId: string, author: string, send: Send): { message: Message; repeat: boolean } {
    const held = this.messages.get(send.message_id);
    if (held) return { message: held, repeat: true };
    const { device_ms: _device, ...body } = send;
    if (body.mentions) body.mentions = body.mentions.filter((x) => x === "room" || this.isIn(roomId, x));
    const seq = this.stamp("message", send.message_id, { room_id: roomId });
    const message: Message = {
      ...body,
      v: 2,
      room_id: roomId,
      author_id: author,
      ts_ms: this.now,
      seq,
      change_seq: seq,
      kind: "message",
    };
    this.messages.set(send.message_id, message);
    this.#rootSeqs.set(send.message_id, seq);
    const root = send.thread_id ? this.messages.get(send.thread_id) : undefined;
    if (root) {
      this.patchMessage(root.message_id, {
        reply_count: (root.reply_count ?? 0) + 1,
        last_reply_ms: this.now,
      });
      for (const id of [root.author_id, author, ...(body.mentions ?? [])]) this.#takePart(root, id);
    }
    return { message, repeat: false };
  }

  #takePart(root: Message, userId: string): void {
    if (!this.threads.has(`${root.message_id}/${userId}`) && this.isIn(root.room_id, userId))
      this.patchThread(root.message_id, userId, { following: true });
  }

  /** Read state only grows. */
  patchThread(id: string, userId: string, patch: { read_seq?: number; following?: boolean }): ThreadState {
    const key = `${id}/${userId}`;
    const held = this.threads.get(key);
    const room_id = held?.room_id ?? this.messages.get(id)?.room_id ?? "";
    const row: ThreadState = {
      thread_id: id,
      room_id,
      user_id: userId,
      following: patch.following ?? held?.following ?? false,
      read_seq: Math.max(held?.read_seq ?? 0, patch.read_seq ?? 0),
      change_seq: this.stamp("thread_state", id, { user_id: userId }),
    };
    this.threads.set(key, row);
    return row;
  }

  countedThread(state: ThreadState): CountedThreadState {
    const unread = this.visible(state.room_id, state.user_id).filter(
      (m) =>
        m.thread_id === state.thread_id &&
        m.seq > state.read_seq &&
        !m.deleted_ms &&
        m.author_id !== state.user_id,
    );
    return { ...state, root_seq: this.#rootSeqs.get(state.thread_id) ?? 0, unread_count: unread.length };
  }

  patchMessage(id: string, patch: Partial<Message>): Message {
    const m = this.messages.get(id);
    if (!m) throw new Error(`no message ${id}`);
    const next = { ...m, ...patch, change_seq: this.stamp("message", id, { room_id: m.room_id }) };
    if (next.deleted_ms) next.text = undefined;
    this.messages.set(id, next);
    return next;
  }

  read(roomId: string, userId: string, seq: number): RoomState {
    const state = this.state(roomId, userId);
    const read_seq = Math.max(state.read_seq, Math.min(seq, this.seq));
    const next = { ...state, read_seq, unread_from_seq: undefined };
    next.change_seq = this.stamp("room_state", roomId, { user_id: userId });
    this.states.set(`${roomId}/${userId}`, next);
    if (this.room(roomId).kind === "direct") {
      const change_seq = this.stamp("read", userId, { room_id: roomId });
      this.reads.set(`${roomId}/${userId}`, { room_id: roomId, user_id: userId, read_seq, change_seq });
    }
    return next;
  }

  patchState(roomId: string, userId: string, patch: Partial<RoomState>): RoomState {
    const change_seq = this.stamp("room_state", roomId, { user_id: userId });
    const next = { ...this.state(roomId, userId), ...patch, change_seq };
    this.states.set(`${roomId}/${userId}`, next);
    return next;
  }

  draft(roomId: string, userId: string, text: string): Draft {
    const key = `${roomId}/${userId}`;
    const change_seq = this.stamp("draft", key, { user_id: userId });
    const row = { room_id: roomId, user_id: userId, text, updated_ms: this.now, change_seq };
    this.drafts.set(key, row);
    return row;
  }

  save(messageId: string, userId: string, on: boolean): Saved {
    const key = `${messageId}/${userId}`;
    const m = this.messages.get(messageId);
    if (!m) throw new Error(`no message ${messageId}`);
    const row: Saved = {
      message_id: messageId,
      room_id: m.room_id,
      user_id: userId,
      seq: m.seq,
      saved_ms: this.now,
      removed_ms: on ? undefined : this.now,
      change_seq: this.stamp("saved", key, { user_id: userId }),
    };
    this.saved.set(key, row);
    return row;
  }

  addSession(userId: string): Session {
    const id = String(this.sessions.size + 1);
    const s = {
      id,
      user_id: userId,
      created_ms: this.now,
      last_seen_ms: this.now,
      expires_ms: this.now + 1e9,
    };
    this.sessions.set(id, s);
    return s;
  }

  endSession(id: string): void {
    const s = this.sessions.get(id);
    if (!s) return;
    this.sessions.set(id, { ...s, ended_ms: this.now });
    this.stamp("session", id, { user_id: s.user_id });
  }

  /** A break in the history. */
  newEpoch(): void {
    this.epoch = `e${Number(this.epoch.slice(1)) + 1}`;
  }

  /** A restore from a backup that ends with `seq`: messages after it never were, and their numbers are given again. */
  restoreTo(seq: number): void {
    this.newEpoch();
    this.seq = seq;
    this.feed = this.feed.filter((e) => e.seq <= seq);
    for (const [id, m] of this.messages) if (m.seq > seq) this.messages.delete(id);
  }

  sync(userId: string, since: number, epoch: string, limit: number): FedPage {
    if (epoch !== this.epoch || since > this.seq || since < this.floor) return { reset: true };
    const scanned = this.feed.filter((e) => e.seq > since).slice(0, limit);
    const changes = scanned.flatMap((e) => this.#deliver(e, userId) ?? []);
    const seq = scanned.at(-1)?.seq ?? since;
    return { changes: structuredClone(changes), seq, epoch: this.epoch, more: seq < this.seq };
  }

  bootstrap(userId: string): Bootstrap {
    const rooms = this.roomsOf(userId);
    const members: Record<string, CompactMember[]> = {};
    for (const r of rooms) {
      members[r.id] = this.membersOf(r.id).map((m) => [
        m.user_id,
        m.role,
        m.joined_seq,
        m.joined_ms,
        m.change_seq,
      ]);
    }
    const user = this.user(userId);
    const contact = { user_id: userId, change_seq: 0 };
    return structuredClone({
      epoch: this.epoch,
      seq: this.seq,
      me: { user, contact, workspace: this.workspace, session_id: this.#sessionOf(userId) },
      workspace: this.workspace,
      users: [...this.users.values()].filter((u) => this.meets(userId, u.id)),
      contacts: [],
      rooms,
      members,
      states: rooms.map((r) => this.countedState(r.id, userId)),
      reads: [...this.reads.values()].filter((r) => rooms.some((room) => room.id === r.room_id)),
      drafts: [...this.drafts.values()].filter((d) => d.user_id === userId),
      saved: [...this.saved.values()].filter((s) => s.user_id === userId),
      thread_states: [...this.threads.values()]
        .filter((s) => s.user_id === userId && rooms.some((r) => r.id === s.room_id))
        .map((s) => this.countedThread(s)),
      notices: [],
      presence: [],
      windows_next: rooms.length > 0 ? "0" : undefined,
    });
  }

  countedState(roomId: string, userId: string): CountedState {
    const state = this.state(roomId, userId);
    const joined = this.members.get(`${roomId}/${userId}`)?.joined_seq ?? 0;
    const from = state.unread_from_seq ?? Number.POSITIVE_INFINITY;
    const visible = this.visible(roomId, userId);
    const fresh = (m: Message) => (m.seq > state.read_seq && m.seq >= joined) || m.seq >= from;
    const others = visible.filter((m) => !m.deleted_ms && m.kind === "message" && m.author_id !== userId);
    const unread = others.filter((m) => !m.thread_id && fresh(m));
    const threadRead = (m: Message) => this.threads.get(`${m.thread_id}/${userId}`)?.read_seq;
    const mentions = others.filter((m) => {
      if (m.seq < joined || !m.mentions?.some((x) => x === userId || x === "room")) return false;
      return m.thread_id ? m.seq > (threadRead(m) ?? Number.POSITIVE_INFINITY) : fresh(m);
    });
    const last = visible.at(-1);
    return {
      ...state,
      unread_count: unread.length,
      mention_count: mentions.length,
      last_seq: last?.seq,
      last_ts_ms: last?.ts_ms,
    };
  }

  page(
    roomId: string,
    userId: string,
    q: { before?: number; after?: number; around?: number },
    limit: number,
  ) {
    const all = this.visible(roomId, userId);
    let from = Math.max(0, all.length - limit);
    let to = all.length;
    if (q.before !== undefined) {
      const before = q.before;
      to = all.filter((m) => m.seq < before).length;
      from = Math.max(0, to - limit);
    } else if (q.after !== undefined) {
      const after = q.after;
      from = all.filter((m) => m.seq <= after).length;
      to = Math.min(all.length, from + limit);
    } else if (q.around !== undefined) {
      const around = q.around;
      from = Math.max(0, all.filter((m) => m.seq < around).length - Math.floor(limit / 2));
      to = Math.min(all.length, from + limit);
    }
    return structuredClone({
      messages: all.slice(from, to),
      more_before: from > 0,
      more_after: to < all.length,
    });
  }

  /** Of a room, what this person may see of it, ascending. */
  visible(roomId: string, userId: string): Message[] {
    const room = this.room(roomId);
    const mine = this.members.get(`${roomId}/${userId}`);
    const from = room.history === "from_joining" ? (mine?.joined_seq ?? 0) : 0;
    return [...this.messages.values()]
      .filter((m) => m.room_id === roomId && m.seq >= from && m.seq >= (room.purged_before_seq ?? 0))
      .sort((a, b) => a.seq - b.seq);
  }

  roomsOf(userId: string): Room[] {
    return [...this.rooms.values()].filter((r) => !r.deleted && this.isIn(r.id, userId));
  }

  membersOf(roomId: string): Member[] {
    return [...this.members.values()].filter((m) => m.room_id === roomId && !m.left_ms);
  }

  isIn(roomId: string, userId: string): boolean {
    const m = this.members.get(`${roomId}/${userId}`);
    return !!m && !m.left_ms;
  }

  user(id: string): User {
    const u = this.users.get(id);
    if (!u) throw new Error(`no user ${id}`);
    return u;
  }

  room(id: string): Room & { deleted?: boolean } {
    const r = this.rooms.get(id);
    if (!r) throw new Error(`no room ${id}`);
    return r;
  }

  state(roomId: string, userId: string): RoomState {
    const s = this.states.get(`${roomId}/${userId}`);
    if (!s) throw new Error(`${userId} is not in room ${roomId}`);
    return s;
  }

  meets(userId: string, other: string): boolean {
    if (this.user(userId).role !== "guest" || userId === other) return true;
    return this.roomsOf(userId).some((r) => this.isIn(r.id, other));
  }

  #sessionOf(userId: string): string {
    return [...this.sessions.values()].filter((s) => s.user_id === userId).at(-1)?.id ?? "0";
  }

  /** What this person gets of an entry now; undefined = nothing. */
  #deliver(e: Entry, userId: string): Change[] | undefined {
    if (e.user_id && e.user_id !== userId) return undefined;
    switch (e.type) {
      case "user": {
        const row = this.user(e.id);
        return row.change_seq === e.seq && this.meets(userId, e.id) ? this.#change(e, row) : undefined;
      }
      case "room":
        return this.#deliverRoom(e, userId);
      case "member": {
        const row = this.members.get(`${e.room_id}/${e.id}`);
        const concerned = e.id === userId || this.isIn(e.room_id ?? "", userId);
        if (row?.change_seq !== e.seq || !concerned) return undefined;
        return this.#change(e, { ...row, user: this.user(e.id) });
      }
      case "entered": {
        const key = `${e.id}/${userId}`;
        if (this.#entered.get(key) !== e.seq || !this.isIn(e.id, userId) || this.room(e.id).deleted)
          return undefined;
        const members = this.membersOf(e.id).map((m) => ({ ...m, user: this.user(m.user_id) }));
        return this.#change(e, { room: this.room(e.id), state: this.state(e.id, userId), members });
      }
      case "message":
        return this.#deliverMessage(e, userId);
      case "read": {
        const row = this.reads.get(`${e.room_id}/${e.id}`);
        return row?.change_seq === e.seq && this.isIn(e.room_id ?? "", userId)
          ? this.#change(e, row)
          : undefined;
      }
      default: {
        const row = this.#personal(e, userId);
        return row && row.change_seq === e.seq ? this.#change(e, row) : undefined;
      }
    }
  }

  #personal(e: Entry, userId: string): { change_seq: number } | undefined {
    if (e.type === "room_state") return this.states.get(`${e.id}/${userId}`);
    if (e.type === "draft") return this.drafts.get(e.id);
    if (e.type === "saved") return this.saved.get(e.id);
    if (e.type === "thread_state") return this.threads.get(`${e.id}/${userId}`);
    const session = e.type === "session" ? this.sessions.get(e.id) : undefined;
    return session && { ...session, change_seq: e.seq };
  }

  #deliverRoom(e: Entry, userId: string): Change[] | undefined {
    const row = this.room(e.id);
    if (row.change_seq !== e.seq) return undefined;
    if (!row.deleted && this.isIn(e.id, userId)) return this.#change(e, row);
    const open = !row.deleted && row.visibility === "public" && this.user(userId).role !== "guest";
    if (e.room_id || open) return undefined;
    return [{ type: "gone", seq: e.seq, data: { type: "room", id: e.id } }];
  }

  #deliverMessage(e: Entry, userId: string): Change[] | undefined {
    const room = this.rooms.get(e.room_id ?? "");
    const row = this.messages.get(e.id);
    if (!room || room.deleted || !this.isIn(room.id, userId)) return undefined;
    if (!row || row.change_seq !== e.seq) return undefined;
    return this.visible(room.id, userId).includes(row) ? this.#change(e, row) : undefined;
  }

  #change(e: Entry, data: unknown): Change[] {
    return [{ type: e.type, seq: e.seq, data } as Change];
  }
}
