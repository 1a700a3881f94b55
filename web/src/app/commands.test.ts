import { expect, test } from "vitest";
import type { RoomView } from "../core/client";
import { COMMANDS, keyLabel, neighbour, pressed } from "./commands";

const press = (key: string, mods: Partial<KeyboardEvent> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...mods,
});

test("a key means its command only with exactly its modifiers", () => {
  expect(pressed("mod+shift+f", press("F", { ctrlKey: true, shiftKey: true }))).toBe(true);
  expect(pressed("mod+shift+f", press("f", { metaKey: true, shiftKey: true }))).toBe(true);
  expect(pressed("mod+shift+f", press("f", { ctrlKey: true }))).toBe(false);
  expect(pressed("alt+ArrowDown", press("ArrowDown", { altKey: true, shiftKey: true }))).toBe(false);
});

test("no two commands share a key", () => {
  const keys = COMMANDS.flatMap((c) => c.key ?? []);
  expect(new Set(keys).size).toBe(keys.length);
});

test("keys are written as the computer's owner knows them", () => {
  expect(keyLabel("mod+shift+f", false)).toBe("Ctrl+Shift+F");
  expect(keyLabel("alt+ArrowDown", true)).toBe("⌥↓");
});

test("the neighbour skips hidden rooms, and read or muted ones when asked for unread", () => {
  const room = (id: string, over: Partial<RoomView> = {}) =>
    ({ id, hidden: false, has_unread: false, muted: false, ...over }) as RoomView;
  const rooms = [room("1"), room("2", { hidden: true }), room("3"), room("4", { has_unread: true })];
  expect(neighbour(rooms, "1", 1, false)?.id).toBe("3");
  expect(neighbour(rooms, "1", -1, false)?.id).toBe("4");
  expect(neighbour(rooms, "1", 1, true)?.id).toBe("4");
  expect(neighbour([], undefined, 1, false)).toBeUndefined();
});
