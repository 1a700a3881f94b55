// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import type { OutboxItem, RoomView } from "../../core/client";
import { annaDevice, show } from "../../shared/testing";
import { DeedsProvider } from "./context";
import { OutboxRow } from "./OutboxRow";

async function showItem(over: Partial<OutboxItem>) {
  const { client } = await annaDevice();
  const view = client.$rooms.get()[0] as RoomView;
  const item: OutboxItem = {
    message_id: "m",
    room_id: view.id,
    text: "Down at the hut",
    composed_ms: Date.now(),
    state: "waiting",
    old: false,
    ...over,
  };
  show(
    client,
    <DeedsProvider value={{ view, edit: () => undefined, goToMessage: () => undefined }}>
      <OutboxRow item={item} head />
    </DeedsProvider>,
  );
}

test("a waiting message says that it is on this phone", async () => {
  await showItem({});
  expect(screen.getByText(/On this phone since \d\d:\d\d/)).toBeTruthy();
});

test("one that waits for more than a day says that it exists nowhere else", async () => {
  await showItem({ old: true, composed_ms: Date.now() - 30 * 3_600_000 });
  expect(screen.getByText(/exists nowhere else/)).toBeTruthy();
});

test("a refused one says why and offers the next step", async () => {
  await showItem({
    state: "parked",
    problem: { code: "room_archived_somehow", detail: "The room is archived." },
  });
  expect(screen.getByRole("alert").textContent).toContain("Not sent. The room is archived.");
  for (const name of ["Try again", "Copy", "Discard"])
    expect(screen.getByRole("button", { name })).toBeTruthy();
});
