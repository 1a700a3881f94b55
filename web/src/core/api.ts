// HTTP as the server speaks it: JSON in, JSON out, problems as `Problem`.
import { Follower } from "./abort";
import { uuidv7 } from "./ids";
import { Problem } from "./problem";

export interface ApiOptions {
  baseUrl?: string;
  fetch?: typeof fetch;
}

interface RequestOptions {
  /** Sent as it is, with its own type (pictures). */
  blob?: Blob;
  signal?: AbortSignal;
}

type Query = Record<string, string | number | undefined>;

const TIMEOUT_MS = 20_000;
const BASE = "/api/v1";

export class Api {
  readonly #base: string;
  readonly #fetch: typeof fetch;

  constructor(opts: ApiOptions = {}) {
    this.#base = (opts.baseUrl ?? "") + BASE;
    this.#fetch = opts.fetch ?? ((...args) => globalThis.fetch(...args));
  }

  get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
    return this.#json<T>("GET", path + queryString(query), undefined, { signal });
  }

  /** A write. A lost answer is asked for again once, under the same key, so it cannot happen twice. */
  async write<T = void>(method: string, path: string, body?: unknown, blob?: Blob): Promise<T> {
    const headers = { "Idempotency-Key": uuidv7(Date.now()) };
    const once = () => this.#json<T>(method, path, body, { blob }, headers);
    try {
      return await once();
    } catch (e) {
      if (!(e instanceof Problem) || e.status !== 0) throw e;
      return once();
    }
  }

  /** A write without a key: a message (its message_id makes the repeat harmless), or what may be lost. */
  send<T = void>(path: string, body: unknown, method = "POST"): Promise<T> {
    return this.#json<T>(method, path, body, {});
  }

  /** The open event stream. No timeout: it lasts; the caller watches for silence. */
  async stream(query: Query, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    const init = { headers: { Accept: "text/event-stream" }, signal, cache: "no-store" as const };
    const answer = await this.#call(`/stream${queryString(query)}`, init);
    if (!answer.body) throw new Problem(0, "network", "the stream has no body");
    return answer.body;
  }

  async #json<T>(
    method: string,
    path: string,
    body: unknown,
    opts: RequestOptions,
    headers: Record<string, string> = {},
  ): Promise<T> {
    const control = new Follower(opts.signal);
    const timer = setTimeout(() => control.abort(), TIMEOUT_MS);
    const init: RequestInit = {
      method,
      headers: { ...headers, Accept: "application/json" },
      signal: control.signal,
    };
    if (opts.blob) {
      init.body = opts.blob;
    } else if (body !== undefined) {
      init.body = JSON.stringify(body);
      init.headers = { ...init.headers, "Content-Type": "application/json" };
    }
    try {
      const answer = await this.#call(path, init);
      return answer.status === 204 ? (undefined as T) : await read<T>(answer);
    } finally {
      clearTimeout(timer);
      control.release();
    }
  }

  async #call(path: string, init: RequestInit): Promise<Response> {
    let answer: Response;
    try {
      answer = await this.#fetch(this.#base + path, { credentials: "same-origin", ...init });
    } catch (e) {
      throw new Problem(0, "network", String(e));
    }
    if (answer.ok) return answer;
    throw await problemOf(answer);
  }
}

async function read<T>(answer: Response): Promise<T> {
  try {
    return (await answer.json()) as T;
  } catch (e) {
    // Cut off on the way, or a captive portal's page: either way nothing is known.
    throw new Problem(0, "network", String(e));
  }
}

async function problemOf(answer: Response): Promise<Problem> {
  const after = Number(answer.headers.get("Retry-After"));
  const retryAfterMs = Number.isFinite(after) && after > 0 ? after * 1000 : undefined;
  try {
    const body = (await answer.json()) as Partial<Problem> & { detail?: string };
    if (body.code) return new Problem(answer.status, body.code, body.detail ?? "", { ...body, retryAfterMs });
  } catch {
    // Not JSON.
  }
  // Not our server's word: a proxy, or a hotel's sign-in page. Whatever it says, our server may say otherwise.
  return new Problem(0, "network", `status ${answer.status}`, { retryAfterMs });
}

function queryString(query: Query = {}): string {
  const pairs = Object.entries(query).filter(([, v]) => v !== undefined);
  return pairs.length > 0 ? `?${new URLSearchParams(pairs.map(([k, v]) => [k, String(v)]))}` : "";
}
