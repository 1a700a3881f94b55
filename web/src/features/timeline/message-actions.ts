import type { Client } from "../../core/client";
import type { Message, User } from "../../core/types";
import type { MessageId } from "../../locales/t";
import { isAdmin } from "../../shared/client";
import type { IconName } from "../../ui/Icon";
import type { TimelineDeeds } from "./context";

export type DialogName = "readers" | "details" | "report" | "delete" | "emoji";

type Setting = { m: Message; me: User; saved: boolean; deeds: TimelineDeeds };

type Doing = Setting & {
  client: Client;
  open: (dialog: DialogName) => void;
  copy: (text: string) => void;
};

/** One thing that can be done to a message: its name, when it is offered, what it does. */
export type MessageAction = {
  name: MessageId;
  icon: IconName;
  danger?: boolean;
  when: (s: Setting) => boolean;
  perform: (d: Doing) => unknown;
};

const mine = ({ m, me }: Setting) => m.author_id === me.id;
const member = ({ deeds }: Setting) => !deeds.outsider;
const writable = (s: Setting) => member(s) && !s.deeds.view.room.archived_ms;

export const MESSAGE_ACTIONS: MessageAction[] = [
  {
    name: "message.reply",
    icon: "reply",
    when: ({ deeds }) => Boolean(deeds.reply),
    perform: ({ m, deeds }) => deeds.reply?.(m),
  },
  {
    name: "message.thread",
    icon: "thread",
    when: ({ deeds }) => Boolean(deeds.openThread),
    perform: ({ m, deeds }) => deeds.openThread?.(m.message_id),
  },
  {
    name: "message.copy",
    icon: "copy",
    when: ({ m }) => Boolean(m.text),
    perform: ({ m, copy }) => copy(m.text ?? ""),
  },
  {
    name: "message.edit",
    icon: "edit",
    when: (s) => mine(s) && writable(s) && Boolean(s.m.text),
    perform: ({ m, deeds }) => deeds.edit(m.message_id, m.text ?? ""),
  },
  {
    name: "message.save",
    icon: "bookmark",
    when: (s) => !s.saved && member(s),
    perform: ({ m, client }) => client.messages.save(m.message_id, true),
  },
  {
    name: "message.unsave",
    icon: "bookmarkOff",
    when: ({ saved }) => saved,
    perform: ({ m, client }) => client.messages.save(m.message_id, false),
  },
  {
    name: "message.pin",
    icon: "pin",
    when: (s) => !s.m.pinned_ms && writable(s),
    perform: ({ m, client }) => client.messages.pin(m.message_id, true),
  },
  {
    name: "message.unpin",
    icon: "pinOff",
    when: (s) => Boolean(s.m.pinned_ms) && writable(s),
    perform: ({ m, client }) => client.messages.pin(m.message_id, false),
  },
  {
    name: "message.markUnread",
    icon: "unread",
    when: ({ deeds }) => Boolean(deeds.markUnread),
    perform: ({ m, deeds }) => deeds.markUnread?.(m),
  },
  { name: "message.readers", icon: "eye", when: member, perform: ({ open }) => open("readers") },
  { name: "message.details", icon: "info", when: () => true, perform: ({ open }) => open("details") },
  {
    name: "message.report",
    icon: "flag",
    when: (s) => !mine(s),
    perform: ({ open }) => open("report"),
  },
  {
    name: "message.delete",
    icon: "trash",
    danger: true,
    when: (s) => member(s) && (mine(s) || isAdmin(s.me) || s.deeds.view.my_role === "owner"),
    perform: ({ open }) => open("delete"),
  },
];
