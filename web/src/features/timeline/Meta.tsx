import { useState } from "react";
import type { Message } from "../../core/types";
import { t } from "../../locales/t";
import { useNow, useUser, useUsers } from "../../shared/client";
import { personName } from "../../shared/words";
import { Icon } from "../../ui/Icon";
import { formatFull, formatMoment, formatTime } from "../../ui/time";
import { useDeeds } from "./context";
import { HistoryDialog } from "./HistoryDialog";
import styles from "./Meta.module.css";
import { isLate, writtenMs } from "./rows";

/** When, and where it stands: sent, arrived late with both times, edited, pinned, read. */
export function Meta({
  message: m,
  mine,
  readBy,
}: {
  message: Message;
  mine: boolean;
  readBy?: readonly string[];
}) {
  const [history, setHistory] = useState(false);
  return (
    <div className={styles.meta}>
      {m.pinned_ms ? <Pinned by={m.pinned_by} /> : null}
      {m.edited_ms && !m.deleted_ms ? (
        <button type="button" className={styles.edited} onClick={() => setHistory(true)}>
          {t("message.edited")}
        </button>
      ) : null}
      {isLate(m) ? <Late message={m} /> : <Time ms={m.ts_ms} />}
      {mine && !m.deleted_ms && <Stand readBy={readBy} />}
      {history && <HistoryDialog message={m} onClose={() => setHistory(false)} />}
    </div>
  );
}

export function Time({ ms }: { ms: number }) {
  return (
    <time dateTime={new Date(ms).toISOString()} title={formatFull(ms)}>
      {formatTime(ms)}
    </time>
  );
}

function Late({ message: m }: { message: Message }) {
  const now = useNow(60_000);
  const written = writtenMs(m);
  return (
    <span className={styles.late} title={`${formatFull(written)} → ${formatFull(m.ts_ms)}`}>
      <Icon name="history" size={14} />
      {t("message.late", { written: formatMoment(written, now), arrived: formatMoment(m.ts_ms, now) })}
    </span>
  );
}

function Stand({ readBy }: { readBy?: readonly string[] }) {
  const users = useUsers();
  const { view } = useDeeds();
  if (readBy && readBy.length > 0) {
    const all = readBy.length >= view.others.length;
    const label = all
      ? t("message.read")
      : t("message.readBy", { who: readBy.map((id) => personName(users.get(id))).join(", ") });
    return (
      <span className={styles.read} title={label}>
        <Icon name="eye" size={14} />
        <span className={all ? styles.word : "visually-hidden"}>{label}</span>
      </span>
    );
  }
  return (
    <span title={t("message.sent")}>
      <Icon name="check" size={14} />
      <span className="visually-hidden">{t("message.sent")}</span>
    </span>
  );
}

function Pinned({ by }: { by?: string }) {
  const label = t("message.pinnedBy", { who: personName(useUser(by)) });
  return (
    <span title={label}>
      <Icon name="pin" size={14} />
      <span className="visually-hidden">{label}</span>
    </span>
  );
}
