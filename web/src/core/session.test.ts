import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Problem } from "./problem";
import { browser, company, device, eventually, stopAll, until } from "./testing/device";
import { type FakeServer, problem } from "./testing/fake-server";

let server: FakeServer;
beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  server = company();
});
afterEach(stopAll);

const caches = async () =>
  (await indexedDB.databases()).map((d) => d.name).filter((n) => n?.includes(".cache."));

test("a browser that knows nobody shows the sign-in", async () => {
  const client = browser(server, "new");
  await until(client.$session, (s) => s.state === "signed_out");
  expect(await client.session.loadSetup()).toMatchObject({ needs_setup: false });
  expect(client.$setup.get()?.signup).toBe("invite");
});

test("a wrong password is refused with its code; the right one opens the rooms", async () => {
  const client = browser(server, "new");
  await until(client.$session, (s) => s.state === "signed_out");
  const wrong = client.session.login({ email: "anna", password: "wrong" });
  await expect(wrong).rejects.toMatchObject({ status: 401, code: "wrong_password" });
  await client.session.login({ email: "anna", password: "right" });
  await until(client.$rooms, (r) => r.length === 2);
  await until(client.$session, (s) => s.state === "signed_in" && s.me.user.first_name === "Anna");
});

test("an address in several companies asks which", async () => {
  const client = browser(server, "new");
  await until(client.$session, (s) => s.state === "signed_out");
  const workspaces = [{ slug: "nord", name: "Nord" }];
  server.intercept = () => ({
    status: 409,
    body: { code: "choose_workspace", detail: "Which?", workspaces },
  });
  const choice = await client.session.login({ email: "anna", password: "right" }).catch((e: unknown) => e);
  expect(choice).toBeInstanceOf(Problem);
  expect(choice).toMatchObject({ code: "choose_workspace", workspaces });
});

test("registration signs in, or says that a mail must be confirmed", async () => {
  const client = browser(server, "new");
  await until(client.$session, (s) => s.state === "signed_out");
  const input = { first_name: "Cleo", email: "cleo@nord.example", password: "right" };
  server.intercept = () => ({ status: 202, body: { confirm: "mail_sent" } });
  expect(await client.session.register(input)).toBe("confirm");
  server.intercept = () => undefined;
  expect(await client.session.register(input)).toBe("signed_in");
  await until(client.$session, (s) => s.state === "signed_in" && s.me.user.first_name === "Cleo");
});

test("a browser with a session but no memory of whose asks the server", async () => {
  server.signIn("cookie", "1");
  const client = browser(server, "cookie");
  await until(client.$session, (s) => s.state === "signed_in" && s.me.user.id === "1");
});

test("signing out ends the session and wipes the cache, but not what waits to be sent", async () => {
  const anna = device(server, "1", "anna");
  await until(anna.$connection, (c) => c.state === "online");
  expect(await caches()).toHaveLength(1);
  server.intercept = (r) => (r.path.endsWith("/messages") ? problem(503, "busy") : undefined);
  await anna.messages.send("1", { text: "unsent" });
  await anna.session.logout();
  expect(server.log.some((r) => r.path === "/auth/logout")).toBe(true);
  expect(anna.$session.get()).toEqual({ state: "signed_out", ended: "signed_out" });
  expect(anna.$rooms.get()).toEqual([]);
  await expect.poll(caches).toEqual([]);
  server.intercept = () => undefined;
  await anna.session.login({ email: "anna", password: "right" });
  await eventually(() => [...server.world.messages.values()].some((m) => m.text === "unsent"));
});

test("offline nobody is signed out: the session would still be there", async () => {
  const anna = device(server, "1", "anna");
  await until(anna.$connection, (c) => c.state === "online");
  server.offline = true;
  await expect(anna.session.logout()).rejects.toMatchObject({ status: 0 });
  expect(anna.$session.get().state).toBe("signed_in");
});

test("somebody else on the same browser sees nothing of his predecessor", async () => {
  const client = device(server, "1", "shared");
  await until(client.$rooms, (r) => r.length === 2);
  await client.rooms.setDraft("1", { text: "Anna's thought" });
  server.expire("shared");
  await until(client.$session, (s) => s.state === "signed_in" && s.expired);
  await client.session.login({ email: "ben", password: "right" });
  await until(client.$session, (s) => s.state === "signed_in" && s.me.user.id === "2");
  await until(client.$connection, (c) => c.state === "online");
  expect(client.$drafts.get().size).toBe(0);
  await expect.poll(caches).toHaveLength(1);
});

test("actions without a sign-in say so instead of hanging", async () => {
  const client = browser(server, "new");
  await until(client.$session, (s) => s.state === "signed_out");
  await expect(client.messages.send("1", { text: "x" })).rejects.toMatchObject({ status: 401 });
});
