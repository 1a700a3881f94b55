import { expect, test } from "vitest";
import type { Mark } from "../db";
import type { Member, Message, Room, RoomState, User } from "../types";
import type { RoomRows } from "./mirror";
import { buildRoom, fullName } from "./room-view";

const NOW = 1_790_000_000_000;

function person(id: string, first_name: string, role: User["role"] = "user"): User {
  return {
    id,
    login: first_name,
    first_name,
    last_name: `${first_name}sen`,
    role,
    created_ms: 1,
    change_seq: 1,
  };
}

const users = new Map([person("1", "Anna"), person("2", "Ben"), person("3", "Cleo")].map((u) => [u.id, u]));

function view(
  room: Partial<Room> = {},
  more: {
    state?: Partial<RoomState>;
    mark?: Partial<Mark>;
    in?: string[];
    role?: Member["role"];
    last?: Message;
  } = {},
  people: ReadonlyMap<string, User> = users,
) {
  const state: RoomState = {
    room_id: "1",
    user_id: "1",
    read_seq: 0,
    notify: "default",
    change_seq: 1,
    ...more.state,
  };
  const rows: RoomRows = {
    room: {
      id: "1",
      kind: "channel",
      visibility: "public",
      name: "Ridge",
      posting: "all",
      history: "all",
      created_ms: 5,
      change_seq: 1,
      ...room,
    },
    state,
    mark: {
      room_id: "1",
      joined_seq: 1,
      contiguous_from_seq: 1,
      paged: true,
      version: 1,
      missed: [],
      start_seq: 1,
      held_unread: 0,
      held_mentions: 0,
      reply_mentions: 0,
      last_ts_ms: 0,
      ...more.mark,
    },
    members: (more.in ?? ["1", "2"]).map((user_id) => ({
      room_id: "1",
      user_id,
      role: user_id === "1" ? (more.role ?? "member") : "member",
      joined_seq: 1,
      joined_ms: 1,
      change_seq: 1,
    })),
    reads: [],
    last: more.last,
  };
  return buildRoom(rows, people, "1", undefined, false, NOW);
}

test("a channel has its name, a direct room the others', notes to self my own", () => {
  expect(view().title).toBe("Ridge");
  expect(view({ kind: "direct", name: undefined }).title).toBe("Ben Bensen");
  expect(view({ kind: "direct", name: undefined }, { in: ["1", "2", "3"] }).title).toBe("Ben, Cleo");
  expect(view({ kind: "direct", name: undefined }, { in: ["1"] }).title).toBe("Anna Annasen");
});

test("somebody without a last name is called by the first", () => {
  expect(fullName({ ...person("9", "Kai"), last_name: undefined })).toBe("Kai");
});

test.each([
  ["an ordinary room", {}, "member", "user", true],
  ["an archived room", { archived_ms: 1 }, "owner", "user", false],
  ["an announcement room, as a member", { posting: "admins" }, "member", "user", false],
  ["an announcement room, as its owner", { posting: "admins" }, "owner", "user", true],
  ["an announcement room, as an admin", { posting: "admins" }, "member", "admin", true],
] as const)("who may write: %s", (_name, room, role, companyRole, may) => {
  const people = new Map([...users, ["1", person("1", "Anna", companyRole)]] as const);
  expect(view(room, { role }, people).can_post).toBe(may);
});

test.each([
  ["by level", { notify: "nothing" }, true],
  ["for a time", { muted_until_ms: NOW + 1 }, true],
  ["no longer", { muted_until_ms: NOW - 1 }, false],
  ["not at all", {}, false],
] as const)("muted %s", (_name, state, muted) => {
  expect(view({}, { state }).muted).toBe(muted);
});

test("marked unread lights the dot without counting anything, until it is read here", () => {
  expect(view({}, { state: { unread_from_seq: 5 } })).toMatchObject({ has_unread: true, unread: 0 });
  const pending = { read_seq: 9 };
  expect(view({}, { state: { unread_from_seq: 5 }, mark: { pending } }).has_unread).toBe(false);
  expect(view({}, { mark: { pending: { unread_seq: 3 } } }).has_unread).toBe(true);
});

test("a hidden conversation shows while something in it is unread", () => {
  const state = { hidden: true };
  expect(view({ kind: "direct" }, { state }).hidden).toBe(true);
  expect(view({ kind: "direct" }, { state, mark: { held_unread: 1 } }).hidden).toBe(false);
});

test("the list is ordered by the newest word, or by the room's beginning", () => {
  expect(view().last_ms).toBe(5);
  expect(view({}, { mark: { last_ts_ms: 70 } }).last_ms).toBe(70);
  const last = { ts_ms: 90 } as Message;
  expect(view({}, { mark: { last_ts_ms: 70 }, last }).last_ms).toBe(90);
});
