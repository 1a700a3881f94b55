import { createContext, use } from "react";
import type { RoomView } from "../../core/client";
import type { Message } from "../../core/types";

/** What a message can set in motion around it. */
export type TimelineDeeds = {
  view: RoomView;
  /** Somebody who looks into a public room from outside: he reads, and no more. */
  outsider?: boolean;
  /** Absent where messages cannot be answered (archived, announcements). */
  reply?: (m: Message) => void;
  edit: (messageId: string, text: string) => void;
  /** Absent inside a thread. */
  openThread?: (messageId: string) => void;
  goToMessage: (messageId: string) => void;
  markUnread?: (m: Message) => void;
};

const Context = createContext<TimelineDeeds | null>(null);

export const DeedsProvider = Context;

export function useDeeds(): TimelineDeeds {
  const deeds = use(Context);
  if (!deeds) throw new Error("there is no timeline above this message");
  return deeds;
}
