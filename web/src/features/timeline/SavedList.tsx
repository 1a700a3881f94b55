import { useStore } from "@nanostores/react";
import { t } from "../../locales/t";
import { useClient } from "../../shared/client";
import { MessageSummary } from "../../shared/MessageSummary";
import { useAction } from "../../shared/use-action";
import { useLoaded } from "../../shared/use-loaded";
import { IconButton } from "../../ui/Button";
import styles from "./lists.module.css";
import { NothingListed } from "./NothingListed";

export function SavedList() {
  const client = useClient();
  const saved = useStore(client.$saved).filter((s) => !s.saved.removed_ms);
  const rooms = useStore(client.$rooms);
  const { run } = useAction();
  const asked = useLoaded(() => client.messages.loadSaved(), [client]);
  if (saved.length === 0)
    return <NothingListed asked={asked} icon="bookmark" title={t("saved.none")} lead={t("saved.noneLead")} />;
  return (
    <ul className={styles.list}>
      {saved.map(({ saved: s, message }) =>
        message ? (
          <li key={s.message_id}>
            <MessageSummary message={message} where={rooms.find((r) => r.id === s.room_id)?.title}>
              <IconButton
                icon="bookmarkOff"
                label={t("message.unsave")}
                onClick={() => run(() => client.messages.save(s.message_id, false))}
              />
            </MessageSummary>
          </li>
        ) : null,
      )}
    </ul>
  );
}
