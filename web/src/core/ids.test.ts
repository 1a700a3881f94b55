import { expect, test } from "vitest";
import { uuidv7 } from "./ids";

test("a message id is a UUIDv7 whose order is the order of writing", () => {
  const early = uuidv7(1_790_000_000_000);
  const late = uuidv7(1_790_000_000_001);
  expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(late > early).toBe(true);
  expect(Number.parseInt(early.replaceAll("-", "").slice(0, 12), 16)).toBe(1_790_000_000_000);
});

test("two ids of the same moment differ", () => {
  const ids = new Set(Array.from({ length: 1000 }, () => uuidv7(1)));
  expect(ids.size).toBe(1000);
});

test("an insecure origin has no randomUUID and still gets ids", () => {
  const held = crypto.randomUUID;
  Object.defineProperty(crypto, "randomUUID", { value: undefined, configurable: true });
  try {
    expect(uuidv7(1)).toHaveLength(36);
  } finally {
    Object.defineProperty(crypto, "randomUUID", { value: held, configurable: true });
  }
});
