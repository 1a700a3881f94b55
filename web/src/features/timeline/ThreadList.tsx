import { useStore } from "@nanostores/react";
import { t } from "../../locales/t";
import { useClient, useNow } from "../../shared/client";
import { MessageSummary } from "../../shared/MessageSummary";
import { paths } from "../../shared/paths";
import { useLoaded } from "../../shared/use-loaded";
import { Badge } from "../../ui/Badge";
import { formatMoment } from "../../ui/time";
import styles from "./lists.module.css";
import { NothingListed } from "./NothingListed";

/** The threads I follow, the newest reply first. */
export function ThreadList() {
  const client = useClient();
  const threads = useStore(client.$threads);
  const rooms = useStore(client.$rooms);
  const now = useNow(60_000);
  const asked = useLoaded(() => client.messages.loadThreads(), [client]);
  if (threads.length === 0)
    return (
      <NothingListed asked={asked} icon="thread" title={t("threads.none")} lead={t("threads.noneLead")} />
    );
  const title = (id: string) => rooms.find((r) => r.id === id)?.title ?? "";
  return (
    <ul className={styles.list}>
      {threads.map(({ root, unread_count }) => (
        <li key={root.message_id}>
          <MessageSummary
            message={root}
            where={title(root.room_id)}
            href={paths.thread(root.room_id, root.message_id)}
          >
            <p className={styles.aside}>
              {unread_count > 0 && (
                <Badge tone="accent" label={t("rooms.unread", { n: unread_count })}>
                  {unread_count}
                </Badge>
              )}
              <span>{t("message.replies", { n: root.reply_count ?? 0 })}</span>
              {root.last_reply_ms && <time>{formatMoment(root.last_reply_ms, now)}</time>}
            </p>
          </MessageSummary>
        </li>
      ))}
    </ul>
  );
}
