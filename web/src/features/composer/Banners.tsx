import type { Message } from "../../core/types";
import { t } from "../../locales/t";
import { useMe, useUser } from "../../shared/client";
import { personName } from "../../shared/words";
import { IconButton } from "../../ui/Button";
import { plainText } from "../../ui/plain-text";
import styles from "./Composer.module.css";

export function ReplyBanner({ message: m, onEnd }: { message: Message; onEnd: () => void }) {
  const author = useUser(m.author_id);
  const me = useMe().user.id;
  return (
    <div className={styles.banner}>
      <span className={styles.bannerText}>
        <b>
          {m.author_id === me ? t("composer.replyToYou") : t("composer.replyTo", { who: personName(author) })}
        </b>
        <span>{plainText(m.text ?? "") || t("message.positionOnly")}</span>
      </span>
      <IconButton icon="close" label={t("composer.cancelReply")} onClick={onEnd} />
    </div>
  );
}

export function EditBanner({ onEnd }: { onEnd: () => void }) {
  return (
    <div className={styles.banner}>
      <span className={styles.bannerText}>
        <b>{t("composer.editing")}</b>
        <span>{t("composer.editingHint")}</span>
      </span>
      <IconButton icon="close" label={t("composer.cancelEdit")} onClick={onEnd} />
    </div>
  );
}
