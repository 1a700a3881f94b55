import { heldText } from "./support/device";
import { expect, test } from "./support/test";

/** A room that is lost while it is open may have been made public: the app asks once whether it can still be read. */
const ASKED = /status of 404 .*\/rooms\/\d+/;

test("who is removed from a room loses it at once, and his device holds nothing of it", async ({
  company,
}) => {
  const anna = await company.owner();
  const ben = await company.member("Ben");
  const room = await anna.account.createRoom("Rescue plan", "private", [ben.account.id]);
  ben.complaints.expect(ASKED);
  await ben.openRoom(room.id);
  await anna.account.send(room.id, "The code is 4711");
  await ben.sees("The code is 4711");
  await anna.open(`/rooms/${room.id}/details`);
  await anna.page.getByRole("button", { name: "Manage Ben" }).click();
  await anna.page.getByRole("menuitem", { name: "Remove from room" }).click();
  await anna.page.getByRole("dialog").getByRole("button", { name: "Remove from room" }).click();

  await expect(ben.page.getByText("This room does not exist, or you are not in it any more")).toBeVisible();
  await expect(ben.roomRow("General")).toBeVisible();
  await expect(ben.roomRow("Rescue plan")).toHaveCount(0);
  await expect.poll(() => heldText(ben.page)).not.toMatch(/4711|Rescue plan/);
});

test("a session ended in the list of devices signs that browser out and wipes it", async ({ company }) => {
  const anna = await company.owner();
  const { id } = await anna.account.general();
  const lost = await company.again(anna, "Lost phone");
  lost.complaints.expect(/status of 401/);
  await lost.openRoom(id);
  await anna.account.send(id, "The hut key is under the third stone");
  await lost.sees("third stone");
  await anna.open("/you/devices");
  const row = anna.main.locator("li, div").filter({ hasText: "Lost phone" });
  await row.getByRole("button", { name: "Sign out", exact: true }).last().click();

  await expect(lost.page.getByText("This device was signed out.")).toBeVisible();
  await expect(lost.page.getByRole("button", { name: "Sign in" })).toBeVisible();
  await expect.poll(() => heldText(lost.page)).not.toContain("third stone");
  await lost.page.reload();
  await expect(lost.page.getByRole("button", { name: "Sign in" })).toBeVisible();
  await expect(anna.main.getByText("Lost phone")).toHaveCount(0);
  await anna.page.reload();
  await expect(anna.main.getByText("This device")).toBeVisible();
});

test("a public room made private vanishes from who is not in it", async ({ company }) => {
  const anna = await company.owner();
  const ben = await company.member("Ben");
  const room = await anna.account.createRoom("North ridge", "public");
  await anna.account.send(room.id, "Everybody may read this");
  await ben.open("/browse");
  await expect(ben.main.getByText("North ridge")).toBeVisible();

  await anna.open(`/rooms/${room.id}/details`);
  await anna.page.getByRole("button", { name: /Edit room/ }).click();
  const dialog = anna.page.getByRole("dialog", { name: "Edit room" });
  await dialog.getByText("Private", { exact: true }).click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();

  await ben.open("/browse");
  await expect(ben.main.getByText("General")).toBeVisible();
  await expect(ben.main.getByText("North ridge")).toHaveCount(0);
  await ben.open(`/rooms/${room.id}`);
  await expect(ben.page.getByText("This room does not exist, or you are not in it any more")).toBeVisible();
  expect(await heldText(ben.page)).not.toMatch(/North ridge|Everybody may read/);
});

test("who becomes a guest holds nothing any more of what a guest may not see", async ({ company }) => {
  const anna = await company.owner();
  const ben = await company.member("Ben");
  const cleo = await company.member("Cleo");
  await cleo.account.patch("/me", { phone: "+47 900 00 111" });
  const general = await anna.account.general();
  const trip = await anna.account.createRoom("Trip of May", "private", [ben.account.id]);
  await cleo.account.send(general.id, "Only for the company");
  await anna.account.send(trip.id, "For the guest too");
  ben.complaints.expect(ASKED);
  await ben.open(`/rooms/${general.id}`);
  await ben.sees("Only for the company");
  await expect.poll(() => heldText(ben.page)).toMatch(/900 ?00 ?111/);
  expect(await heldText(ben.page)).toContain("Cleo");

  await anna.account.patch(`/admin/users/${ben.account.id}`, { role: "guest" });
  await expect(ben.roomRow("General")).toHaveCount(0);
  await ben.roomRow("Trip of May").click();
  await ben.sees("For the guest too");
  await expect.poll(() => heldText(ben.page)).not.toMatch(/Only for the company|900 ?00 ?111|Cleo|General/);
  expect(await heldText(ben.page)).toContain("For the guest too");
  await ben.say("I still hear you.");
  await anna.openRoom(trip.id);
  await anna.sees("I still hear you.");
});
