/**
 * Why a request failed. `code` is stable and names the message to show (`error.{code}`), `message` is the
 * server's sentence. Status 0 = the network: nothing is known about what the server did.
 */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  /** The input field that is wrong. */
  readonly field?: string;
  readonly errors?: { field?: string; message: string }[];
  readonly retryAfterMs?: number;
  /** With `choose_workspace`: the companies to choose from. */
  readonly workspaces?: { slug: string; name: string }[];

  constructor(status: number, code: string, detail: string, more: Partial<Problem> = {}) {
    super(detail);
    this.name = "Problem";
    this.status = status;
    this.code = code;
    this.field = more.field;
    this.errors = more.errors;
    this.retryAfterMs = more.retryAfterMs;
    this.workspaces = more.workspaces;
  }

  /** Worth trying again as it is: the network, a busy or a broken server. */
  get temporary(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

/** The device refused to keep something: storage full, or blocked by the browser. The text box keeps its text. */
export class StorageProblem extends Error {
  readonly code: "storage_full" | "storage_blocked";

  constructor(cause: unknown) {
    super("the device could not store this", { cause });
    this.name = "StorageProblem";
    const full = cause instanceof Error && cause.name === "QuotaExceededError";
    this.code = full ? "storage_full" : "storage_blocked";
  }
}

/** The old holder of the engine wrote after another tab took over (see tabs.ts). */
export class Deposed extends Error {
  constructor() {
    super("another tab runs the engine now");
    this.name = "Deposed";
  }
}
