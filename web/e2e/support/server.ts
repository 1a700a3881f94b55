// The real binary on a free port, with its data in a directory of its own.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const BINARY =
  process.env.GUIDEOPS_BINARY ?? fileURLToPath(new URL("../../../bin/guideops", import.meta.url));

export interface ServerOptions {
  /** PostgreSQL; without it SQLite in the data directory. */
  databaseURL?: string;
  env?: Record<string, string>;
  /** Where to listen, for who must know it beforehand; else a free port. */
  addr?: string;
}

export class Server {
  readonly dir: string;
  /** Where it is reached; the same after a restart. */
  url = "";
  /** The one-time link that `serve` prints on a new server. */
  setupLink = "";
  log = "";
  #process: ChildProcess | undefined;
  readonly #options: ServerOptions;

  private constructor(dir: string, options: ServerOptions) {
    this.dir = dir;
    this.#options = options;
  }

  get databaseURL(): string | undefined {
    return this.#options.databaseURL;
  }

  /** On a data directory that a command has filled before, or on a new one. */
  static async create(options: ServerOptions = {}): Promise<Server> {
    if (!existsSync(BINARY)) throw new Error(`${BINARY} is missing: build it first (make build)`);
    return new Server(await mkdtemp(join(tmpdir(), "guideops-e2e-")), options);
  }

  async start(): Promise<void> {
    const addr = this.url ? new URL(this.url).host : (this.#options.addr ?? "127.0.0.1:0");
    const child = spawn(BINARY, ["serve"], {
      env: this.#env({ GUIDEOPS_ADDR: addr }),
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#process = child;
    child.stderr.on("data", (text) => {
      this.log += text;
    });
    let said = "";
    for await (const text of child.stdout.setEncoding("utf8").iterator({ destroyOnReturn: false })) {
      said += text;
      const url = said.match(/GuideOps is running: (\S+)\n/)?.[1];
      if (!url) continue;
      this.url = url;
      this.setupLink = said.match(/http\S+\/setup#key=\S+/)?.[0] ?? this.setupLink; // it says both at once
      child.stdout.resume();
      return;
    }
    throw new Error(`guideops serve ended:\n${this.log}`);
  }

  /** As a crash would: nothing is flushed, nobody is told. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  async stop(): Promise<void> {
    await this.#end("SIGTERM");
  }

  /** Runs another command of the binary on the same data. */
  async run(...args: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(BINARY, args, { env: this.#env() });
    return stdout;
  }

  async remove(): Promise<void> {
    await this.#end("SIGKILL");
    await rm(this.dir, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }

  #env(more: Record<string, string> = {}): NodeJS.ProcessEnv {
    return {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      GUIDEOPS_DATA_DIR: join(this.dir, "data"),
      ...(this.#options.databaseURL ? { GUIDEOPS_DATABASE_URL: this.#options.databaseURL } : {}),
      ...this.#options.env,
      ...more,
    };
  }
}
