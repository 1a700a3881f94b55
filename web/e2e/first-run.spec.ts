import { expect, test } from "./support/test";

test("the first person registers, names the company, gets a link with a QR code and lands in General; the second joins by the link and they talk live", async ({
  company,
  server,
}) => {
  const anna = await company.visitor();
  await anna.open(server.setupLink);
  await anna.page.getByLabel("Name of your company").fill("Five Ranges");
  await anna.page.getByLabel("First name").fill("Anna");
  await anna.page.getByLabel("Last name").fill("Berg");
  await anna.page.getByLabel("Mail address").fill("anna@example.com");
  await anna.page.getByLabel("Password", { exact: true }).fill("under-the-cornice");
  await anna.page.getByRole("button", { name: "Create company" }).click();

  await expect(anna.page.getByRole("heading", { name: "Five Ranges is ready" })).toBeVisible();
  await expect(anna.page.getByRole("img", { name: "QR code of the invite link" })).toBeVisible();
  const link = (await anna.page.getByText(/\/join\//).textContent()) ?? "";
  await anna.page.getByRole("link", { name: "Go to General" }).click();
  await expect(anna.box()).toHaveAccessibleName("Message General");
  await expect(anna.main.getByText("Write the first message below")).toBeVisible();

  const ben = await company.visitor();
  await ben.open(link);
  await expect(ben.page.getByRole("heading", { name: "Join Five Ranges" })).toBeVisible();
  await expect(ben.page.getByText("Anna Berg invites you")).toBeVisible();
  await ben.page.getByLabel("First name").fill("Ben");
  await ben.page.getByLabel("Mail address").fill("ben@example.com");
  await ben.page.getByLabel("Password", { exact: true }).fill("above-the-treeline");
  await ben.page.getByRole("button", { name: "Join" }).click();
  await ben.roomRow("General").click();

  await anna.say("Welcome, Ben.");
  await ben.sees("Welcome, Ben.");
  await ben.box().pressSequentially("Good");
  await expect(anna.main.getByText("Ben is writing…")).toBeVisible();
  await ben.say("Good morning, Anna.");
  await anna.sees("Good morning, Anna.");
  await expect(anna.message("Welcome, Ben.")).toHaveCount(1);
});

test("who has neither the setup link nor an invite does not get in", async ({ company }) => {
  await company.owner();
  const stranger = await company.visitor();
  stranger.complaints.expect(/status of 4(01|04|10)/);
  await stranger.open("/join/AAAAAAAAAAAAAAAAAAAAAAAAAA");
  await expect(stranger.page.getByRole("heading", { name: "This invite is over" })).toBeVisible();
  await stranger.page.getByRole("link", { name: "I have an account already" }).click();
  await stranger.page.getByLabel("Mail address or login").fill("anna@example.com");
  await stranger.page.getByLabel("Password", { exact: true }).fill("under-the-avalanche");
  await stranger.page.getByRole("button", { name: "Sign in" }).click();
  await expect(stranger.page.getByRole("alert")).toBeVisible();
  await expect(stranger.page.getByRole("button", { name: "Sign in" })).toBeVisible();
});
