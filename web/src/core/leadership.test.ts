import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type OwnDB, openCache, openOwn } from "./db";
import { takePart } from "./leadership";
import { Deposed } from "./problem";
import { writeCache } from "./rows";
import { Tabs } from "./tabs";
import { company, device, eventually, stopAll, until } from "./testing/device";
import { FakeLocks } from "./testing/locks";

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe.each(["web locks", "a lease, on an insecure origin"])("two tabs with %s", (how) => {
  const locks = () => (how === "web locks" ? new FakeLocks().manager() : undefined);
  afterEach(stopAll);

  test("one runs the engine, both show the same", async () => {
    const server = company();
    const shared = { locks: locks() };
    const first = device(server, "1", "browser", shared);
    await until(first.$connection, (c) => c.state === "online");
    const second = device(server, "1", "browser", shared);
    await until(second.$rooms, (r) => r.length === 2);
    await until(second.$connection, (c) => c.state === "online"); // told by the first
    expect(server.openStreams).toBe(1);
    server.world.post("1", "2", { message_id: crypto.randomUUID(), text: "to both" });
    server.world.ring();
    await until(first.room("1"), (r) => r?.unread === 1);
    await until(second.room("1"), (r) => r?.unread === 1);
    expect(server.openStreams).toBe(1);
  });

  test("what both send is sent once each", async () => {
    const server = company();
    const shared = { locks: locks() };
    const first = device(server, "1", "browser", shared);
    await until(first.$connection, (c) => c.state === "online");
    const second = device(server, "1", "browser", shared);
    await until(second.$rooms, (r) => r.length === 2);
    await Promise.all([first.messages.send("1", { text: "a" }), second.messages.send("1", { text: "b" })]);
    await until(second.$outbox, (o) => o.length === 0 && server.world.messages.size === 2);
    const posts = server.log.filter((r) => r.method === "POST" && r.path === "/rooms/1/messages");
    expect(posts).toHaveLength(2);
  });

  test("when the leading tab closes, the other goes on", async () => {
    const server = company();
    const shared = { locks: locks() };
    const first = device(server, "1", "browser", shared);
    await until(first.$connection, (c) => c.state === "online");
    const second = device(server, "1", "browser", shared);
    await until(second.$rooms, (r) => r.length === 2);
    await first.stop();
    await eventually(() => server.openStreams === 1);
    await second.messages.send("1", { text: "still sent" });
    await until(second.$outbox, (o) => o.length === 0);
    expect(server.world.messages.size).toBe(1);
  });
});

describe("a leader that froze", () => {
  let own: OwnDB;
  const stops: (() => void)[] = [];
  beforeEach(async () => {
    own = await openOwn("guideops.test");
  });
  afterEach(() => {
    vi.useRealTimers();
    for (const stop of stops.splice(0)) stop();
    own.close();
  });

  test("is deposed by a visible tab after 5 s of silence, not before", async () => {
    const manager = new FakeLocks().manager();
    let clock = 1_000_000;
    const leads: number[] = [];
    const tab = (visible: boolean) => {
      const over = new AbortController();
      const tabs = new Tabs(`freeze-${Math.random()}`); // a frozen tab says and hears nothing
      stops.push(() => {
        over.abort();
        tabs.close();
      });
      const reigns: AbortSignal[] = [];
      void takePart(
        {
          own,
          tabs,
          name: "engine",
          locks: manager,
          visible: () => visible,
          now: () => clock,
          lead: (generation, signal) => {
            leads.push(generation);
            reigns.push(signal);
            return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
          },
        },
        over.signal,
      );
      return reigns;
    };
    const frozen = tab(false);
    await eventually(() => leads.length === 1);
    tab(true);
    clock += 4_000;
    await new Promise((resolve) => setTimeout(resolve, 1_200)); // a round of the watch, which finds nothing
    expect(leads).toEqual([1]);
    clock += 2_000;
    await eventually(() => leads.length === 2);
    expect(leads).toEqual([1, 2]);
    await eventually(() => frozen[0]?.aborted === true);
  });

  test("can write nothing when it wakes up", async () => {
    const db = await openCache("guideops.test.cache.1");
    await writeCache(db, "1", 2, (rows) => rows.setMeta("generation", 2));
    const late = writeCache(db, "1", 1, (rows) => rows.setMeta("cursor", { epoch: "e", seq: 9 }));
    await expect(late).rejects.toBeInstanceOf(Deposed);
    expect(await db.get("meta", "cursor")).toBeUndefined();
    await writeCache(db, "1", 2, (rows) => rows.setMeta("cursor", { epoch: "e", seq: 5 }));
    expect(await db.get("meta", "cursor")).toEqual({ epoch: "e", seq: 5 });
    db.close();
  });
});
