import type { Company } from "./support/company";
import type { Person } from "./support/person";
import { expect, test } from "./support/test";

/** Anna and Ben in General. */
async function pair(company: Company): Promise<{ anna: Person; ben: Person }> {
  const anna = await company.owner();
  const ben = await company.member("Ben");
  const { id } = await anna.account.general();
  await anna.openRoom(id);
  await ben.openRoom(id);
  return { anna, ben };
}

test("a direct message reaches only the one it is for", async ({ company }) => {
  const anna = await company.owner();
  const ben = await company.member("Ben");
  const cleo = await company.member("Cleo");
  await ben.open();
  await cleo.open();
  await anna.open("/new/message");
  await anna.page.getByRole("searchbox", { name: "To" }).fill("Ben");
  await anna.page.getByRole("checkbox", { name: /Ben/ }).check();
  await anna.page.getByRole("button", { name: "Write", exact: true }).click();
  await anna.say("Only for you: the hut key is under the third stone.");

  await ben.roomRow("Anna").click();
  await ben.sees("under the third stone");
  await expect(anna.message("under the third stone").getByText("Read", { exact: true })).toBeVisible();
  // Cleo's stream lives: what is for her arrives. What is not for her does not.
  await anna.account.send((await anna.account.general()).id, "For everybody");
  await expect(cleo.roomRow("General")).toContainText("For everybody");
  await expect(cleo.page.getByText("third stone")).toHaveCount(0);
});

test("an edit shows everywhere and keeps every version", async ({ company }) => {
  const { anna, ben } = await pair(company);
  await anna.say("Meet at 5:00");
  await ben.sees("Meet at 5:00");
  await anna.choose("Meet at 5:00", "Edit");
  await anna.box().fill("Meet at 4:30");
  await anna.main.getByRole("button", { name: "Save the change" }).click();
  await ben.sees("Meet at 4:30");
  await ben.message("Meet at 4:30").getByRole("button", { name: "Edited" }).click();
  const versions = ben.page.getByRole("dialog", { name: "All versions" });
  await expect(versions).toContainText("Meet at 5:00");
  await expect(versions).toContainText("Meet at 4:30");
});

test("a deleted message leaves a tombstone and no text on anybody's device", async ({ company }) => {
  const { anna, ben } = await pair(company);
  await anna.say("A slip of the tongue");
  await ben.sees("A slip of the tongue");
  await anna.choose("A slip of the tongue", "Delete");
  await anna.page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await ben.sees("Deleted message");
  await expect(ben.page.getByText("A slip of the tongue")).toHaveCount(0);
});

test("a reaction is counted and can be taken back", async ({ company }) => {
  const { anna, ben } = await pair(company);
  await anna.say("Summit!");
  await ben.message("Summit!").hover();
  await ben.message("Summit!").getByRole("button", { name: "React" }).click();
  await ben.page.getByRole("searchbox", { name: "Search emoji" }).fill("thumbs up");
  await ben.page.getByRole("button", { name: "thumbs up", exact: true }).click();
  const chip = (p: Person) => p.message("Summit!").getByRole("button", { name: /^👍 \d/ });
  await expect(chip(anna)).toHaveText("👍1");
  await chip(anna).click();
  await expect(chip(ben)).toHaveText("👍2");
  await chip(ben).click();
  await expect(chip(anna)).toHaveText("👍1");
});

test("a reply quotes what it answers", async ({ company }) => {
  const { anna, ben } = await pair(company);
  await anna.say("How is the snow?");
  await ben.choose("How is the snow?", "Reply");
  await ben.say("Wind slab on the lee side.");
  await expect(anna.message("Wind slab")).toContainText("How is the snow?");
});

test("a thread keeps its talk out of the room, counts it and tells who follows", async ({ company }) => {
  const { anna, ben } = await pair(company);
  await anna.say("Who takes the north ridge?");
  await ben.choose("Who takes the north ridge?", "Reply in thread");
  await ben.say("I do.", ben.thread);
  await expect(anna.message("Who takes").getByRole("button", { name: "1 reply" })).toBeVisible();
  await expect(anna.message("I do.")).toHaveCount(0);
  await anna.message("Who takes").getByRole("button", { name: "1 reply" }).click();
  await anna.sees("I do.", anna.thread);
  await anna.say("Then take Cleo with you.", anna.thread);
  await ben.sees("Then take Cleo with you.", ben.thread);
  await ben.open("/threads");
  await expect(ben.main.getByText("Who takes the north ridge?")).toBeVisible();
});

test("a pinned message stands in the details of the room", async ({ company }) => {
  const { anna, ben } = await pair(company);
  await anna.say("Rescue: 1412");
  await anna.choose("Rescue: 1412", "Pin");
  await expect(ben.message("Rescue: 1412").getByText("Pinned by Anna")).toBeAttached();
  await ben.main.getByRole("link", { name: "Details" }).click();
  const details = ben.page.getByRole("complementary", { name: "Details" });
  await expect(details.getByText("Rescue: 1412")).toBeVisible();
});

test("a mention is counted where it is not open, and lights up where it is", async ({ company }) => {
  const { anna, ben } = await pair(company);
  await ben.open("/you");
  await anna.box().pressSequentially("Hello @Be");
  await expect(anna.page.getByRole("option", { name: /Ben/ })).toBeVisible();
  await anna.box().press("Enter");
  await anna.box().pressSequentially(" can you come?");
  await anna.box().press("Enter");
  await expect(ben.roomRow("General").getByText("1 mention")).toBeAttached();
  await expect(ben.page).toHaveTitle(/^\(1\) /);
  await ben.roomRow("General").click();
  await expect(ben.message("can you come?").getByRole("button", { name: "@Ben" })).toBeVisible();
  await expect(ben.roomRow("General").getByText("1 mention")).toHaveCount(0);
});

test("what came while I was away stands below a “new” line until I leave, and is unread no more", async ({
  company,
}) => {
  const { anna, ben } = await pair(company);
  await anna.say("Before");
  await ben.sees("Before");
  await ben.open("/you");
  await anna.say("After");
  await expect(ben.roomRow("General").getByText("1 unread message")).toBeAttached();
  await ben.roomRow("General").click();
  const line = ben.main.getByRole("heading", { name: "New" });
  await expect(line).toBeVisible();
  const log = ben.main.getByRole("log");
  await expect(log).toContainText(/Before[\s\S]*New[\s\S]*After/);
  await expect(ben.roomRow("General").getByText("1 unread message")).toHaveCount(0);
  // His other device learns it too.
  const phone = await company.again(ben);
  await phone.open("/you");
  await expect(phone.roomRow("General")).toContainText("After");
  await expect(phone.roomRow("General").getByText("1 unread message")).toHaveCount(0);
});

test("a draft comes to my other device, and stays there until it is sent", async ({ company }) => {
  const { anna, ben } = await pair(company);
  const phone = await company.again(ben);
  await phone.openRoom((await ben.account.general()).id);
  await ben.box().fill("Half a thought");
  await expect(phone.box()).toHaveValue("Half a thought");
  await phone.page.reload();
  await expect(phone.box()).toHaveValue("Half a thought");
  await phone.box().press("Enter");
  await anna.sees("Half a thought");
  await expect(phone.box()).toHaveValue("");
});
