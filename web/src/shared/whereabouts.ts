import { useStore } from "@nanostores/react";
import type { Contact, Presence } from "../core/types";
import { t } from "../locales/t";
import { formatAgo } from "../ui/time";
import { useClient, useMe, useNow } from "./client";

/** What this person may know of where others are. */
export interface Whereabouts {
  /** Guests see nobody's presence: of them "not here" would be a guess. */
  guest: boolean;
  presence: ReadonlyMap<string, Presence>;
  contacts: ReadonlyMap<string, Contact>;
  now: number;
}

export function useWhereabouts(): Whereabouts {
  const client = useClient();
  const guest = useMe().user.role === "guest";
  return { guest, presence: useStore(client.$presence), contacts: useStore(client.$contacts), now: useNow() };
}

/** "Here now", "Away", "Last seen …"; nothing for guests. */
export function whereIs(w: Whereabouts, userId: string): string {
  if (w.guest) return "";
  const presence = w.presence.get(userId);
  if (presence?.state === "online") return t("presence.online");
  if (presence?.state === "away") return t("presence.away");
  const seen = presence?.last_seen_ms ?? w.contacts.get(userId)?.last_seen_ms;
  return seen ? t("presence.lastSeen", { time: formatAgo(seen, w.now) }) : t("presence.offline");
}
