import type { Message } from "../src/core/types";
import type { Company } from "./support/company";
import { heldOn } from "./support/device";
import type { Person } from "./support/person";
import { expect, test } from "./support/test";

const LINE = /(anna|ben) says \d/;

/** Anna and Ben in General, each having seen a word of the other. */
async function talking(company: Company): Promise<{ anna: Person; ben: Person }> {
  const anna = await company.owner();
  const ben = await company.member("Ben");
  const { id } = await anna.account.general();
  await anna.openRoom(id);
  await ben.openRoom(id);
  await anna.say("anna says 0");
  await ben.say("ben says 0");
  await ben.sees("anna says 0");
  await anna.sees("ben says 0");
  return { anna, ben };
}

/** Both write while neither hears the other. */
async function writeApart({ anna, ben }: { anna: Person; ben: Person }): Promise<void> {
  for (const n of [1, 2, 3]) {
    await anna.say(`anna says ${n}`);
    await ben.say(`ben says ${n}`);
  }
  await expect(anna.page.getByText("3 messages wait on this phone.")).toBeVisible();
  await expect(ben.page.getByText("3 messages wait on this phone.")).toBeVisible();
  await expect(anna.message("ben says 1")).toHaveCount(0);
}

/** What the device holds of the feed, in its order. */
async function heldOrder(person: Person): Promise<string[]> {
  const held = Object.values(await heldOn(person.page)).flatMap((db) => (db.messages ?? []) as Message[]);
  return held.sort((a, b) => a.seq - b.seq).map((m) => `${m.seq} ${m.text ?? m.kind}`);
}

async function agree({ anna, ben }: { anna: Person; ben: Person }): Promise<void> {
  for (const person of [anna, ben]) {
    await expect(person.main.getByRole("article").filter({ hasText: LINE })).toHaveCount(8);
    await person.sentAll();
  }
  const order = await anna.order(LINE);
  expect(await ben.order(LINE)).toEqual(order);
  const own = (name: string) => order.filter((line) => line.startsWith(name));
  expect(own("anna")).toEqual([0, 1, 2, 3].map((n) => `anna says ${n}`));
  expect(own("ben")).toEqual([0, 1, 2, 3].map((n) => `ben says ${n}`));
  expect(await heldOrder(ben)).toEqual(await heldOrder(anna));
}

test("two who lose the network write on, come back, and agree on one order", async ({ company }) => {
  const both = await talking(company);
  await both.anna.offline(true);
  await both.ben.offline(true);
  await writeApart(both);
  await both.ben.offline(false);
  await both.anna.offline(false);
  await agree(both);
});

test("two whose server dies write on, and agree on one order when it is back", async ({
  company,
  server,
}) => {
  const both = await talking(company);
  both.anna.complaints.expectOutage();
  both.ben.complaints.expectOutage();
  await server.kill();
  await writeApart(both);
  await server.start();
  for (const person of [both.anna, both.ben]) await person.tryNow();
  await agree(both);
});

test("what waits survives the death of the page, shows without the server, and is sent once", async ({
  company,
}) => {
  const { anna, ben } = await talking(company);
  await anna.offline(true);
  await anna.say("anna says 1");
  await anna.say("anna says 2");
  await anna.killPage();

  // The files of the app are there, the server behind them is not.
  await anna.context.setOffline(false);
  await anna.context.route("**/api/**", (route) => route.abort("connectionfailed"));
  await anna.newPage(`/rooms/${(await ben.account.general()).id}`);
  await anna.sees("ben says 0");
  await expect(anna.page.getByRole("article", { name: "You, waits on this phone" })).toHaveText([
    /anna says 1/,
    /anna says 2/,
  ]);
  await anna.context.unroute("**/api/**");
  await anna.page.reload();
  await ben.sees("anna says 2");
  await anna.sentAll();
  await anna.page.reload();
  await anna.sees("anna says 2");
  expect(await ben.order(LINE)).toEqual(["anna says 0", "ben says 0", "anna says 1", "anna says 2"]);
  expect(await anna.order(LINE)).toEqual(await ben.order(LINE));
});

test("what was sent while its answer got lost is there once", async ({ company }) => {
  const { anna, ben } = await talking(company);
  anna.complaints.expectOutage();
  let lost = 0;
  await anna.context.route("**/messages", async (route) => {
    if (route.request().method() !== "POST" || lost > 0) return route.fallback();
    lost++;
    await route.fetch(); // it arrives, and its acknowledgement does not
    await route.abort("connectionreset");
  });
  await anna.say("anna says 1");
  await ben.sees("anna says 1");
  await anna.sentAll();
  expect(lost).toBe(1);
  await anna.say("anna says 2");
  await ben.sees("anna says 2");
  expect(await ben.order(LINE)).toEqual(["anna says 0", "ben says 0", "anna says 1", "anna says 2"]);
  expect(await anna.order(LINE)).toEqual(await ben.order(LINE));
});
