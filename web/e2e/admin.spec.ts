import { expect, test } from "./support/test";

test("every number of the administration leads to the list behind it", async ({ company }) => {
  const anna = await company.owner();
  const ben = await company.member("Ben");
  await anna.account.createRoom("North ridge", "public");
  const message = await ben.account.send((await ben.account.general()).id, "Something rude");
  await anna.account.post(`/messages/${message.message_id}/report`, { reason: "It is rude" });
  await ben.open();
  await anna.open("/admin");

  const tile = (name: string) => anna.main.getByRole("link", { name: new RegExp(`^\\d.*${name}$`) });
  await expect(tile("People")).toContainText("2");
  await expect(tile("Rooms")).toContainText("2");
  await expect(tile("Open reports")).toContainText("1");
  await tile("People").click();
  await expect(anna.main.getByRole("button", { name: /^Anna/ })).toBeVisible();
  await expect(anna.main.getByRole("button", { name: /^Ben/ })).toBeVisible();
  await anna.page.goBack();
  await tile("Rooms").click();
  await expect(anna.main.getByText("North ridge")).toBeVisible();
  await anna.page.goBack();
  await tile("Open reports").click();
  await expect(anna.main.getByText("Something rude")).toBeVisible();
  await expect(anna.main.getByText("It is rude")).toBeVisible();

  // Each number is a link, and none leads nowhere.
  await anna.open("/admin");
  await expect(tile("People")).toBeVisible();
  const links = anna.main.getByRole("listitem").getByRole("link");
  for (const path of await links.evaluateAll((all) => all.map((a) => a.getAttribute("href") ?? ""))) {
    await anna.open(path);
    await expect(anna.main.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(anna.page.getByText("The address leads nowhere")).toHaveCount(0);
  }
});

test("deactivating a person ends his screens at once, stands in the audit log, and can be undone", async ({
  company,
}) => {
  const anna = await company.owner();
  const ben = await company.member("Ben");
  ben.complaints.expect(/status of 401/);
  await ben.open();
  await expect(ben.roomRow("General")).toBeVisible();
  await anna.open("/admin/people");
  await anna.main.getByRole("button", { name: /^Ben/ }).click();
  await anna.page.getByRole("button", { name: "Deactivate" }).click();
  await anna.page
    .getByRole("dialog", { name: "Deactivate Ben?" })
    .getByRole("button", { name: "Deactivate" })
    .click();
  await expect(ben.page.getByText("Your account was deactivated.")).toBeVisible();
  await anna.open("/admin/audit");
  await expect(anna.main.getByText(/Ben/).first()).toBeVisible();
});

test("an admin unarchives a public room that all have left, and the owner deletes it", async ({
  company,
}) => {
  const anna = await company.owner();
  const ben = await company.member("Ben");
  const room = await ben.account.createRoom("North ridge", "public");
  await ben.account.post(`/rooms/${room.id}/archive`);
  await ben.account.post(`/rooms/${room.id}/leave`);
  await anna.open("/admin/rooms");
  const row = anna.main.locator("div").filter({ hasText: "North ridge" }).last();
  const act = async (name: string) => {
    await anna.main.getByRole("button", { name: "Manage North ridge" }).click();
    await anna.page.getByRole("menuitem", { name }).click();
  };
  await expect(row.getByText("Archived")).toBeVisible();
  await act("Open again");
  await expect(anna.main.getByText("Archived")).toHaveCount(0);
  await act("Delete room");
  const dialog = anna.page.getByRole("dialog", { name: /Delete North ridge/ });
  await dialog.getByRole("textbox").fill("North ridge");
  await dialog.getByRole("button", { name: "Delete room" }).click();
  await expect(anna.main.getByText("North ridge")).toHaveCount(0);
  await expect(anna.main.getByText("General")).toBeVisible();
});

test("who is no admin finds no administration", async ({ company }) => {
  await company.owner();
  const ben = await company.member("Ben");
  await ben.open("/you");
  await expect(ben.main.getByText("My devices")).toBeVisible();
  await expect(ben.main.getByText("Administration")).toHaveCount(0);
  await ben.open("/admin/people");
  await expect(ben.page.getByText("The address leads nowhere")).toBeVisible();
});
