import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, RunOnly } from "axe-core";
import type { Person } from "./support/person";
import { SCREENS } from "./support/screens";
import { expect, test } from "./support/test";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];

test.use({ filled: true });

/** What axe finds on the screen that stands, in words: rule, element, and how it falls short. */
async function violations(person: Person, runOnly: RunOnly): Promise<string[]> {
  // Over the debugger, which the content security policy does not bind.
  await person.page.evaluate(axe);
  const found = await person.page.evaluate(
    (only) =>
      (globalThis as unknown as { axe: { run(o: object): Promise<AxeResults> } }).axe.run({
        runOnly: only,
        resultTypes: ["violations"],
      }),
    runOnly,
  );
  return found.violations.flatMap((v) =>
    v.nodes.map((n) => `${v.id}: ${n.target.join(" ")}: ${n.failureSummary?.replaceAll("\n", " ")}`),
  );
}

/** In light all rules; in dark those of colour, for nothing else is different there. */
async function checkBothThemes(person: Person, screen: string): Promise<void> {
  expect.soft(await violations(person, { type: "tag", values: WCAG }), `${screen}, light`).toEqual([]);
  await wear(person, "dark");
  expect
    .soft(await violations(person, { type: "rule", values: ["color-contrast"] }), `${screen}, dark`)
    .toEqual([]);
  await wear(person, "light");
}

/** Answers when the new colours are drawn. */
async function wear(person: Person, colorScheme: "light" | "dark"): Promise<void> {
  await person.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  await person.page.evaluate(async () => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    await Promise.allSettled(document.getAnimations().map((a) => a.finished));
  });
}

for (const size of [
  { name: "a phone", width: 390, height: 844 },
  { name: "a desktop", width: 1440, height: 900 },
]) {
  test(`on ${size.name} no screen has a WCAG A or AA violation, light or dark`, async ({ company }) => {
    test.setTimeout(180_000);
    const anna = await company.demoPerson();
    await anna.page.setViewportSize(size);
    await wear(anna, "light");
    for (const screen of SCREENS) {
      await screen.show(anna);
      await checkBothThemes(anna, screen.name);
    }
  });
}

test("before sign-in no screen has a WCAG A or AA violation, light or dark", async ({ company }) => {
  const anna = await company.demoPerson();
  const { code } = await anna.account.post<{ code: string }>("/invites", { role: "user" });
  const visitor = await company.visitor();
  await wear(visitor, "light");
  for (const [path, heading] of [
    ["/signin", "Sign in"],
    ["/forgot", "Forgot your password?"],
    [`/join/${code}`, "Join Five Ranges Guiding"],
  ] as const) {
    await visitor.open(path);
    await expect(visitor.page.getByRole("heading", { name: heading })).toBeVisible();
    await checkBothThemes(visitor, path);
  }
});
