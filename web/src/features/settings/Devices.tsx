import { useState } from "react";
import type { Session } from "../../core/types";
import { t } from "../../locales/t";
import { ConfirmDialog } from "../../shared/ConfirmDialog";
import { useClient, useNow } from "../../shared/client";
import { useAction } from "../../shared/use-action";
import { useLoaded } from "../../shared/use-loaded";
import { problemText } from "../../shared/words";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { Skeleton } from "../../ui/Progress";
import { Row } from "../../ui/Row";
import { Section } from "../../ui/Surface";
import { formatAgo, formatDate } from "../../ui/time";
import styles from "./settings.module.css";

/** Where I am signed in. */
export function Devices() {
  const client = useClient();
  const sessions = useLoaded(() => client.people.sessions(), []);
  const [asking, setAsking] = useState(false);
  const mine = sessions.value?.filter((s) => s.current) ?? [];
  const others = sessions.value?.filter((s) => !s.current) ?? [];
  return (
    <div className={styles.page}>
      {sessions.error !== undefined && <p role="alert">{problemText(sessions.error)}</p>}
      {!sessions.value && sessions.loading && <Skeleton rows={3} label={t("ui.loading")} />}
      {mine.length > 0 && (
        <Section title={t("devices.this")}>
          {mine.map((s) => (
            <DeviceRow key={s.id} session={s} onEnded={sessions.reload} />
          ))}
        </Section>
      )}
      {others.length > 0 && (
        <Section title={t("devices.others")}>
          {others.map((s) => (
            <DeviceRow key={s.id} session={s} onEnded={sessions.reload} />
          ))}
        </Section>
      )}
      {others.length > 0 && (
        <Button kind="danger" onClick={() => setAsking(true)}>
          {t("devices.endOthers")}
        </Button>
      )}
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t("devices.endOthersTitle")}
        label={t("devices.endOthers")}
        danger
        onConfirm={async () => {
          await client.people.endOtherSessions();
          sessions.reload();
        }}
      >
        <p>{t("devices.endLead")}</p>
      </ConfirmDialog>
    </div>
  );
}

function DeviceRow({ session: s, onEnded }: { session: Session; onEnded: () => void }) {
  const client = useClient();
  const now = useNow();
  const { run, busy } = useAction();
  const end = () =>
    run(async () => {
      await client.people.endSession(s.id);
      onEnded();
    });
  return (
    <Row
      leading={<Icon name="device" />}
      title={
        <>
          {s.device || t("devices.unknown")}
          {s.current && <Badge tone="accent">{t("devices.here")}</Badge>}
        </>
      }
      detail={`${t("devices.lastSeen", { time: formatAgo(s.last_seen_ms, now) })} · ${t("devices.since", { date: formatDate(s.created_ms) })}`}
      trailing={
        !s.current && (
          <Button busy={busy} onClick={end}>
            {t("devices.end")}
          </Button>
        )
      }
    />
  );
}
