/** One event of a Server-Sent Events stream. */
export interface SseEvent {
  type: string;
  id: string;
  data: string;
}

const MAX_LINE = 4 * 1024 * 1024;

/**
 * Reads the text/event-stream format, in pieces cut anywhere. EventSource would do it too, but it tells nobody
 * why a connection was refused (401? update required?), and the engine has to know.
 */
export class SseParser {
  /** The server's `retry:`, if it sent one. */
  retryMs: number | undefined;
  #decoder = new TextDecoder();
  #rest = "";
  #type = "";
  #id = "";
  #data: string[] = [];

  push(chunk: Uint8Array): SseEvent[] {
    const events: SseEvent[] = [];
    const text = this.#rest + this.#decoder.decode(chunk, { stream: true });
    if (text.length > MAX_LINE) throw new RangeError("an event of the stream is too long");
    let start = 0;
    for (;;) {
      const end = nextLineEnd(text, start);
      // A CR at the very end may be half of CRLF: it waits for what follows.
      if (end === -1 || (text[end] === "\r" && end === text.length - 1)) break;
      const event = this.#line(text.slice(start, end));
      if (event) events.push(event);
      start = text[end] === "\r" && text[end + 1] === "\n" ? end + 2 : end + 1;
    }
    this.#rest = text.slice(start);
    return events;
  }

  #line(line: string): SseEvent | undefined {
    if (line === "") return this.#dispatch();
    const colon = line.indexOf(":");
    if (colon === 0) return undefined; // a comment
    const field = colon < 0 ? line : line.slice(0, colon);
    let value = colon < 0 ? "" : line.slice(colon + 1);
    if (value.startsWith(" ")) value = value.slice(1);
    if (field === "event") this.#type = value;
    else if (field === "id") this.#id = value;
    else if (field === "data") this.#data.push(value);
    else if (field === "retry" && /^\d+$/.test(value)) this.retryMs = Number(value);
    return undefined;
  }

  #dispatch(): SseEvent | undefined {
    const event = { type: this.#type || "message", id: this.#id, data: this.#data.join("\n") };
    const empty = this.#data.length === 0;
    this.#type = "";
    this.#data = [];
    // Unlike a browser, an id belongs to its event alone: the cursor must not move with events without one.
    this.#id = "";
    return empty ? undefined : event;
  }
}

function nextLineEnd(text: string, from: number): number {
  for (let i = from; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 10 || c === 13) return i;
  }
  return -1;
}
