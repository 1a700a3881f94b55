// Every main screen of the app, and how to get there in the company of `guideops demo`.
import { expect } from "@playwright/test";
import type { Message, Room } from "../../src/core/types";
import type { Person } from "./person";

export interface Screen {
  name: string;
  show: (p: Person) => Promise<void>;
}

const at = (name: string, path: string, ready: (p: Person) => Promise<void>): Screen => ({
  name,
  show: async (p) => {
    await p.open(path);
    await ready(p);
  },
});

/** Nothing is on its way any more. */
async function loaded(p: Person): Promise<void> {
  await expect(p.page.getByRole("status", { name: /^Loading/ })).toHaveCount(0);
}

const heading = (name: string) => async (p: Person) => {
  await expect(p.main.getByRole("heading", { level: 1, name })).toBeVisible();
  await loaded(p);
};

async function talk(p: Person, within = p.main): Promise<void> {
  await expect(within.getByRole("article").last()).toBeVisible();
  await loaded(p);
}

async function general(p: Person): Promise<Room> {
  return p.account.general();
}

/** A message of General that has answers. */
async function talked(p: Person): Promise<Message> {
  const { rooms } = await p.account.get<{ rooms: Room[] }>("/rooms");
  for (const { id } of rooms) {
    const { messages } = await p.account.get<{ messages: Message[] }>(`/rooms/${id}/messages?limit=200`);
    const root = messages.findLast((m) => m.reply_count);
    if (root) return root;
  }
  throw new Error("nobody answered in a thread");
}

export const SCREENS: Screen[] = [
  at("chats", "/", async (p) => expect(p.roomRow("General")).toBeVisible()),
  {
    name: "room",
    show: async (p) => {
      await p.openRoom((await general(p)).id);
      await talk(p);
    },
  },
  {
    name: "room details",
    show: async (p) => {
      await p.open(`/rooms/${(await general(p)).id}/details`);
      await expect(p.thread.getByRole("heading", { name: "Notifications" })).toBeVisible();
    },
  },
  {
    name: "thread",
    show: async (p) => {
      const root = await talked(p);
      await p.open(`/rooms/${root.room_id}/thread/${root.message_id}`);
      await talk(p, p.thread);
    },
  },
  {
    name: "message menu",
    show: async (p) => {
      await p.openRoom((await general(p)).id);
      await talk(p);
      const row = p.main.getByRole("article").last();
      await row.hover();
      await row.getByRole("button", { name: "More actions" }).click();
      await expect(p.page.getByRole("menu")).toBeVisible();
    },
  },
  {
    name: "palette",
    show: async (p) => {
      await p.openRoom((await general(p)).id);
      await p.page.keyboard.press("Control+k");
      await expect(p.page.getByRole("dialog", { name: "Go to or do" })).toBeVisible();
    },
  },
  {
    name: "emoji",
    show: async (p) => {
      await p.openRoom((await general(p)).id);
      await p.main.getByRole("button", { name: "Emoji" }).click();
      await expect(p.page.getByRole("heading", { name: "Smileys" })).toBeVisible();
      await p.page.getByRole("searchbox", { name: "Search emoji" }).fill("snow"); // of 1,900 a handful
      await expect(p.page.getByRole("heading", { name: "Found" })).toBeVisible();
    },
  },
  {
    name: "search",
    show: async (p) => {
      await p.open("/search");
      await p.main.getByRole("searchbox").fill("snow");
      await expect(
        p.main.getByRole("heading", { name: "Messages" }).or(p.main.getByText("Nothing found")),
      ).toBeVisible();
    },
  },
  at("threads", "/threads", heading("Threads")),
  at("saved", "/saved", heading("Saved")),
  at("notices", "/notices", heading("Notices")),
  at("people", "/people", heading("People")),
  at("person", "/people/2", heading("Person")),
  at("browse", "/browse", heading("Browse rooms")),
  at("new channel", "/new/channel", heading("New channel")),
  at("new message", "/new/message", heading("New message")),
  at("invites", "/invites", heading("Invites")),
  at("you", "/you", heading("You")),
  at("profile", "/you/profile", heading("Profile")),
  at("account", "/you/account", heading("Mail address and password")),
  at("devices", "/you/devices", heading("My devices")),
  ...["", "people", "rooms", "reports", "audit", "health", "company"].map((page) =>
    at(`admin ${page}`.trim(), `/admin/${page}`.replace(/\/$/, ""), heading("Administration")),
  ),
  at("nothing", "/nowhere", heading("Nothing here")),
];
