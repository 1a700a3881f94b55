import { expect, test } from "vitest";
import type { RoomView } from "../../core/client";
import type { Message, User } from "../../core/types";
import type { TimelineDeeds } from "./context";
import { MESSAGE_ACTIONS } from "./message-actions";

type Case = {
  role?: User["role"];
  mine?: boolean;
  owner?: boolean;
  archived?: boolean;
  outsider?: boolean;
  message?: Partial<Message>;
};

function offered({
  role = "user",
  mine = false,
  owner = false,
  archived = false,
  outsider = false,
  message = {},
}: Case): string[] {
  const me = { id: "1", role } as User;
  const m = { message_id: "m", author_id: mine ? "1" : "2", text: "x", ...message } as Message;
  const view = { room: { archived_ms: archived ? 1 : undefined }, my_role: owner ? "owner" : "member" };
  const deeds = {
    view: view as RoomView,
    outsider,
    reply: archived ? undefined : () => undefined,
  } as TimelineDeeds;
  return MESSAGE_ACTIONS.filter((a) => a.when({ m, me, saved: false, deeds })).map((a) => a.name.slice(8));
}

test("only the author edits, and nobody reports himself", () => {
  expect(offered({ mine: true })).toContain("edit");
  expect(offered({ mine: true })).not.toContain("report");
  expect(offered({ role: "super_admin" })).not.toContain("edit");
  expect(offered({})).toContain("report");
});

test("the author, the room's owner and admins delete; others do not", () => {
  expect(offered({})).not.toContain("delete");
  for (const who of [{ mine: true }, { owner: true }, { role: "admin" as const }])
    expect(offered(who)).toContain("delete");
});

test("in an archived room nothing is answered, edited or pinned, but still saved and copied", () => {
  const actions = offered({ mine: true, archived: true });
  expect(actions).not.toEqual(expect.arrayContaining(["reply"]));
  expect(actions.filter((a) => ["edit", "pin", "unpin", "reply"].includes(a))).toEqual([]);
  expect(actions).toEqual(expect.arrayContaining(["copy", "save"]));
});

test("a pinned message is unpinned, one without text has none to copy or edit", () => {
  expect(offered({ message: { pinned_ms: 5 } })).toContain("unpin");
  expect(offered({ message: { pinned_ms: 5 } })).not.toContain("pin");
  expect(offered({ mine: true, message: { text: "" } }).filter((a) => ["copy", "edit"].includes(a))).toEqual(
    [],
  );
});

test("who looks in from outside reads and reports, and no more", () => {
  expect(offered({ role: "admin", outsider: true })).toEqual(
    expect.arrayContaining(["copy", "details", "report"]),
  );
  const changing = ["edit", "save", "pin", "delete", "readers", "markUnread"];
  expect(offered({ role: "admin", outsider: true }).filter((a) => changing.includes(a))).toEqual([]);
});
