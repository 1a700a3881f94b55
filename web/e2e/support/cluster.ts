// Two nodes over one PostgreSQL and one Redis, and what stands before them.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server as Listener, type Socket } from "node:net";
import { Server } from "./server";
import { test as base, expect } from "./test";

/** One address before all nodes: takes the first that answers, in the order of its own preference. */
export class Front {
  url = "";
  readonly #listener: Listener;
  readonly #open = new Set<Socket>();

  private constructor(nodes: Server[]) {
    this.#listener = createServer((client) => this.#lead(client, nodes));
  }

  static async open(nodes: Server[]): Promise<Front> {
    const front = new Front(nodes);
    front.url = `http://127.0.0.1:${await listen(front.#listener)}`;
    return front;
  }

  close(): void {
    this.#listener.close();
    for (const socket of this.#open) socket.destroy();
  }

  #lead(client: Socket, [node, ...others]: Server[]): void {
    if (!node) {
      client.destroy();
      return;
    }
    const to = connect(Number(new URL(node.url).port), "127.0.0.1");
    to.once("error", () => this.#lead(client, others));
    to.once("connect", () => {
      for (const [from, into] of [
        [client, to],
        [to, client],
      ] as const) {
        this.#open.add(from);
        from.removeAllListeners("error");
        // A killed node or a closed page ends both sides: that is what is tested.
        from.on("error", () => into.destroy());
        from.on("close", () => {
          this.#open.delete(from);
          into.destroy();
        });
        from.pipe(into);
      }
    });
  }
}

async function listen(listener: Listener): Promise<number> {
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  return (listener.address() as AddressInfo).port;
}

/** A real Redis that keeps nothing and ends with the test. */
class Redis {
  readonly url: string;
  readonly #process: ChildProcess;

  private constructor(url: string, process: ChildProcess) {
    this.url = url;
    this.#process = process;
  }

  static async start(): Promise<Redis> {
    const probe = createServer();
    const port = await listen(probe);
    probe.close();
    await once(probe, "close");
    const child = spawn("redis-server", ["--port", `${port}`, "--bind", "127.0.0.1", "--save", ""], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    for await (const text of child.stdout.setEncoding("utf8").iterator({ destroyOnReturn: false }))
      if (text.includes("Ready to accept connections")) {
        child.stdout.resume();
        return new Redis(`redis://127.0.0.1:${port}`, child);
      }
    throw new Error("redis-server did not start");
  }

  async stop(): Promise<void> {
    const ended = once(this.#process, "exit");
    this.#process.kill("SIGKILL");
    await ended;
  }
}

interface Cluster {
  redis: Redis;
  /** The node beside `server`. */
  second: Server;
  /** Prefers `server`. */
  front: Front;
  /** Prefers `second`. */
  otherFront: Front;
}

export const test = base.extend<Cluster>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
  redis: async ({}, use) => {
    const redis = await Redis.start();
    await use(redis);
    await redis.stop();
  },

  server: async ({ postgres, redis }, use, info) => {
    const server = await Server.create(node(await postgres?.database(), redis));
    await server.start();
    await use(server);
    await end(server, "first.log", info);
  },

  second: async ({ server, redis }, use, info) => {
    const second = await Server.create(node(server.databaseURL, redis));
    await second.start();
    await use(second);
    await end(second, "second.log", info);
  },

  // Automatic, so that they are closed after the browsers before them.
  front: [
    async ({ server, second }, use) => {
      const front = await Front.open([server, second]);
      await use(front);
      front.close();
    },
    { auto: true },
  ],

  otherFront: [
    async ({ server, second }, use) => {
      const front = await Front.open([second, server]);
      await use(front);
      front.close();
    },
    { auto: true },
  ],
});

function node(databaseURL: string | undefined, redis: Redis) {
  if (!databaseURL) throw new Error("nodes share a PostgreSQL: use a project with database postgres");
  return { databaseURL, env: { GUIDEOPS_REDIS_URL: redis.url } };
}

type Info = Parameters<Parameters<typeof test>[2]>[1];

async function end(server: Server, name: string, info: Info): Promise<void> {
  if (info.status !== info.expectedStatus)
    await info.attach(name, { body: server.log, contentType: "text/plain" });
  await server.remove();
}

export { expect };
