import { PASSWORD } from "./support/company";
import type { Person } from "./support/person";
import { expect, test } from "./support/test";

const NEW_PASSWORD = "over-the-bergschrund";

async function signIn(p: Person, email: string, password: string): Promise<void> {
  await p.open("/signin");
  await p.page.getByLabel("Mail address or login").fill(email);
  await p.page.getByLabel("Password", { exact: true }).fill(password);
  await p.page.getByRole("button", { name: "Sign in" }).click();
}

async function choosePassword(p: Person, link: string): Promise<void> {
  await p.open(link);
  await p.page.getByLabel("New password").fill(NEW_PASSWORD);
  await p.page.getByRole("button", { name: "Save and sign in" }).click();
  await expect(p.roomRow("General")).toBeVisible();
}

test("the owner hands the company over with his password, and is an admin then", async ({ company }) => {
  const anna = await company.owner();
  const ben = await company.member("Ben");
  await ben.open("/you");
  await anna.open("/admin/company");
  await anna.main.getByRole("button", { name: "Hand over ownership" }).click();
  const dialog = anna.page.getByRole("dialog", { name: "Hand over ownership" });
  await dialog
    .getByRole("radio", { name: /Ben/ })
    .or(dialog.getByRole("checkbox", { name: /Ben/ }))
    .check();
  anna.complaints.expect(/status of 4(03|22)/);
  await dialog.getByLabel("Your password").fill("not-my-password");
  await dialog.getByRole("button", { name: "Hand over to Ben" }).click();
  await expect(dialog.getByRole("alert")).toBeVisible();
  await dialog.getByLabel("Your password").fill(PASSWORD);
  await dialog.getByRole("button", { name: "Hand over to Ben" }).click();
  await expect(dialog).toBeHidden();
  await expect(anna.main.getByText("Only the owner can change these.")).toBeVisible();
  await expect(ben.main.getByText("Administration")).toBeVisible();
  await ben.open("/admin/company");
  await expect(ben.main.getByRole("button", { name: "Hand over ownership" })).toBeVisible();
});

test("a link that the owner makes lets a person choose a new password, once, and ends his other devices", async ({
  company,
}) => {
  const anna = await company.owner();
  const ben = await company.member("Ben");
  ben.complaints.expect(/status of 401/);
  await ben.open();
  await anna.open("/admin/people");
  await anna.main.getByRole("button", { name: /^Ben/ }).click();
  await anna.page.getByRole("button", { name: "Make a password reset link" }).click();
  const link = (await anna.page.getByText(/\/reset\//).textContent()) ?? "";

  const phone = await company.visitor();
  await choosePassword(phone, link);
  await expect(ben.page.getByText("This device was signed out.")).toBeVisible();
  const thief = await company.visitor();
  thief.complaints.expect(/status of 4(01|10)/);
  await thief.open(link);
  await expect(thief.page.getByRole("heading", { name: "This link does not work any more" })).toBeVisible();
  await signIn(thief, "ben@example.com", PASSWORD);
  await expect(thief.page.getByRole("alert")).toBeVisible();
});

test.describe("with a mail server", () => {
  test.use({ withMail: true });

  test("who has forgotten his password gets a link by mail", async ({ company, mail }) => {
    await company.owner();
    await company.member("Ben");
    const phone = await company.visitor();
    await phone.open("/signin");
    await phone.page.getByRole("link", { name: "Forgot your password?" }).click();
    await phone.page.getByLabel("Mail address").fill("ben@example.com");
    await phone.page.getByRole("button", { name: "Send the link" }).click();
    await expect(phone.page.getByRole("heading", { name: "Look into your mail" })).toBeVisible();
    await choosePassword(phone, (await mail?.link("ben@example.com", "/reset/")) ?? "");
  });

  test("who has a mail address at the company joins when he has confirmed it; others do not", async ({
    company,
    mail,
  }) => {
    const anna = await company.owner();
    await anna.open("/admin/company");
    await anna.main.getByLabel("Mail domains that may join").fill("ridge.example");
    await anna.main.getByRole("button", { name: "Save" }).click();
    await expect(anna.page.getByText("Saved", { exact: true }).last()).toBeVisible();
    const address = (await anna.main.getByText(/\/register\//).textContent())?.replace("Join at ", "") ?? "";

    const cleo = await company.visitor();
    await cleo.open("/signin");
    await cleo.page.getByRole("link", { name: "Create an account" }).click();
    await register(cleo, "Cleo", "cleo@ridge.example");
    await expect(cleo.page.getByText("We sent a mail to cleo@ridge.example")).toBeVisible();
    await cleo.open((await mail?.link("cleo@ridge.example", "/confirm/")) ?? "");
    await expect(cleo.roomRow("General")).toBeVisible();
    await anna.open("/people");
    await expect(anna.main.getByText("Cleo")).toBeVisible();

    const stranger = await company.visitor();
    stranger.complaints.expect(/status of 403/);
    await stranger.open(address);
    await register(stranger, "Dora", "dora@elsewhere.example");
    await expect(stranger.page.getByRole("alert")).toContainText("You need an invitation");
  });
});

async function register(p: Person, firstName: string, email: string): Promise<void> {
  await p.page.getByLabel("First name").fill(firstName);
  await p.page.getByLabel("Mail address").fill(email);
  await p.page.getByLabel("Password", { exact: true }).fill("under-the-bergschrund");
  await p.page.getByRole("button", { name: "Create an account" }).click();
}

test("a mention sounds and shows on the screen of who looks elsewhere, if he wants that", async ({
  company,
}) => {
  const anna = await company.owner();
  const ben = await company.member("Ben");
  await ben.context.grantPermissions(["notifications"]);
  // The far end: what the operating system would show and play, and a window behind others.
  await ben.context.addInitScript(() => {
    const told: string[] = [];
    const page = window as unknown as { told: string[] };
    page.told = told;
    Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
    const Real = Notification;
    class Told extends Real {
      constructor(title: string, options?: NotificationOptions) {
        super(title, options);
        told.push(`${title} | ${options?.body}`);
      }
    }
    window.Notification = Told;
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (when?: number) {
      told.push("chime");
      start.call(this, when);
    };
  });
  const told = () => ben.page.evaluate(() => (window as unknown as { told: string[] }).told);
  const { id } = await anna.account.general();
  await ben.open("/you");
  await ben.main.getByRole("switch", { name: "Notifications on the screen" }).click();
  await anna.account.send(id, "Nothing for you in particular");
  await anna.account.send(id, "The hut is open, Ben", { mentions: [ben.account.id] });
  await expect.poll(told).toContainEqual("Anna in General | The hut is open, Ben");
  expect(await told()).toContain("chime");
  expect((await told()).join()).not.toContain("in particular");
});
