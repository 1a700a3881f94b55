// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { RoomView } from "../../core/client";
import { StorageProblem } from "../../core/problem";
import type { FakeServer } from "../../core/testing/fake-server";
import { annaDevice, show } from "../../shared/testing";
import { Composer } from "./Composer";

async function open(prepare?: (s: FakeServer) => void, over: Partial<RoomView> = {}) {
  const { client, server } = await annaDevice(prepare);
  const view = { ...(client.$rooms.get().find((r) => r.id === "1") as RoomView), ...over };
  const onEnd = vi.fn();
  show(client, <Composer view={view} onEnd={onEnd} />);
  const box = screen.queryByRole<HTMLTextAreaElement>("textbox");
  return { client, server, view, box: box as HTMLTextAreaElement, onEnd };
}

const type = (box: HTMLTextAreaElement, value: string) => fireEvent.change(box, { target: { value } });

test("Enter sends, the box empties and the message reaches the others", async () => {
  const { box, server } = await open();
  type(box, "Down at the hut");
  fireEvent.keyDown(box, { key: "Enter" });
  await waitFor(() => expect(box.value).toBe(""));
  await waitFor(() => {
    const texts = [...server.world.messages.values()].map((m) => m.text);
    expect(texts).toContain("Down at the hut");
  });
});

test("Shift and Enter begin a new line, and an Enter that ends an input method's word sends nothing", async () => {
  const { box, client } = await open();
  type(box, "やま");
  fireEvent.keyDown(box, { key: "Enter", shiftKey: true });
  fireEvent.keyDown(box, { key: "Enter", isComposing: true });
  expect(box.value).toBe("やま");
  expect(client.$outbox.get()).toEqual([]);
});

test("a draft of another device comes into the box, but never over what is being typed", async () => {
  const { box, client } = await open();
  await client.rooms.setDraft("1", { text: "from the phone" });
  await waitFor(() => expect(box.value).toBe("from the phone"));
  type(box, "typed here");
  await waitFor(() => expect(client.$drafts.get().get("1/")?.text).toBe("typed here"));
  expect(box.value).toBe("typed here");
});

test("blanks are no message", async () => {
  const { box } = await open();
  type(box, "   ");
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Send" }).disabled).toBe(true);
});

test("a device that cannot keep the message keeps the text and says why", async () => {
  const { box, client } = await open();
  const full = Object.assign(new Error("full"), { name: "QuotaExceededError" });
  vi.spyOn(client.messages, "send").mockRejectedValue(new StorageProblem(full));
  type(box, "Must not be lost");
  fireEvent.keyDown(box, { key: "Enter" });
  expect((await screen.findByRole("alert")).textContent).toContain("Your text is still here");
  expect(box.value).toBe("Must not be lost");
});

test("a name that is written whole is a mention", async () => {
  const { box, server } = await open();
  type(box, "@Ben look");
  fireEvent.keyDown(box, { key: "Enter" });
  await waitFor(() => {
    const sent = [...server.world.messages.values()].find((m) => m.text === "@Ben look");
    expect(sent?.mentions).toEqual(["2"]);
  });
});

test("names appear after the sign, and Enter takes the marked one instead of sending", async () => {
  const { box, client } = await open();
  type(box, "hi @be");
  box.setSelectionRange(6, 6);
  fireEvent.select(box);
  expect(screen.getByRole("option", { name: /Ben/ })).toBeTruthy();
  fireEvent.keyDown(box, { key: "Enter" });
  expect(box.value).toBe("hi @Ben ");
  expect(client.$outbox.get()).toEqual([]);
});

test("where I may not write there is no box, and the reason", async () => {
  const { box } = await open(undefined, { can_post: false });
  expect(box).toBeNull();
  expect(screen.getByText("Only room owners and admins write here.")).toBeTruthy();
});
