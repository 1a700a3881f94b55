// The far end of the engine's tests: the world of world.ts behind `fetch`, with a network that can fail.
import type { Send } from "../types";
import type { World } from "./world";

type Reply = { status: number; body?: unknown; headers?: Record<string, string> };

interface Stream {
  user: string;
  seq: number;
  control: ReadableStreamDefaultController<Uint8Array>;
  close: () => void;
}

export interface Logged {
  method: string;
  path: string;
  body: Record<string, unknown>;
  user: string;
}

export class FakeServer {
  readonly world: World;
  /** Every request that reached the server, in order. */
  readonly log: Logged[] = [];
  /** No network: nothing arrives. */
  offline = false;
  /** Runs before a request is handled; a reply replaces the answer, "lost" handles it and loses the answer. */
  intercept: (r: Logged) => Reply | "lost" | undefined = () => undefined;
  /** The sign-in of a device, as its cookie; undefined = 401. */
  readonly #cookies = new Map<string, string>();
  readonly #streams = new Set<Stream>();
  readonly #encoder = new TextEncoder();
  /** More than this behind gets `resync`. */
  replayMax = 1000;

  constructor(world: World) {
    this.world = world;
    world.onRing(() => this.#pump());
  }

  get openStreams(): number {
    return this.#streams.size;
  }

  /** What a device uses as its `fetch`; the key stands for its cookie jar. */
  fetchFor(jar: string): typeof fetch {
    return (input, init) => this.#fetch(jar, String(input), init ?? {});
  }

  signIn(jar: string, user: string): void {
    this.#cookies.set(jar, user);
    this.world.addSession(user);
  }

  expire(jar: string): void {
    this.#cookies.delete(jar);
    this.cut();
  }

  /** Every open stream breaks off. */
  cut(): void {
    for (const s of [...this.#streams]) s.close();
  }

  /** An event without a number, to whoever listens. */
  say(type: string, data: unknown, user?: string): void {
    for (const s of [...this.#streams]) if (!user || s.user === user) this.#event(s, type, data);
  }

  async #fetch(jar: string, url: string, init: RequestInit): Promise<Response> {
    await Promise.resolve();
    if (init.signal?.aborted) throw new DOMException("aborted", "AbortError");
    if (this.offline) throw new TypeError("Failed to fetch");
    const { pathname, searchParams } = new URL(url, "http://far.end");
    const path = pathname.replace("/api/v1", "");
    const body = typeof init.body === "string" ? JSON.parse(init.body) : {};
    const user = this.#cookies.get(jar) ?? "";
    const request = { method: init.method ?? "GET", path, body, user };
    this.log.push(request);
    const meddled = this.intercept(request);
    if (meddled && meddled !== "lost") return answer(meddled);
    const signIn = this.#signIn(jar, request);
    if (signIn) return answer(signIn);
    if (!user) return answer(problem(401, "signed_out"));
    if (path === "/stream") return this.#stream(user, searchParams, init.signal ?? undefined);
    const reply = this.#handle(request, searchParams);
    this.world.ring();
    if (meddled === "lost") throw new TypeError("Failed to fetch");
    return answer(reply);
  }

  #handle(r: Logged, query: URLSearchParams): Reply {
    const { world } = this;
    const [, head, id = "", tail] = r.path.split("/");
    if (head === "bootstrap") return id ? this.#windows(r.user, query) : ok(world.bootstrap(r.user));
    if (head === "sync") {
      const limit = Number(query.get("limit") ?? 500);
      return ok(world.sync(r.user, Number(query.get("since")), query.get("epoch") ?? "", limit));
    }
    if (head === "me" && !id) return ok(world.bootstrap(r.user).me);
    if (r.path === "/me/threads") return ok({ threads: this.#threads(r.user) });
    if (head === "me") return { status: 204 };
    if (head === "auth" && id === "logout") return { status: 204 };
    if (head === "rooms" && id) return this.#room(r, id, tail ?? "", query);
    if (head === "messages" && id) return this.#message(r, id, tail ?? "");
    return problem(404, "not_found");
  }

  /** Password "right" belongs to everybody; the address is the login. */
  #signIn(jar: string, r: Logged): Reply | undefined {
    if (r.path === "/setup")
      return ok({ needs_setup: false, hosting: "one", signup: "invite", version: "test" });
    if (r.path !== "/auth/login" && r.path !== "/auth/register") return undefined;
    if (r.path === "/auth/register") this.world.addUser(String(r.body.first_name));
    const login = r.path === "/auth/register" ? String(r.body.first_name).toLowerCase() : r.body.email;
    const user = [...this.world.users.values()].find((u) => u.login === login);
    if (!user || r.body.password !== "right") return problem(401, "wrong_password");
    this.signIn(jar, user.id);
    const session_id = [...this.world.sessions.keys()].at(-1);
    return ok({ user, workspace: this.world.workspace, session_id });
  }

  #windows(user: string, query: URLSearchParams): Reply {
    const rooms = this.world.roomsOf(user);
    const at = Number(query.get("page"));
    const room = rooms[at];
    if (!room) return ok({ windows: [] });
    const { messages, more_before } = this.world.page(room.id, user, {}, 50);
    const next = at + 1 < rooms.length ? String(at + 1) : undefined;
    return ok({ windows: [{ room_id: room.id, messages, more_before }], next });
  }

  #room(r: Logged, id: string, verb: string, query: URLSearchParams): Reply {
    const { world } = this;
    const room = world.rooms.get(id);
    if (!room || room.deleted) return problem(404, "room_not_found");
    const mine = world.isIn(id, r.user);
    if (!mine && (room.visibility === "private" || r.method !== "GET")) return problem(404, "room_not_found");
    const seq = Number(r.body.seq);
    if (verb === "messages" && r.method === "POST") return this.#post(r, id);
    if (verb === "messages") {
      const asked = (name: string) => (query.has(name) ? Number(query.get(name)) : undefined);
      const q = { before: asked("before"), after: asked("after"), around: asked("around") };
      return ok(world.page(id, r.user, q, Number(query.get("limit") ?? 50)));
    }
    if (verb === "read") return ok(world.read(id, r.user, seq));
    if (verb === "unread") return ok(world.patchState(id, r.user, { unread_from_seq: seq }));
    if (verb === "state") return ok(world.patchState(id, r.user, r.body));
    if (verb === "draft") return ok(world.draft(id, r.user, String(r.body.text)));
    return { status: 204 };
  }

  #post(r: Logged, roomId: string): Reply {
    const send = r.body as unknown as Send;
    const held = this.world.messages.get(send.message_id);
    if (held && (held.author_id !== r.user || held.room_id !== roomId))
      return problem(409, "message_id_taken");
    if (!send.text) return problem(422, "text_required");
    const { message, repeat } = this.world.post(roomId, r.user, send);
    return { status: repeat ? 200 : 201, body: message };
  }

  #message(r: Logged, id: string, verb: string): Reply {
    const m = this.world.messages.get(id);
    if (!m || !this.world.isIn(m.room_id, r.user)) return problem(404, "message_not_found");
    const { now } = this.world;
    if (r.method === "PATCH")
      return ok(this.world.patchMessage(id, { text: String(r.body.text), edited_ms: now }));
    if (r.method === "DELETE" && !verb) return ok(this.world.patchMessage(id, { deleted_ms: now }));
    if (verb === "save") return ok(this.world.save(id, r.user, r.method === "PUT"));
    if (verb === "thread" && r.method === "PUT") return ok(this.world.patchThread(id, r.user, r.body));
    if (verb === "thread") return ok(this.#thread(id, r.user));
    return ok(m);
  }

  #threads(user: string) {
    const mine = [...this.world.threads.values()].filter((t) => t.user_id === user && t.following);
    return mine.flatMap((state) => {
      const root = this.world.messages.get(state.thread_id);
      return root ? [{ root, state, unread_count: this.world.countedThread(state).unread_count }] : [];
    });
  }

  #thread(id: string, user: string) {
    const root = this.world.messages.get(id);
    const messages = this.world.visible(root?.room_id ?? "", user).filter((m) => m.thread_id === id);
    // Whoever has no state gets a blank one.
    const blank = { thread_id: id, room_id: root?.room_id, user_id: user, read_seq: 0, following: false };
    const state = this.world.threads.get(`${id}/${user}`) ?? { ...blank, change_seq: 0 };
    return { root, messages, state, more_after: false };
  }

  #stream(user: string, query: URLSearchParams, signal: AbortSignal | undefined): Response {
    const since = Number(query.get("since"));
    let stream: Stream | undefined;
    const body = new ReadableStream<Uint8Array>({
      start: (control) => {
        const close = () => {
          if (!stream || !this.#streams.delete(stream)) return;
          try {
            control.error(new TypeError("network error"));
          } catch {
            // The reader was gone first.
          }
        };
        stream = { user, seq: since, control, close };
        this.#streams.add(stream);
        signal?.addEventListener("abort", close);
      },
      cancel: () => {
        if (stream) this.#streams.delete(stream);
      },
    });
    if (stream) {
      const { epoch, seq } = this.world;
      this.#event(stream, "hello", { epoch, seq, server_ms: this.world.now, version: "test" });
      const stale = query.get("epoch") !== epoch || since > seq || seq - since > this.replayMax;
      if (stale) this.#end(stream, "resync", {});
      else this.#send(stream);
    }
    return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
  }

  /** Ends a stream with a word. */
  #end(stream: Stream, type: string, data: unknown): void {
    this.#event(stream, type, data);
    this.#streams.delete(stream);
    stream.control.close();
  }

  /** `bye` and the like, to one person's streams. */
  dismiss(user: string, type: string, data: unknown): void {
    for (const s of [...this.#streams]) if (s.user === user) this.#end(s, type, data);
  }

  #pump(): void {
    for (const s of [...this.#streams]) this.#send(s);
  }

  #send(stream: Stream): void {
    const page = this.world.sync(stream.user, stream.seq, this.world.epoch, 10_000);
    if (page.reset) {
      this.#end(stream, "resync", {});
      return;
    }
    for (const change of page.changes) this.#event(stream, change.type, change.data, change.seq);
    if (page.seq > stream.seq) this.#event(stream, "cursor", { seq: page.seq }, page.seq);
    stream.seq = page.seq;
  }

  #event(stream: Stream, type: string, data: unknown, id?: number): void {
    const head = id === undefined ? "" : `id: ${id}\n`;
    stream.control.enqueue(this.#encoder.encode(`event: ${type}\n${head}data: ${JSON.stringify(data)}\n\n`));
  }
}

export function problem(status: number, code: string, headers?: Record<string, string>): Reply {
  return { status, body: { type: "about:blank", title: code, status, code, detail: code }, headers };
}

function ok(body: unknown): Reply {
  return { status: 200, body };
}

function answer(r: Reply): Response {
  const text = r.body === undefined ? null : JSON.stringify(r.body);
  return new Response(text, {
    status: r.status,
    headers: { "Content-Type": "application/json", ...r.headers },
  });
}
