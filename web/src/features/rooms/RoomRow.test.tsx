// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import type { RoomView } from "../../core/client";
import { annaDevice, show } from "../../shared/testing";
import { RoomRow } from "./RoomRow";

async function row(over: Partial<RoomView>) {
  const { client, server } = await annaDevice();
  const view = { ...(client.$rooms.get().find((r) => r.id === "1") as RoomView), ...over };
  return { ...show(client, <RoomRow view={view} current={false} />), client, server };
}

test("mentions are counted, other unread messages of a channel light a dot", async () => {
  const { unmount } = await row({ unread: 7, has_unread: true, mention_count: 2 });
  expect(screen.getByText("2 mentions")).toBeTruthy();
  unmount();
  await row({ unread: 7, has_unread: true, mention_count: 0 });
  expect(screen.getByText("7 unread messages")).toBeTruthy();
});

test("a read room shows neither, a muted one says so", async () => {
  const { unmount } = await row({ has_unread: false });
  expect(screen.queryByText(/unread|mention/)).toBeNull();
  unmount();
  await row({ muted: true });
  expect(screen.getByText("Muted")).toBeTruthy();
});

test("the newest line names its author, my own does not name me", async () => {
  const last = {
    v: 2,
    message_id: "m",
    room_id: "1",
    kind: "message" as const,
    ts_ms: 1,
    seq: 1,
    change_seq: 1,
  };
  const { unmount } = await row({ last: { ...last, author_id: "2", text: "**Wind** up" } });
  expect(screen.getByText("Ben: Wind up")).toBeTruthy();
  unmount();
  await row({ last: { ...last, author_id: "1", text: "Mine" } });
  expect(screen.getByText("Mine")).toBeTruthy();
  expect(screen.queryByText(/Anna/)).toBeNull();
});
