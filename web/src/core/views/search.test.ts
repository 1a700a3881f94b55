import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Client } from "../client";
import { company, device, stopAll, until } from "../testing/device";
import { fold } from "./search";

let anna: Client;

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  const server = company();
  const say = (text: string, room = "1") =>
    server.world.post(room, "2", { message_id: crypto.randomUUID(), text });
  say("Skred ved Kyrkjestølen");
  say("雪崩の危険");
  say("Skred igjen", "2");
  const gone = say("Skred, slettet").message;
  server.world.patchMessage(gone.message_id, { deleted_ms: 1 });
  anna = device(server, "1", "anna");
  await until(anna.room("2"), (r) => r?.last?.text === "Skred igjen");
  await until(anna.room("1"), (r) => !!r?.last);
  server.offline = true; // all of it works without a network
});
afterEach(stopAll);

const found = async (query: string, roomId?: string) =>
  (await anna.search(query, { roomId })).messages.map((m) => m.text);

test("finds held messages, newest first, deleted ones never", async () => {
  expect(await found("skred")).toEqual(["Skred igjen", "Skred ved Kyrkjestølen"]);
  expect(await found("skred", "1")).toEqual(["Skred ved Kyrkjestølen"]);
});

test("all words count, in any order, without regard to case and width", async () => {
  expect(await found("KYRKJESTØLEN skred")).toEqual(["Skred ved Kyrkjestølen"]);
  expect(await found("雪崩")).toEqual(["雪崩の危険"]);
  expect(await found("skred torsken")).toEqual([]);
  expect(await found("   ")).toEqual([]);
  expect(fold("ＲＩＤＧＥ É")).toBe("ridge e");
});

test("finds people and rooms by name", async () => {
  expect((await anna.search("ben")).people.map((u) => u.id)).toEqual(["2"]);
  expect((await anna.search("rid")).rooms.map((r) => r.id)).toEqual(["2"]);
});
