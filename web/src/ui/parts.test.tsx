// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { hueOf, initials } from "./Avatar";
import { Button } from "./Button";
import { Dialog } from "./Dialog";
import { PasswordField, TextField } from "./Field";
import { Menu } from "./Menu";
import { Tabs } from "./Tabs";
import { ToastProvider, useToast } from "./Toast";

beforeAll(() => {
  // happy-dom has no popovers
  const proto = HTMLElement.prototype as HTMLElement & { showPopover?: () => void; hidePopover?: () => void };
  proto.showPopover ??= () => undefined;
  proto.hidePopover ??= () => undefined;
});
afterEach(cleanup);

test.each([
  ["Anna Berg", "AB"],
  ["anna", "A"],
  ["田中 太郎", "田太"],
  ["Jean de la Croix", "JC"],
  ["  ", ""],
  ["👩‍🚒 Fire", "👩F"],
])("the initials of %j are %j", (name, want) => expect(initials(name)).toBe(want));

test("a person has the same colour on every device", () => {
  expect(hueOf("7")).toBe(hueOf("7"));
  expect(new Set(Array.from({ length: 40 }, (_, i) => hueOf(String(i)))).size).toBeGreaterThan(4);
});

test("a busy button does nothing more", () => {
  const click = vi.fn();
  render(
    <Button busy onClick={click}>
      Save
    </Button>,
  );
  fireEvent.click(screen.getByRole("button"));
  expect(click).not.toHaveBeenCalled();
});

test("a field names its problem to screen readers", () => {
  render(<TextField label="Name" error="It is empty" hint="Anything" />);
  const input = screen.getByLabelText("Name");
  expect(input.getAttribute("aria-invalid")).toBe("true");
  expect(document.getElementById(input.getAttribute("aria-describedby") ?? "")?.textContent).toBe(
    "It is empty",
  );
});

test("a password can be looked at", () => {
  render(<PasswordField label="Password" name="p" />);
  const input = screen.getByLabelText<HTMLInputElement>("Password");
  expect(input.type).toBe("password");
  fireEvent.click(screen.getByRole("button"));
  expect(input.type).toBe("text");
});

function Opener() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Open
      </button>
      <Dialog open={open} onClose={() => setOpen(false)} title="Title">
        Text
      </Dialog>
    </>
  );
}

function Say() {
  const toast = useToast();
  return (
    <>
      <button type="button" onClick={() => toast({ text: "Saved" })}>
        plain
      </button>
      <button type="button" onClick={() => toast({ text: "Failed", tone: "danger" })}>
        danger
      </button>
    </>
  );
}

test("a dialog gives the focus back to what opened it", () => {
  render(<Opener />);
  const opener = screen.getByRole("button", { name: "Open" });
  opener.focus();
  fireEvent.click(opener);
  fireEvent(screen.getByRole("dialog"), new Event("cancel", { cancelable: true }));
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(document.activeElement).toBe(opener);
});

test("arrow keys move through a menu and around its ends", () => {
  const chosen = vi.fn();
  const items = ["One", "Two", "Three"].map((label) => ({ label, onSelect: () => chosen(label) }));
  render(
    <Menu
      label="Menu"
      items={items}
      trigger={(p) => (
        <button type="button" {...p}>
          Open
        </button>
      )}
    />,
  );
  fireEvent.click(screen.getByRole("button", { name: "Open" }));
  const menu = screen.getByRole("menu");
  fireEvent.keyDown(menu, { key: "ArrowUp" });
  expect(document.activeElement?.textContent).toBe("Three");
  fireEvent.keyDown(menu, { key: "ArrowDown" });
  fireEvent.keyDown(menu, { key: "ArrowDown" });
  fireEvent.click(document.activeElement as Element);
  expect(chosen).toHaveBeenCalledWith("Two");
});

test("tabs follow the arrow keys", () => {
  const change = vi.fn();
  render(
    <Tabs
      label="T"
      value="a"
      onChange={change}
      tabs={[
        { id: "a", label: "A" },
        { id: "b", label: "B" },
      ]}
    />,
  );
  fireEvent.keyDown(screen.getByRole("tab", { name: "A" }), { key: "ArrowLeft" });
  expect(change).toHaveBeenCalledWith("b");
});

test("a plain toast goes by itself, a failure stays until it is closed", () => {
  vi.useFakeTimers();
  render(
    <ToastProvider>
      <Say />
    </ToastProvider>,
  );
  fireEvent.click(screen.getByRole("button", { name: "plain" }));
  fireEvent.click(screen.getByRole("button", { name: "danger" }));
  fireEvent.click(screen.getByRole("button", { name: "danger" }));
  expect(screen.getAllByText("Failed")).toHaveLength(1);
  expect(screen.getByText("Saved")).toBeTruthy();
  act(() => vi.advanceTimersByTime(60_000));
  expect(screen.queryByText("Saved")).toBeNull();
  expect(screen.getByText("Failed")).toBeTruthy();
  vi.useRealTimers();
});
