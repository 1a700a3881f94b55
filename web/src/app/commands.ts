import type { Client, RoomView } from "../core/client";
import type { User } from "../core/types";
import type { MessageId } from "../locales/t";
import { isAdmin } from "../shared/client";
import { paths } from "../shared/paths";
import { setPrefs } from "../shared/prefs";
import type { IconName } from "../ui/Icon";

export type CommandContext = {
  client: Client;
  me: User;
  room?: RoomView;
  go: (path: string) => void;
};

/** One thing that can be done from the keyboard: its name, when it makes sense, its key, what it does. */
export type Command = {
  name: MessageId;
  icon: IconName;
  /** As `event.key` with modifiers: "mod" is Ctrl, on a Mac Command. */
  key?: string;
  when?: (c: CommandContext) => boolean;
  perform: (c: CommandContext) => unknown;
};

const notGuest = ({ me }: CommandContext) => me.role !== "guest";
const inRoom = ({ room }: CommandContext) => room !== undefined;

/** The room before or after the open one, as the list shows them; only unread ones if asked. */
export function neighbour(
  rooms: readonly RoomView[],
  current: string | undefined,
  step: 1 | -1,
  unread: boolean,
) {
  const shown = rooms.filter((r) => !r.hidden && (r.id === current || !unread || (r.has_unread && !r.muted)));
  const at = shown.findIndex((r) => r.id === current);
  return shown[(at + step + shown.length) % shown.length];
}

const move = (step: 1 | -1, unread: boolean) => (c: CommandContext) => {
  const next = neighbour(c.client.$rooms.get(), c.room?.id, step, unread);
  if (next) c.go(paths.room(next.id));
};

export const COMMANDS: Command[] = [
  { name: "nav.search", icon: "search", key: "mod+shift+f", perform: (c) => c.go(paths.search) },
  {
    name: "rooms.newMessage",
    icon: "chat",
    key: "mod+shift+m",
    when: notGuest,
    perform: (c) => c.go(paths.newDirect),
  },
  { name: "rooms.newChannel", icon: "hash", when: notGuest, perform: (c) => c.go(paths.newChannel) },
  { name: "rooms.browse", icon: "list", when: notGuest, perform: (c) => c.go(paths.browse) },
  { name: "command.nextUnread", icon: "unread", key: "alt+shift+ArrowDown", perform: move(1, true) },
  { name: "command.nextRoom", icon: "chevronDown", key: "alt+ArrowDown", perform: move(1, false) },
  { name: "command.previousRoom", icon: "chevronRight", key: "alt+ArrowUp", perform: move(-1, false) },
  {
    name: "command.roomDetails",
    icon: "info",
    key: "mod+shift+i",
    when: inRoom,
    perform: (c) => c.room && c.go(paths.roomDetails(c.room.id)),
  },
  {
    name: "rooms.favourite",
    icon: "star",
    when: (c) => c.room?.favourite === false,
    perform: (c) => c.room && c.client.rooms.setState(c.room.id, { favourite: true }),
  },
  {
    name: "rooms.unfavourite",
    icon: "star",
    when: (c) => c.room?.favourite === true,
    perform: (c) => c.room && c.client.rooms.setState(c.room.id, { favourite: false }),
  },
  { name: "nav.threads", icon: "thread", perform: (c) => c.go(paths.threads) },
  { name: "nav.saved", icon: "bookmark", perform: (c) => c.go(paths.saved) },
  { name: "you.people", icon: "people", perform: (c) => c.go(paths.people) },
  { name: "you.notices", icon: "bell", perform: (c) => c.go(paths.notices) },
  { name: "you.invites", icon: "personAdd", when: notGuest, perform: (c) => c.go(paths.invites) },
  { name: "you.title", icon: "person", perform: (c) => c.go(paths.you) },
  { name: "you.admin", icon: "shield", when: ({ me }) => isAdmin(me), perform: (c) => c.go(paths.admin) },
  { name: "command.dark", icon: "moon", perform: () => setPrefs({ theme: "dark" }) },
  { name: "command.light", icon: "sun", perform: () => setPrefs({ theme: "light" }) },
];

/** Does a key press mean this key? */
export function pressed(
  key: string,
  e: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">,
) {
  const parts = key.split("+");
  const main = parts.at(-1) ?? "";
  const wants = (m: string) => parts.includes(m);
  return (
    e.key.toLowerCase() === main.toLowerCase() &&
    (e.ctrlKey || e.metaKey) === wants("mod") &&
    e.shiftKey === wants("shift") &&
    e.altKey === wants("alt")
  );
}

/** How a key is written on this computer. */
export function keyLabel(key: string, mac: boolean): string {
  const names: Record<string, string> = mac
    ? { mod: "⌘", shift: "⇧", alt: "⌥", ArrowDown: "↓", ArrowUp: "↑" }
    : { mod: "Ctrl", shift: "Shift", alt: "Alt", ArrowDown: "↓", ArrowUp: "↑" };
  return key
    .split("+")
    .map((k) => names[k] ?? k.toUpperCase())
    .join(mac ? "" : "+");
}
