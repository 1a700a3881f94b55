import { expect, test } from "./support/test";

test("what the browser complains about does not pass unnoticed", async ({ company }) => {
  const anna = await company.owner();
  await anna.open();
  await expect(anna.roomRow("General")).toBeVisible();
  expect(anna.complaints.list()).toEqual([]);
  await anna.page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.pwned = true";
    document.body.append(script);
    setTimeout(() => {
      throw new Error("a mistake of the app");
    });
  });
  const found = () => anna.complaints.list().join("\n");
  await expect.poll(found).toMatch(/Content Security Policy/i);
  await expect.poll(found).toContain("a mistake of the app");
  expect(await anna.page.evaluate(() => "pwned" in window)).toBe(false);
  anna.complaints.expect(/Content Security Policy|a mistake of the app/i);
});
