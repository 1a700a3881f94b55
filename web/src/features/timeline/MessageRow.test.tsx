// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import type { RoomView } from "../../core/client";
import type { Message } from "../../core/types";
import { annaDevice, show } from "../../shared/testing";
import { DeedsProvider, type TimelineDeeds } from "./context";
import { MessageRow } from "./MessageRow";

const NOON = new Date(2026, 1, 12, 12).getTime();
const HOUR = 3_600_000;

function message(over: Partial<Message>): Message {
  return {
    v: 2,
    message_id: "01a1fd07-a47b-79e8-9ffc-5aa88c61e3a6",
    room_id: "1",
    author_id: "2",
    kind: "message",
    text: "Cornice on the ridge",
    ts_ms: NOON,
    seq: 5,
    change_seq: 5,
    ...over,
  };
}

async function showMessage(over: Partial<Message>) {
  const { client, server } = await annaDevice();
  const view = client.$rooms.get().find((r) => r.id === "1") as RoomView;
  const deeds: TimelineDeeds = { view, edit: () => undefined, goToMessage: () => undefined };
  const shown = show(
    client,
    <DeedsProvider value={deeds}>
      <MessageRow message={message(over)} head marked={false} />
    </DeedsProvider>,
  );
  return { ...shown, client, server };
}

test("somebody else's message carries his name, my own never carries mine", async () => {
  const { unmount } = await showMessage({});
  expect(screen.getByText("Ben")).toBeTruthy();
  unmount();
  await showMessage({ author_id: "1" });
  expect(screen.getByText("Cornice on the ridge")).toBeTruthy();
  expect(screen.queryByText("Anna")).toBeNull();
});

test("a message that arrived late shows both times, corrected by the phone's clock", async () => {
  await showMessage({ composed_ms: NOON - 3 * HOUR + HOUR, skew_ms: HOUR });
  expect(screen.getByText(/written .*09:00 · arrived .*12:00/)).toBeTruthy();
});

test("what people write is text, whatever it looks like", async () => {
  const { container } = await showMessage({
    text: '<img src=x onerror="alert(1)"> [x](javascript:alert(1))',
  });
  expect(container.querySelector("img, script, a[href^=javascript]")).toBeNull();
  expect(container.textContent).toContain("<img src=x");
});

test("a deleted message says who deleted it and offers nothing", async () => {
  await showMessage({ text: undefined, deleted_ms: NOON, deleted_by: "1", lat: undefined });
  expect(screen.getByText("Deleted by Anna")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "More actions" })).toBeNull();
});

test("a position shows its coordinates and when it was measured; zero is a place", async () => {
  await showMessage({ lat: 0, long: -123.1207, accuracy_m: 8, captured_ms: NOON - HOUR });
  expect(screen.getByText("0.00000, -123.12070")).toBeTruthy();
  expect(screen.getByText(/±8 m · measured .*11:00/)).toBeTruthy();
});

test("an edited message says so, an unedited one does not", async () => {
  const { unmount } = await showMessage({});
  expect(screen.queryByRole("button", { name: "Edited" })).toBeNull();
  unmount();
  await showMessage({ edited_ms: NOON + HOUR });
  expect(screen.getByRole("button", { name: "Edited" })).toBeTruthy();
});

test("reactions name who chose them and whether I did", async () => {
  await showMessage({ reactions: [{ emoji: "👍", user_ids: ["1", "2"] }] });
  const chip = screen.getByRole("button", { name: "👍 2: You, Ben" });
  expect(chip.getAttribute("aria-pressed")).toBe("true");
});
