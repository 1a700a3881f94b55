// The event stream: opened at the cursor, read until it ends, and why it ended.
import { Follower } from "./abort";
import type { Api } from "./api";
import { Problem } from "./problem";
import { type SseEvent, SseParser } from "./sse";
import type { Ephemeral } from "./tabs";
import type { Change } from "./types";

/** The server sends its cursor every 20 s; a line that is silent for longer than this is dead. */
const SILENCE_MS = 45_000;

/** What one piece of the stream brought: changes in order, and how far it moves the cursor. */
export interface Batch {
  changes: Change[];
  upTo: number;
  ephemeral: Ephemeral[];
  /** The epoch, from `hello`. */
  epoch?: string;
}

export type StreamEnd =
  | { why: "cut" }
  /** Ask anew with sync, then reconnect. */
  | { why: "resync" }
  | { why: "update_required" }
  /** The session is over: do not reconnect. */
  | { why: "session_ended" | "deactivated" }
  | { why: "restart"; retryMs: number };

/** Reads until the stream ends, or `take` ends it. Rejects when it cannot be opened (Problem) or when `take` does. */
export async function readStream(
  api: Api,
  at: { since: number; epoch: string },
  take: (batch: Batch) => Promise<StreamEnd | undefined>,
  signal: AbortSignal,
): Promise<StreamEnd> {
  const control = new Follower(signal);
  const stop = () => control.abort();
  let watchdog = setTimeout(stop, SILENCE_MS);
  try {
    const body = await api.stream(at, control.signal);
    const reader = body.getReader();
    const parser = new SseParser();
    for (;;) {
      const piece = await readPiece(reader);
      if (!piece) return { why: "cut" };
      clearTimeout(watchdog);
      watchdog = setTimeout(stop, SILENCE_MS);
      const events = parser.push(piece);
      const { batch, end } = digest(events, parser);
      const taken = batch && (await take(batch));
      if (taken ?? end) return (taken ?? end) as StreamEnd;
    }
  } finally {
    clearTimeout(watchdog);
    control.abort();
    control.release();
  }
}

async function readPiece(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Uint8Array | undefined> {
  try {
    const { value, done } = await reader.read();
    return done ? undefined : value;
  } catch {
    return undefined; // cut, or our own abort: the cursor says where to go on
  }
}

/** Sorts the events of a piece. What comes after an end is not read. */
function digest(events: SseEvent[], parser: SseParser): { batch?: Batch; end?: StreamEnd } {
  const batch: Batch = { changes: [], upTo: 0, ephemeral: [] };
  for (const event of events) {
    const end = digestOne(batch, event, parser);
    if (end) return { batch, end };
  }
  return events.length > 0 ? { batch } : {};
}

function digestOne(batch: Batch, event: SseEvent, parser: SseParser): StreamEnd | undefined {
  const data = parse(event.data);
  const seq = event.id === "" ? 0 : Number(event.id);
  switch (event.type) {
    case "hello":
      batch.epoch = String(data.epoch ?? "");
      return undefined;
    case "typing":
      batch.ephemeral.push({ type: "typing", ...(data as { room_id: string; user_id: string }) });
      return undefined;
    case "presence":
      batch.ephemeral.push({ type: "presence", changes: (data as { changes: [] }).changes });
      return undefined;
    case "resync":
      return { why: "resync" };
    case "update_required":
      return { why: "update_required" };
    case "bye":
      return goodbye(data.reason, parser);
  }
  if (!Number.isSafeInteger(seq) || event.id === "") return undefined; // of a newer server, and without a number: lost without harm
  batch.upTo = Math.max(batch.upTo, seq);
  // A type that this app does not know is skipped by the reducer; its number counts.
  if (event.type !== "cursor") batch.changes.push({ type: event.type, seq, data } as unknown as Change);
  return undefined;
}

function goodbye(reason: unknown, parser: SseParser): StreamEnd {
  if (reason === "session_ended" || reason === "deactivated") return { why: reason };
  return { why: "restart", retryMs: parser.retryMs ?? 1_000 };
}

function parse(data: string): Record<string, unknown> {
  try {
    return JSON.parse(data) as Record<string, unknown>;
  } catch (e) {
    // Broken on the way: better to read it again than to step over it.
    throw new Problem(0, "network", String(e));
  }
}
