// A real PostgreSQL from the installed binaries, kept by the same shell as in the Go tests: it ends with the pipe
// to it, however this process ends.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chown, mkdtemp, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const KEEPER = fileURLToPath(new URL("../../../internal/dbtest/keeper.sh", import.meta.url));
const INSTALLED = "/usr/lib/postgresql"; // where Debian puts each version

const run = promisify(execFile);

export class Postgres {
  readonly #dir: string;
  readonly #bin: string;
  readonly #keeper: ChildProcess;

  private constructor(dir: string, bin: string, keeper: ChildProcess) {
    this.#dir = dir;
    this.#bin = bin;
    this.#keeper = keeper;
  }

  static async start(): Promise<Postgres> {
    const found = await readdir(INSTALLED).catch(() => []);
    const versions = found.sort((a, b) => Number(b) - Number(a));
    if (!versions[0]) throw new Error("PostgreSQL is not installed: run scripts/setup");
    const bin = join(INSTALLED, versions[0], "bin");
    const dir = await mkdtemp(join(tmpdir(), "guideops-e2e-pg-"));
    const who = await ownerOf(dir);
    const keeper = spawn("/bin/sh", ["-c", await readFile(KEEPER, "utf8"), "keeper", bin, dir], {
      cwd: dir,
      stdio: ["pipe", "pipe", "inherit"],
      ...who,
    });
    for await (const answer of createInterface({ input: keeper.stdout })) {
      if (answer === "ok") return new Postgres(dir, bin, keeper);
      break;
    }
    throw new Error(`PostgreSQL did not start:\n${await readFile(join(dir, "log"), "utf8")}`);
  }

  /** The address of a new, empty database. */
  async database(): Promise<string> {
    const name = `t${randomBytes(8).toString("hex")}`;
    await run(join(this.#bin, "createdb"), ["-h", this.#dir, "-U", "postgres", name]);
    return `postgres://postgres@/${name}?host=${encodeURIComponent(this.#dir)}&sslmode=disable`;
  }

  async stop(): Promise<void> {
    const ended = once(this.#keeper, "exit");
    this.#keeper.stdin?.end();
    await ended;
  }
}

/** PostgreSQL refuses to run as root: then it runs as the user that its package made. */
async function ownerOf(dir: string): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const id = async (flag: string) => Number((await run("id", [flag, "postgres"])).stdout);
  const [uid, gid] = [await id("-u"), await id("-g")];
  await chown(dir, uid, gid);
  return { uid, gid };
}
