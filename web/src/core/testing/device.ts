// A signed-in device against the fake server, for tests of the client as a whole.
import type { ReadableAtom } from "nanostores";
import { type Client, type ClientOptions, createClient } from "../client";
import { keepSession } from "../session";
import { FakeServer } from "./fake-server";
import { World } from "./world";

/** Anna (the owner), Ben, and the rooms General (1) and Ridge (2), both with both in it. */
export function company(): FakeServer {
  const world = new World();
  world.addUser("Anna", "super_admin");
  world.addUser("Ben");
  world.addRoom("General", "1");
  world.addRoom("Ridge", "2");
  world.join("1", "2");
  world.join("2", "1");
  return new FakeServer(world);
}

const clients: { client: Client; jar: string }[] = [];
const memory = new Map<string, string>();

/** Node has no localStorage; each device of a test has its own. */
function giveStorage(jar: string): void {
  const key = (name: string) => `${jar}/${name}`;
  const storage = {
    getItem: (name: string) => memory.get(key(name)) ?? null,
    setItem: (name: string, value: string) => void memory.set(key(name), value),
    removeItem: (name: string) => void memory.delete(key(name)),
  };
  Object.defineProperty(globalThis, "localStorage", { value: storage, configurable: true, writable: true });
}

/** A device of a person, signed in. The same jar again is the same browser: its databases are still there. */
export function device(server: FakeServer, user: string, jar: string, opts: ClientOptions = {}): Client {
  giveStorage(jar);
  const { world } = server;
  server.signIn(jar, user);
  const session_id = [...world.sessions.keys()].at(-1) ?? "";
  // The name of the company tells the devices of different tests apart: they share one fake IndexedDB.
  keepSession({ user: world.user(user), workspace: world.workspace, session_id });
  const client = createClient({ fetch: server.fetchFor(jar), ...opts });
  clients.push({ client, jar });
  return client;
}

/** A browser in which nobody signed in yet. */
export function browser(server: FakeServer, jar: string, opts: ClientOptions = {}): Client {
  giveStorage(jar);
  const client = createClient({ fetch: server.fetchFor(jar), ...opts });
  clients.push({ client, jar });
  return client;
}

export async function stopAll(): Promise<void> {
  for (const { client, jar } of clients.splice(0)) {
    giveStorage(jar);
    await client.stop();
  }
  memory.clear();
}

/** Waits until a store holds what the test claims. */
export function until<T>(
  store: ReadableAtom<T>,
  claim: (value: T) => boolean,
  what = String(claim),
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`never: ${what}; it is ${JSON.stringify(store.get())?.slice(0, 2000)}`));
    }, 8_000);
    let done = false;
    const stop = store.subscribe((value) => {
      if (done || !claim(value as T)) return;
      done = true;
      clearTimeout(timer);
      resolve(value as T);
      queueMicrotask(() => stop());
    });
  });
}

/** Waits until something outside the stores is so. */
export async function eventually(claim: () => boolean, what = String(claim)): Promise<void> {
  const end = Date.now() + 8_000;
  while (!claim()) {
    if (Date.now() > end) throw new Error(`never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
