import { within } from "../shared/paths";

/** What an address shows, in the two panes beside the rooms. */
export type Pane = {
  name: string;
  roomId?: string;
  id?: string;
  /** The pane on the right: the details of a room, or a thread. */
  details?: "room" | "thread";
  /** One of the ends of the bottom navigation. */
  root: boolean;
};

const ROOTS = ["chats", "search", "you"];

export function paneFor(location: string): Pane {
  const [first = "", second, third, fourth] =
    within(location).split("?")[0]?.split("/").filter(Boolean) ?? [];
  if (first === "rooms" && second) {
    if (third === "details") return { name: "room", roomId: second, details: "room", root: false };
    if (third === "thread" && fourth)
      return { name: "room", roomId: second, details: "thread", id: fourth, root: false };
    return { name: "room", roomId: second, root: false };
  }
  if (first === "people" && second) return { name: "person", id: second, root: false };
  if (first === "admin") return { name: "admin", id: second, root: false };
  const name = [first, second].filter(Boolean).join("/") || "chats";
  return { name, root: ROOTS.includes(name) };
}
