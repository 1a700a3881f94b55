import type { Message } from "../../core/types";
import { t } from "../../locales/t";
import { useClient } from "../../shared/client";
import { useLoaded } from "../../shared/use-loaded";
import { problemText } from "../../shared/words";
import { Dialog } from "../../ui/Dialog";
import { Skeleton } from "../../ui/Progress";
import { RichText } from "../../ui/RichText";
import { formatFull } from "../../ui/time";
import styles from "./dialogs.module.css";

/** Every version of an edited message, the newest first. */
export function HistoryDialog({ message: m, onClose }: { message: Message; onClose: () => void }) {
  const client = useClient();
  const revisions = useLoaded(() => client.messages.revisions(m.message_id), [m.message_id]);
  return (
    <Dialog open onClose={onClose} title={t("message.history")}>
      {revisions.error !== undefined && <p role="alert">{problemText(revisions.error)}</p>}
      {revisions.loading && <Skeleton rows={2} label={t("ui.loading")} />}
      <ol className={styles.revisions} reversed>
        {[...(revisions.value ?? [])].reverse().map((r, i) => (
          <li key={r.ts_ms}>
            <p className={styles.when}>
              {formatFull(r.ts_ms)}
              {i === 0 && ` · ${t("message.present")}`}
            </p>
            <RichText text={r.text} />
          </li>
        ))}
      </ol>
    </Dialog>
  );
}
