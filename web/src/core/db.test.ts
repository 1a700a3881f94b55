import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { openDB } from "idb";
import { beforeEach, expect, test, vi } from "vitest";
import { openCache, openOwn, writeOwn } from "./db";
import { Device } from "./device";
import { Deposed, StorageProblem } from "./problem";
import { writeCache } from "./rows";

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  vi.restoreAllMocks();
});

const user = (id: string) => ({
  id,
  login: id,
  first_name: id,
  role: "user" as const,
  created_ms: 1,
  change_seq: 1,
});

test("a cache is written whole or not at all", async () => {
  const db = await openCache("c");
  const failing = writeCache(db, "1", undefined, async (rows) => {
    await rows.put("users", user("1"));
    throw new Error("in the middle");
  });
  await expect(failing).rejects.toThrow("in the middle");
  expect(await db.getAll("users")).toEqual([]);
  db.close();
});

test("a write tells what it touched", async () => {
  const db = await openCache("c");
  const touched = await writeCache(db, "1", undefined, async (rows) => {
    await rows.put("users", user("1"));
    await rows.setMeta("cursor", { epoch: "e", seq: 1 });
  });
  expect(touched).toEqual({ tables: ["users"], rooms: [], messages: [], cleared: [] });
  db.close();
});

test("a failed write of my own is a StorageProblem and leaves nothing behind", async () => {
  const own = await openOwn("guideops.t");
  const failing = writeOwn(own, async ({ intents }) => {
    await intents.put({ room_id: "1", read_seq: 5 });
    throw new DOMException("full", "QuotaExceededError");
  });
  await expect(failing).rejects.toBeInstanceOf(StorageProblem);
  expect(await own.getAll("intents")).toEqual([]);
  const deposed = writeOwn(own, () => Promise.reject(new Deposed()));
  await expect(deposed).rejects.toBeInstanceOf(Deposed); // not a matter of storage
  own.close();
});

test("my own rows are written with strict durability", async () => {
  const own = await openOwn("guideops.t");
  const spy = vi.spyOn(own, "transaction");
  await writeOwn(own, ({ intents }) => intents.put({ room_id: "1", read_seq: 5 }));
  expect(spy.mock.calls[0]?.[2]).toEqual({ durability: "strict" });
  own.close();
});

test("what was written here by an older app is kept", async () => {
  const old = await openDB("guideops.t.own", 1, {
    upgrade(db) {
      for (const name of ["meta", "outbox", "drafts"]) db.createObjectStore(name);
      db.createObjectStore("intents", { keyPath: "room_id" });
    },
  });
  await old.put("intents", { room_id: "1", read_seq: 5 });
  old.close();
  const own = await openOwn("guideops.t");
  expect(await own.getAll("intents")).toEqual([{ room_id: "1", read_seq: 5 }]);
  expect(await own.getAll("threadIntents")).toEqual([]);
  own.close();
});

test("where the browser gives no database, opening says so", async () => {
  vi.spyOn(indexedDB, "open").mockImplementation(() => {
    throw new DOMException("blocked", "SecurityError");
  });
  await expect(openOwn("guideops.t")).rejects.toMatchObject({ code: "storage_blocked" });
});

test("a built cache takes the place of the old one, whose contents are gone; mine stay", async () => {
  const device = await Device.open("1", "1");
  await device.writeOwn("intents", ({ intents }) => intents.put({ room_id: "1", read_seq: 5 }));
  const first = await device.build();
  await writeCache(first, "1", undefined, (rows) => rows.put("users", user("old")));
  await device.swap(first);
  expect(await device.cache?.getAllKeys("users")).toEqual(["old"]);

  const second = await device.build();
  await writeCache(second, "1", undefined, (rows) => rows.put("users", user("new")));
  expect(await device.cache?.getAllKeys("users")).toEqual(["old"]); // until it is swapped
  await device.swap(second);
  expect(await device.cache?.getAllKeys("users")).toEqual(["new"]);
  expect(await device.own.getAll("intents")).toHaveLength(1);
  const names = (await indexedDB.databases()).map((d) => d.name).sort();
  expect(names).toEqual([second.name, "guideops.1.1.own"].sort());
  device.close();
});

test("a build that was broken off leaves nothing behind", async () => {
  const device = await Device.open("1", "1");
  (await device.build()).close();
  const second = await device.build();
  const caches = (await indexedDB.databases()).filter((d) => d.name?.includes(".cache."));
  expect(caches.map((d) => d.name)).toEqual([second.name]);
  second.close();
  device.close();
});

test("a page that was asked for before a swap is not taken into the new cache", async () => {
  const device = await Device.open("1", "1");
  await device.swap(await device.build());
  await device.write((rows) => rows.setMeta("cursor", { epoch: "e", seq: 7 }));
  const asked = await device.asked();
  expect(asked).toMatchObject({ seq: 7 });
  await device.swap(await device.build());
  expect(await device.asked()).toBeUndefined(); // nothing bootstrapped yet
  device.close();
});
