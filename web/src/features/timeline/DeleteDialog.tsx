import type { Message } from "../../core/types";
import { t } from "../../locales/t";
import { ConfirmDialog } from "../../shared/ConfirmDialog";
import { useClient } from "../../shared/client";
import { plainText } from "../../ui/plain-text";
import styles from "./dialogs.module.css";

export function DeleteDialog({ message: m, onClose }: { message: Message; onClose: () => void }) {
  const client = useClient();
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t("message.deleteTitle")}
      label={t("message.delete")}
      danger
      onConfirm={() => client.messages.delete(m.message_id)}
    >
      <p className={styles.excerpt}>{plainText(m.text ?? "") || t("message.positionOnly")}</p>
      <p>{t("message.deleteLead")}</p>
    </ConfirmDialog>
  );
}
