import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";

// Which part may import which, and why. Imports go down only.
const floors: Record<string, { may: string[]; why: string }> = {
  core: {
    may: ["core", "locales"],
    why: "the engine runs without a screen: in tests, later in the service worker",
  },
  locales: { may: ["locales"], why: "words depend on nothing" },
  ui: { may: ["ui", "locales"], why: "building blocks know no rooms and no messages" },
  shared: {
    may: ["shared", "core", "ui", "locales"],
    why: "how a person, a room, a text and a failure are shown is the same in every feature",
  },
  features: {
    may: ["shared", "core", "ui", "locales"],
    why: "a feature can be read, changed and removed alone",
  },
  app: {
    may: ["app", "features", "shared", "core", "ui", "locales"],
    why: "the roof puts the features together",
  },
};

const src = dirname(new URL(import.meta.url).pathname);
const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((f) => /\.tsx?$/.test(f));

function importsOf(file: string): string[] {
  const code = readFileSync(join(src, file), "utf8");
  return [...code.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map((m) => m[1] as string);
}

test("imports go down the house, and features do not import each other", () => {
  const breaches: string[] = [];
  for (const file of files) {
    const [floor, feature] = file.split("/") as [string, string];
    const rule = floors[floor];
    if (!rule) continue;
    for (const target of importsOf(file)) {
      if (!target.startsWith(".")) continue;
      const [toFloor, toFeature] = normalize(join(dirname(file), target)).split("/") as [string, string];
      const sameFeature = floor === "features" && toFloor === "features" && feature === toFeature;
      if (!sameFeature && !rule.may.includes(toFloor))
        breaches.push(`${file} imports ${target}: ${rule.why}`);
    }
  }
  expect(files.length).toBeGreaterThan(3);
  expect(breaches).toEqual([]);
});

test("core has no React", () => {
  const core = files.filter((f) => f.startsWith("core/"));
  const react = core.filter((f) => importsOf(f).some((i) => /react|^wouter|^virtua/.test(i)));
  expect(react).toEqual([]);
});
