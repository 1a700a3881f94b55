// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Connection } from "../core/client";
import { annaDevice, show } from "../shared/testing";
import { Banners, connectionText } from "./Banners";

const connection = (over: Partial<Connection>): Connection => ({
  state: "online",
  since_ms: 0,
  waiting: 0,
  flagged_old: 0,
  parked: 0,
  update_required: false,
  missing: [],
  ...over,
});

test.each([
  [{}, undefined],
  [{ state: "offline" }, "Offline. You can read and write; messages go out when there is signal."],
  [{ state: "offline", waiting: 1 }, "Offline. 1 message waits on this phone."],
  [{ state: "offline", waiting: 3 }, "Offline. 3 messages wait on this phone."],
  [{ state: "connecting", waiting: 2 }, "Connecting… 2 messages wait on this phone."],
  [{ waiting: 2 }, undefined],
  [{ flagged_old: 1 }, "1 message has waited for more than a day. It exists only on this phone."],
] as [Partial<Connection>, string | undefined][])("%j is said as %j", (over, want) => {
  expect(connectionText(connection(over))).toBe(want);
});

test("a device with a server has nothing to say; a session that ended says that texts are kept", async () => {
  const { client } = await annaDevice();
  const { rerender } = show(client, <Banners expired={false} />);
  expect(screen.queryByText(/Sign in again/)).toBeNull();
  rerender(<div />);
  show(client, <Banners expired />);
  expect(screen.getByText(/Sign in again .* is kept/)).toBeTruthy();
});
