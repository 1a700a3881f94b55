import { PASSWORD } from "./support/company";
import { expect, test } from "./support/test";

test("with the keyboard alone one signs in, opens a room, writes, answers, and uses the palette", async ({
  company,
}) => {
  const anna = await company.owner();
  const { id } = await anna.account.general();
  await anna.account.createRoom("North ridge", "public");
  await anna.account.send(id, "Good morning");
  const keys = await company.visitor();
  await keys.open("/");
  const { keyboard } = keys.page;
  /** What stands in focus, by the name that it is called by. */
  const focused = () =>
    keys.page.evaluate(() => {
      const e = document.activeElement;
      const label = e instanceof HTMLInputElement ? e.labels?.[0]?.textContent : undefined;
      return e?.ariaLabel || label || e?.textContent || "";
    });
  const tabTo = async (name: RegExp) => {
    for (let i = 0; i < 30; i++) {
      await keyboard.press("Tab");
      if (name.test(await focused())) return;
    }
    throw new Error(`no Tab leads to ${name}`);
  };

  await expect(keys.page.getByRole("button", { name: "Sign in" })).toBeVisible();
  await tabTo(/^Mail address or login/);
  await keyboard.type(anna.account.email);
  await tabTo(/^Password/);
  await keyboard.type(PASSWORD);
  await keyboard.press("Enter");
  await expect(keys.roomRow("General")).toBeVisible();

  await tabTo(/^General/);
  await keyboard.press("Enter");
  await keys.sees("Good morning");
  await tabTo(/^Message General/);
  await keyboard.type("Morning!");
  await keyboard.press("Enter");
  await keys.sees("Morning!");
  await expect(keys.box()).toBeFocused();

  // Up through the messages, and an answer to one of them.
  await keyboard.press("Shift+Tab");
  await keys.message("Good morning").focus();
  await keyboard.press("r");
  await expect(keys.box()).toBeFocused();
  await keyboard.type("And to you");
  await keyboard.press("Enter");
  await expect(keys.message("And to you")).toContainText("Good morning");

  await keyboard.press("Control+k");
  await expect(keys.page.getByRole("dialog", { name: "Go to or do" })).toBeVisible();
  await keyboard.type("north");
  await keyboard.press("Enter");
  await expect(keys.box()).toHaveAccessibleName("Message North ridge");
  await keyboard.press("Control+k");
  await keyboard.press("Escape");
  await expect(keys.page.getByRole("dialog", { name: "Go to or do" })).toBeHidden();
  // Whatever has the focus can be seen to have it.
  await keyboard.press("Tab");
  const outline = await keys.page.evaluate(() => {
    const e = document.activeElement ?? document.body;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(e);
    return outlineStyle !== "none" && outlineWidth !== "0px" ? "outline" : boxShadow;
  });
  expect(outline).not.toBe("none");
});
