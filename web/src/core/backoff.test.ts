import { expect, test } from "vitest";
import { backoffMs, Waiter } from "./backoff";

test("waits double, are bounded, and are spread", () => {
  expect(backoffMs(0, () => 0)).toBe(250);
  expect(backoffMs(0, () => 1)).toBe(500);
  expect(backoffMs(3, () => 1)).toBe(4000);
  expect(backoffMs(50, () => 1)).toBe(30_000);
});

test("a nudge ends the wait, and one that came too early is not lost", async () => {
  const waiter = new Waiter();
  const { signal } = new AbortController();
  const waiting = waiter.wait(60_000, signal);
  waiter.nudge();
  await waiting;
  waiter.nudge();
  await waiter.wait(60_000, signal);
});

test("an abort ends the wait", async () => {
  const control = new AbortController();
  const waiting = new Waiter().wait(60_000, control.signal);
  control.abort();
  await waiting;
});
