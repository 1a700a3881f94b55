import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, RunOnly } from "axe-core";
import type { Person } from "./support/person";
import { SCREENS } from "./support/screens";
import { expect, test } from "./support/test";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];

// A trace would hold axe itself once for every screen; what it finds is in the message of the failure.
test.use({ filled: true, trace: "off" });

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

/** In dark only the rules of colour: nothing else is different there. */
const rules = (theme: Theme): RunOnly =>
  theme === "light" ? { type: "tag", values: WCAG } : { type: "rule", values: ["color-contrast"] };

type Theme = "light" | "dark";

for (const size of [
  { name: "a phone", width: 390, height: 844 },
  { name: "a desktop", width: 1440, height: 900 },
]) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`on ${size.name} no screen has a WCAG A or AA violation, ${colorScheme}`, async ({ company }) => {
      test.setTimeout(180_000);
      const anna = await company.demoPerson({ viewport: size, colorScheme, reducedMotion: "reduce" });
      for (const screen of SCREENS) {
        await screen.show(anna);
        expect.soft(await violations(anna, rules(colorScheme)), screen.name).toEqual([]);
      }
    });
  }
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`before sign-in no screen has a WCAG A or AA violation, ${colorScheme}`, async ({ company }) => {
    const anna = await company.demoPerson();
    const { code } = await anna.account.post<{ code: string }>("/invites", { role: "user" });
    const visitor = await company.visitor({ colorScheme, reducedMotion: "reduce" });
    for (const [path, heading] of [
      ["/signin", "Sign in"],
      ["/forgot", "Forgot your password?"],
      [`/join/${code}`, "Join Five Ranges Guiding"],
    ] as const) {
      await visitor.open(path);
      await expect(visitor.page.getByRole("heading", { name: heading })).toBeVisible();
      expect.soft(await violations(visitor, rules(colorScheme)), path).toEqual([]);
    }
  });
}
