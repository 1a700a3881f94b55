import { PASSWORD } from "./support/company";
import { expect, test } from "./support/test";

test("on an insecure address chat works, in two tabs too, and a banner names what is missing", async ({
  company,
  server,
}) => {
  const anna = await company.owner();
  const { id } = await anna.account.general();
  await anna.openRoom(id);
  // As in a hut with a router and no certificate: the browser reaches the same server by a name on the LAN.
  const lan = await company.visitor({ at: server.url.replace("127.0.0.1", "chat.lan") });
  await lan.open();
  await lan.page.getByLabel("Mail address or login").fill(anna.account.email);
  await lan.page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await lan.page.getByRole("button", { name: "Sign in" }).click();
  await lan.roomRow("General").click();
  const missing = await lan.page.evaluate(() => [
    isSecureContext,
    "serviceWorker" in navigator,
    "locks" in navigator,
    "randomUUID" in crypto,
  ]);
  expect(missing).toEqual([false, false, false, false]);
  await expect(lan.page.getByText("no notifications, no position, no start without network")).toBeVisible();

  await lan.say("From the hut");
  await anna.sees("From the hut");
  await anna.say("To the hut");
  await lan.sees("To the hut");

  const first = lan.page;
  await lan.newPage(`/rooms/${id}`);
  await lan.say("From the second tab");
  await anna.sees("From the second tab");
  await first.close();
  await anna.say("The first tab is gone");
  await lan.sees("The first tab is gone");
  await lan.say("And the second goes on");
  await anna.sees("And the second goes on");
});
