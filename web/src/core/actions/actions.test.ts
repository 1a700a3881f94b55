// Each action asks the route that the protocol names for it, and what the server answers is on the device after it.
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Client } from "../client";
import { company, device, stopAll, until } from "../testing/device";
import type { FakeServer } from "../testing/fake-server";

let server: FakeServer;
let anna: Client;
const M = "0192f0c1-7b3e-7cc3-98c4-dc0c0c07398f";

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  server = company();
  server.world.post("1", "2", { message_id: M, text: "the message" });
  anna = device(server, "1", "anna");
  await until(anna.room("1"), (r) => r?.last?.message_id === M);
  await until(anna.$connection, (c) => c.state === "online");
});
afterEach(stopAll);

/** Answers the next request outside the feed with `body`, and tells what it was. */
async function asking(run: () => Promise<unknown>, body: unknown = undefined) {
  let seen: [string, string, unknown] | undefined;
  server.intercept = (r) => {
    if (/^\/(stream|sync|bootstrap)/.test(r.path) || seen) return undefined;
    seen = [r.method, r.path, Object.keys(r.body).length > 0 ? r.body : undefined];
    return body === undefined ? { status: 204 } : { status: 200, body };
  };
  const result = await run();
  server.intercept = () => undefined;
  return { seen, result };
}

const room = () => ({ ...server.world.room("1") });
type Case = [
  name: string,
  run: (c: Client) => Promise<unknown>,
  asks: [string, string, unknown?],
  body?: unknown,
];

const cases: Case[] = [
  ["join", (c) => c.rooms.join("1"), ["POST", "/rooms/1/join"], { id: "1" }],
  ["leave", (c) => c.rooms.leave("1"), ["POST", "/rooms/1/leave"]],
  ["browse", (c) => c.rooms.browse("rid"), ["GET", "/rooms"], { rooms: [] }],
  [
    "delete a room",
    (c) => c.rooms.delete("1", "General"),
    ["DELETE", "/rooms/1", { confirm_name: "General" }],
  ],
  ["remove somebody", (c) => c.rooms.removeMember("1", "2"), ["DELETE", "/rooms/1/members/2"]],
  [
    "add people",
    (c) => c.rooms.addMembers("1", ["2"]),
    ["POST", "/rooms/1/members", { user_ids: ["2"] }],
    { members: [] },
  ],
  [
    "make an owner",
    (c) => c.rooms.setMemberRole("1", "2", "owner"),
    ["PATCH", "/rooms/1/members/2", { role: "owner" }],
  ],
  ["jump to a date", (c) => c.rooms.seqAt("1", 5), ["GET", "/rooms/1/seq-at"], { seq: 9 }],
  ["pins", (c) => c.messages.pins("1"), ["GET", "/rooms/1/pins"], { messages: [] }],
  ["revisions", (c) => c.messages.revisions(M), ["GET", `/messages/${M}/revisions`], { revisions: [] }],
  ["readers", (c) => c.messages.readers(M), ["GET", `/messages/${M}/readers`], { readers: [], waiting: [] }],
  ["report", (c) => c.messages.report(M, "rude"), ["POST", `/messages/${M}/report`, { reason: "rude" }]],
  ["my sessions", (c) => c.people.sessions(), ["GET", "/me/sessions"], { sessions: [] }],
  ["end a session", (c) => c.people.endSession("4"), ["DELETE", "/me/sessions/4"]],
  ["end all others", (c) => c.people.endOtherSessions(), ["DELETE", "/me/sessions"]],
  ["invites", (c) => c.people.invites(), ["GET", "/invites"], { invites: [] }],
  [
    "invite",
    (c) => c.people.createInvite({ role: "guest" }),
    ["POST", "/invites", { role: "guest" }],
    { id: "1" },
  ],
  ["revoke an invite", (c) => c.people.revokeInvite("1"), ["DELETE", "/invites/1"]],
  [
    "new password",
    (c) => c.people.setPassword("a", "b"),
    ["PUT", "/me/password", { current: "a", new: "b" }],
  ],
  ["read a notice", (c) => c.people.readNotice("3"), ["PUT", "/me/notices/3"]],
  ["forgotten password", (c) => c.session.forgot("a@b.c"), ["POST", "/auth/forgot", { email: "a@b.c" }]],
  [
    "reset link",
    (c) => c.session.resetInfo("t/k"),
    ["GET", "/auth/reset/t%2Fk"],
    { first_name: "Anna", login: "anna" },
  ],
  ["invitation", (c) => c.session.joinInfo("code"), ["GET", "/join/code"], { rooms: [] }],
  ["numbers", (c) => c.admin.stats(), ["GET", "/admin/stats"], { people: 2 }],
  ["health", (c) => c.admin.health(), ["GET", "/admin/health"], { parts: [] }],
  ["people of the company", (c) => c.admin.users({ state: "guest" }), ["GET", "/admin/users"], { users: [] }],
  [
    "somebody's sessions",
    (c) => c.admin.userSessions("2"),
    ["GET", "/admin/users/2/sessions"],
    { sessions: [] },
  ],
  ["sign somebody out", (c) => c.admin.endUserSessions("2"), ["DELETE", "/admin/users/2/sessions"]],
  [
    "a link to reset",
    (c) => c.admin.resetLink("2"),
    ["POST", "/admin/users/2/reset-link"],
    { link: "x", expires_ms: 1 },
  ],
  ["all rooms", (c) => c.admin.rooms(), ["GET", "/admin/rooms"], { rooms: [] }],
  ["audit", (c) => c.admin.audit({ actor: "2" }), ["GET", "/admin/audit"], { entries: [], more: false }],
  ["reports", (c) => c.admin.reports("open"), ["GET", "/admin/reports"], { reports: [] }],
  [
    "resolve",
    (c) => c.admin.resolveReport("1", "warned"),
    ["POST", "/admin/reports/1/resolve", { resolution: "warned" }],
  ],
  [
    "the company",
    (c) => c.admin.updateWorkspace({ name: "N" }),
    ["PATCH", "/admin/workspace", { name: "N" }],
    { id: "1" },
  ],
  [
    "hand over",
    (c) => c.admin.handOver("2", "pw"),
    ["POST", "/admin/ownership", { user_id: "2", password: "pw" }],
  ],
];

test.each(cases)("%s", async (_name, run, [method, path, sent], body) => {
  const { seen } = await asking(() => run(anna), body);
  expect(seen).toEqual([method, path, sent]);
});

test.each(cases)("%s: a refusal reaches the caller with its code", async (_name, run) => {
  server.intercept = (r) =>
    /^\/(stream|sync|bootstrap)/.test(r.path)
      ? undefined
      : { status: 403, body: { code: "not_you", detail: "No." } };
  await expect(run(anna)).rejects.toMatchObject({ status: 403, code: "not_you" });
});

test("a renamed room is shown when the action is done, before the feed says so", async () => {
  const renamed = { ...room(), name: "Everyone", change_seq: server.world.seq + 1 };
  const { seen } = await asking(() => anna.rooms.update("1", { name: "Everyone" }), renamed);
  expect(seen).toEqual(["PATCH", "/rooms/1", { name: "Everyone" }]);
  await until(anna.room("1"), (r) => r?.title === "Everyone");
});

test("archiving and unarchiving are two routes", async () => {
  expect((await asking(() => anna.rooms.archive("1", true), room())).seen?.[1]).toBe("/rooms/1/archive");
  expect((await asking(() => anna.rooms.archive("1", false), room())).seen?.[1]).toBe("/rooms/1/unarchive");
});

test("a reaction is on screen when the action is done", async () => {
  const reacted = {
    ...server.world.messages.get(M),
    change_seq: server.world.seq + 1,
    reactions: [{ emoji: "👍", user_ids: ["1"] }],
  };
  const { seen } = await asking(() => anna.messages.react(M, "👍", true), reacted);
  expect(seen?.slice(0, 2)).toEqual(["PUT", `/messages/${M}/reactions/${encodeURIComponent("👍")}`]);
  await until(anna.room("1"), (r) => r?.last?.reactions?.[0]?.emoji === "👍");
  const { seen: off } = await asking(() => anna.messages.react(M, "👍", false), reacted);
  expect(off?.[0]).toBe("DELETE");
});

test("a saved message is in the list with its text, and out of it again", async () => {
  await anna.messages.save(M, true);
  await until(anna.$saved, (s) => s.length === 1 && s[0]?.message?.text === "the message");
  await anna.messages.save(M, false);
  await until(anna.$saved, (s) => s.length === 0);
});

test("an edit of a sent message goes to the server and shows", async () => {
  await anna.messages.edit(M, "mended");
  await until(anna.room("1"), (r) => r?.last?.text === "mended");
  await anna.messages.delete(M);
  await until(anna.room("1"), (r) => !!r?.last?.deleted_ms);
});

test("my new name is shown at once", async () => {
  const me = anna.$session.get();
  if (me.state !== "signed_in") throw new Error("not signed in");
  const user = { ...me.me.user, first_name: "Anne", change_seq: server.world.seq + 1 };
  await asking(() => anna.people.updateMe({ first_name: "Anne" }), { ...me.me, user });
  await until(anna.$session, (s) => s.state === "signed_in" && s.me.user.first_name === "Anne");
});

test("a room that I make is there when the action is done", async () => {
  const making = anna.rooms.create({ name: "Hut", visibility: "private" });
  server.intercept = (r) => {
    if (r.path !== "/rooms") return undefined;
    const made = server.world.addRoom("Hut", "1", { visibility: "private" });
    queueMicrotask(() => server.world.ring());
    return { status: 201, body: made };
  };
  const made = await making;
  expect(anna.room(made.id).get()?.title).toBe("Hut");
});
