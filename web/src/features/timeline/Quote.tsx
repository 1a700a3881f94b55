import { useStore } from "@nanostores/react";
import { t } from "../../locales/t";
import { useClient, useMe, useUser } from "../../shared/client";
import { personName } from "../../shared/words";
import { plainText } from "../../ui/plain-text";
import { useDeeds } from "./context";
import styles from "./Quote.module.css";

/** The message that is answered, as it stands now. A tap leads to it. */
export function Quote({ messageId }: { messageId: string }) {
  const m = useStore(useClient().message(messageId));
  const author = useUser(m?.author_id);
  const me = useMe().user.id;
  const { goToMessage } = useDeeds();
  const text = !m
    ? t("message.quoteMissing")
    : m.deleted_ms
      ? t("message.deleted")
      : plainText(m.text ?? "") || t("message.positionOnly");
  return (
    <button type="button" className={styles.quote} onClick={() => goToMessage(messageId)}>
      {m && <b>{m.author_id === me ? t("person.you") : personName(author)}</b>}
      <span>{text}</span>
    </button>
  );
}
