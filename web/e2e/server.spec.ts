import { join } from "node:path";
import { heldText } from "./support/device";
import { expect, test } from "./support/test";

test("a server that is killed and started again has lost nothing, and talk goes on", async ({
  company,
  server,
}) => {
  const anna = await company.owner();
  const ben = await company.member("Ben");
  const { id } = await anna.account.general();
  await anna.openRoom(id);
  await ben.openRoom(id);
  for (const n of [1, 2, 3, 4, 5]) await anna.say(`Before the crash ${n}`);
  await anna.sentAll();
  for (const person of [anna, ben]) person.complaints.expectOutage();
  await server.kill();
  await server.start();
  await ben.say("After the crash");
  await anna.sees("After the crash");

  // A browser that holds nothing gets all of it, in its order, and everybody is still signed in.
  const phone = await company.again(ben);
  await phone.openRoom(id);
  await phone.sees("After the crash");
  expect(await phone.order(/(Before|After) the crash( \d)?/)).toEqual([
    ...[1, 2, 3, 4, 5].map((n) => `Before the crash ${n}`),
    "After the crash",
  ]);
  phone.complaints.expectOutage();
  await server.stop();
  await server.run("check");
});

test("after a restore of an older backup every device lets go of what is not in it, and talk goes on", async ({
  company,
  server,
}) => {
  const anna = await company.owner();
  const ben = await company.member("Ben");
  const { id } = await anna.account.general();
  await anna.openRoom(id);
  await ben.openRoom(id);
  await anna.say("In the backup");
  await ben.sees("In the backup");
  const file = join(server.dir, "yesterday.backup");
  await server.run("backup", file);
  await anna.say("Not in the backup");
  await ben.sees("Not in the backup");
  expect(await heldText(ben.page)).toContain("Not in the backup");

  for (const person of [anna, ben]) person.complaints.expectOutage();
  await server.stop();
  await anna.say("Written meanwhile");
  await server.run("restore", "--force", file);
  await server.start();
  await ben.sees("Written meanwhile");
  for (const person of [anna, ben]) {
    await expect(person.message("Not in the backup")).toHaveCount(0);
    await person.sees("In the backup");
    await expect.poll(() => heldText(person.page)).not.toContain("Not in the backup");
  }
  await ben.say("We are back.");
  await anna.sees("We are back.");
});
