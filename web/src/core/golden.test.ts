// The golden changes of testdata/changes, one for each type of the feed, and what each does to a device.
import "fake-indexeddb/auto";
import { readdirSync, readFileSync } from "node:fs";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, expect, test } from "vitest";
import { applyFeed, type Effects } from "./apply";
import { type CacheDB, openCache } from "./db";
import { applyBootstrap, applyPage } from "./pages";
import { writeCache } from "./rows";
import type { Bootstrap, Change, ChangeType, Message, Room } from "./types";

const dir = new URL("../../../testdata/changes/", import.meta.url);
const names = readdirSync(dir).filter((f) => f.endsWith(".json"));
const golden = (name: string) => JSON.parse(readFileSync(new URL(name, dir), "utf8")) as Change;

let db: CacheDB;

/** Anna (7) and Ben (9), in the rooms 3 and 5; the message that the golden ones are about is held. */
beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  db = await openCache("golden");
  const user = (id: string) => ({
    id,
    login: id,
    first_name: id,
    role: "user" as const,
    created_ms: 1,
    change_seq: 1,
  });
  const workspace = { id: "1", slug: "nord", name: "Nord", settings: {}, created_ms: 1, change_seq: 0 };
  const room = (id: string, kind: Room["kind"]): Room => ({
    id,
    kind,
    visibility: "private",
    posting: "all",
    history: "all",
    created_ms: 1,
    change_seq: 1,
  });
  const bootstrap: Bootstrap = {
    epoch: "e",
    seq: 4690,
    me: { user: user("7"), workspace, session_id: "21" },
    workspace,
    users: [user("7"), user("9")],
    contacts: [],
    states: [],
    reads: [],
    drafts: [],
    saved: [],
    thread_states: [],
    notices: [],
    presence: [],
    rooms: [room("3", "channel"), room("5", "direct")],
    members: {
      "3": [
        ["7", "owner", 1, 1, 1],
        ["9", "member", 1, 1, 1],
      ],
      "5": [["7", "member", 1, 1, 1]],
    },
  };
  const held = { ...(golden("message.json").data as Message), change_seq: 4716, text: "before" };
  await writeCache(db, "7", undefined, async (rows) => {
    await applyBootstrap(rows, bootstrap);
    await applyPage(rows, { cache: "golden", room_id: "3", version: 4691 }, { messages: [held] });
  });
});
afterEach(() => db.close());

async function apply(name: string): Promise<Effects> {
  const change = golden(name);
  let effects: Effects = { page: [], signedOut: false };
  await writeCache(db, "7", undefined, async (rows) => {
    effects = await applyFeed(rows, [change], change.seq);
  });
  return effects;
}

const without = <T extends object>(row: T, key: keyof T) => ({ ...row, [key]: undefined });

test("every type of the feed has a golden change", () => {
  // The compiler holds this list complete: a type that is missing here is an error.
  const types: Record<ChangeType, true> = {
    workspace: true,
    user: true,
    contact: true,
    room: true,
    member: true,
    entered: true,
    message: true,
    read: true,
    room_state: true,
    thread_state: true,
    draft: true,
    saved: true,
    notice: true,
    session: true,
    gone: true,
  };
  const covered = new Set(names.map((n) => golden(n).type));
  expect([...covered].sort()).toEqual(Object.keys(types).sort());
});

test.each(names)("%s moves the cursor, and applied twice changes nothing more", async (name) => {
  await apply(name);
  const { seq } = golden(name);
  expect(await db.get("meta", "cursor")).toEqual({ epoch: "e", seq });
  const dump = async () => Promise.all([...db.objectStoreNames].map((store) => db.getAll(store)));
  const once = await dump();
  await apply(name);
  expect(await dump()).toEqual(once);
});

test.each([
  ["user.json", "users", "9"],
  ["contact.json", "contacts", "9"],
  ["room.json", "rooms", "3"],
  ["read.json", "reads", ["5", "9"]],
  ["room_state.json", "states", "3"],
  ["thread_state.json", "threads", "0192f0c1-7b3e-7cc3-98c4-dc0c0c07398f"],
  ["draft.json", "drafts", ["3", "0192f0c1-7b3e-7cc3-98c4-dc0c0c07398f"]],
  ["saved.json", "saved", "0192f0c1-7b3e-7cc3-98c4-dc0c0c07398f"],
  ["notice.json", "notices", "12"],
  ["message.json", "messages", ["3", 4716]],
  ["message-reply.json", "messages", ["3", 4721]],
  ["message-deleted.json", "messages", ["3", 4716]],
  ["message-info.json", "messages", ["3", 4723]],
] as const)("%s is kept whole", async (name, table, key) => {
  await apply(name);
  expect(await db.get(table, key as never)).toEqual(golden(name).data);
});

test("workspace.json is the company's row", async () => {
  await apply("workspace.json");
  expect(await db.get("meta", "workspace")).toEqual(golden("workspace.json").data);
});

test("member.json brings the person along", async () => {
  await apply("member.json");
  const { data } = golden("member.json") as Extract<Change, { type: "member" }>;
  expect(await db.get("members", ["3", "10"])).toEqual(without(data, "user"));
  expect(await db.get("users", "10")).toEqual(data.user);
});

test("member-left.json: another's leaving leaves me the room", async () => {
  await apply("member-left.json");
  expect((await db.get("members", ["3", "9"]))?.left_ms).toBeGreaterThan(0);
  expect(await db.get("rooms", "3")).toBeDefined();
});

test("entered.json opens the room and asks for its messages", async () => {
  const effects = await apply("entered.json");
  expect(effects.page).toEqual(["4"]);
  expect(await db.get("rooms", "4")).toBeDefined();
  expect(await db.getAllKeys("members")).toEqual(
    expect.arrayContaining([
      ["4", "7"],
      ["4", "9"],
    ]),
  );
});

test("session.json ends this device's session", async () => {
  expect((await apply("session.json")).signedOut).toBe(true);
});

test("gone-room.json leaves nothing of the room", async () => {
  await apply("gone-room.json");
  expect(await db.get("rooms", "3")).toBeUndefined();
  expect(await db.getAll("messages")).toEqual([]);
  expect((await db.getAllKeys("members")).filter(([room]) => room === "3")).toEqual([]);
});

test("gone-message.json takes that message away", async () => {
  await apply("gone-message.json");
  expect(await db.getAll("messages")).toEqual([]);
  expect(await db.get("rooms", "3")).toBeDefined();
});

test("a type of a newer server is skipped", async () => {
  const change = { type: "weather", seq: 5000, data: { wind: 30 } } as unknown as Change;
  await writeCache(db, "7", undefined, async (rows) => {
    await applyFeed(rows, [change], 5000);
  });
  expect(await db.get("meta", "cursor")).toEqual({ epoch: "e", seq: 5000 });
});
