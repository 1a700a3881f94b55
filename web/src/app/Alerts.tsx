import { useStore } from "@nanostores/react";
import { useEffect, useState } from "react";
import type { Arrival } from "../core/client";
import { t } from "../locales/t";
import { useClient, useUsers } from "../shared/client";
import { paths } from "../shared/paths";
import { $prefs } from "../shared/prefs";
import { useLocation } from "../shared/router";
import { $title } from "../shared/title";
import { lineOf, personName } from "../shared/words";
import { chime } from "./chime";

/** Time enough to be read out. Afterwards it must be gone from the page: a message may be deleted, a room be lost. */
const SAID_MS = 5_000;

/** Tells of what arrives: to screen readers always, by sound and on the screen as chosen. */
export function Alerts({ roomId }: { roomId?: string }) {
  const client = useClient();
  const users = useUsers();
  const [, go] = useLocation();
  const [said, setSaid] = useState("");
  useTitleCount();
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => setSaid(""), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  useEffect(() => {
    const tell = ({ message, room, notify }: Arrival) => {
      const open = room.id === roomId && document.visibilityState === "visible";
      if (!notify && !open) return;
      const who = personName(users.get(message.author_id));
      const line = lineOf(message, "", (id) => personName(users.get(id)), false);
      setSaid(open ? t("alert.here", { who, line }) : t("alert.elsewhere", { who, room: room.title, line }));
      if (!notify || open) return;
      const { sound, desktop } = $prefs.get();
      if (sound) chime();
      if (!desktop || document.visibilityState === "visible" || Notification.permission !== "granted") return;
      const title = room.room.kind === "direct" ? who : t("alert.title", { who, room: room.title });
      const shown = new Notification(title, { body: line, tag: room.id });
      shown.onclick = () => {
        window.focus();
        shown.close();
        go(paths.message(room.id, message.message_id));
      };
    };
    return client.onArrival(tell);
  }, [client, users, roomId, go]);
  return (
    <p className="visually-hidden" role="status" aria-live="polite">
      {said}
    </p>
  );
}

/** "(3) General": mentions and direct messages count, as in the list. */
function useTitleCount() {
  const rooms = useStore(useClient().$rooms);
  const title = useStore($title);
  const n = rooms.reduce(
    (sum, r) => sum + (r.muted ? 0 : r.room.kind === "direct" ? r.unread : r.mention_count),
    0,
  );
  useEffect(() => {
    const page = title ? t("page.title", { page: title }) : t("app.name");
    document.title = n > 0 ? `(${n}) ${page}` : page;
  }, [n, title]);
}
