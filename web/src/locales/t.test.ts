import { expect, test } from "vitest";
import en from "./en.json";
import { setLocale, t } from "./t";

test("a message is found by its id", () => {
  expect(t("app.name")).toBe("GuideOps Chat");
});

test("catalogues are compiled at build, not parsed on the phone", () => {
  for (const [id, compiled] of Object.entries(en)) expect(Array.isArray(compiled), id).toBe(true);
});

test("a language that lacks a message shows it in English", () => {
  setLocale("nb", {});
  expect(t("app.name")).toBe("GuideOps Chat");
  setLocale("en", {});
});
