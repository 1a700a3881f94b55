import "../../locales/later";
import { expect, test } from "vitest";
import { facts } from "./audit-facts";

const names = {
  user: (id: string) => ({ "2": "Ben", "3": "Cleo" })[id],
  room: (id: string) => ({ "5": "North ridge" })[id],
};

test("people, rooms, roles and times are called by their names", () => {
  expect(facts({ user_ids: ["2", "3"], role: "admin" }, names)).toEqual(["People: Ben, Cleo", "Role: Admin"]);
  expect(facts({ old: "user", new: "guest" }, names)).toEqual(["Before: Member", "Now: Guest"]);
  expect(facts({ room_ids: ["5", "9"] }, names)).toEqual(["Rooms: North ridge, room 9"]);
  expect(facts({ until_ms: 0 }, names)).toEqual(["Until: without end"]);
  expect(facts({ until_ms: 1_790_000_000_000 }, names)[0]).toContain("2026");
});

test("what has no words is shown as it is, and nothing is left empty", () => {
  expect(facts({ settings: { signup: "open", mail_domains: null } }, names)).toEqual([
    "Settings: signup: open",
  ]);
  expect(facts({ room_ids: null, name: "" }, names)).toEqual([]);
  expect(facts(undefined, names)).toEqual([]);
});
