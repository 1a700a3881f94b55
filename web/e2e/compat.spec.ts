import { Company } from "./support/company";
import { Server } from "./support/server";
import { expect, test } from "./support/test";

test("beside the routes of older clients the app lives under /app/, and its old addresses lead there", async ({
  browser,
}) => {
  const server = await Server.create({ env: { GUIDEOPS_COMPAT: "v2" } });
  await server.start();
  const company = new Company(server, browser);
  const anna = await company.owner();
  const { id } = await anna.account.general();
  await anna.page.goto(`${server.url}/`);
  await anna.roomRow("General").click();
  await expect(anna.page).toHaveURL(`${server.url}/app/rooms/${id}`);
  await anna.say("Under /app/");
  await anna.sentAll();
  await anna.page.reload();
  await anna.sees("Under /app/");
  expect(anna.complaints.list()).toEqual([]);
  await anna.context.close();
  await server.remove();
});
