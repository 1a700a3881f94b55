import type { Message } from "../../core/types";
import { t } from "../../locales/t";
import { useNow } from "../../shared/client";
import { Icon } from "../../ui/Icon";
import { formatMoment } from "../../ui/time";
import { useDeeds } from "./context";
import styles from "./ThreadLink.module.css";

export function ThreadLink({ message: m }: { message: Message }) {
  const { openThread } = useDeeds();
  const now = useNow(60_000);
  if (!openThread) return null;
  return (
    <button type="button" className={styles.link} onClick={() => openThread(m.message_id)}>
      <Icon name="thread" size={18} />
      <b>{t("message.replies", { n: m.reply_count ?? 0 })}</b>
      {m.last_reply_ms ? (
        <span>{t("message.lastReply", { time: formatMoment(m.last_reply_ms, now) })}</span>
      ) : null}
    </button>
  );
}
