import { expect, test } from "vitest";
import { paths } from "../shared/paths";
import { paneFor } from "./panes";

test("every address of the app leads to its screen", () => {
  expect(paneFor(paths.chats)).toEqual({ name: "chats", root: true });
  expect(paneFor(paths.you)).toEqual({ name: "you", root: true });
  expect(paneFor(paths.devices)).toEqual({ name: "you/devices", root: false });
  expect(paneFor(paths.message("3", "m"))).toEqual({ name: "room", roomId: "3", root: false });
  expect(paneFor(paths.roomDetails("3"))).toMatchObject({ name: "room", roomId: "3", details: "room" });
  expect(paneFor(paths.thread("3", "m"))).toMatchObject({ roomId: "3", details: "thread", id: "m" });
  expect(paneFor(paths.person("7"))).toMatchObject({ name: "person", id: "7" });
  expect(paneFor(paths.people)).toMatchObject({ name: "people" });
  expect(paneFor(paths.adminPage("audit"))).toMatchObject({ name: "admin", id: "audit" });
  expect(paneFor(paths.newChannel)).toMatchObject({ name: "new/channel" });
});
