import { useState } from "react";
import type { Report } from "../../core/types-admin";
import { t } from "../../locales/t";
import { ConfirmDialog } from "../../shared/ConfirmDialog";
import { useClient, useNow, useUser } from "../../shared/client";
import { MessageSummary } from "../../shared/MessageSummary";
import { useLoaded } from "../../shared/use-loaded";
import { personName } from "../../shared/words";
import { Button } from "../../ui/Button";
import { TextArea } from "../../ui/Field";
import { EmptyState, Section } from "../../ui/Surface";
import { Segmented } from "../../ui/Tabs";
import { formatMoment } from "../../ui/time";
import styles from "./admin.module.css";
import { Waiting } from "./Waiting";

export function Reports() {
  const client = useClient();
  const [state, setState] = useState<"open" | "resolved">("open");
  const reports = useLoaded(() => client.admin.reports(state), [state]);
  return (
    <>
      <Segmented
        label={t("admin.reports.which")}
        value={state}
        onChange={setState}
        tabs={[
          { id: "open", label: t("admin.reports.open") },
          { id: "resolved", label: t("admin.reports.resolved") },
        ]}
      />
      <Waiting of={reports} />
      {reports.value?.length === 0 && (
        <EmptyState
          icon="flag"
          title={state === "open" ? t("admin.reports.none") : t("admin.reports.noneResolved")}
        />
      )}
      {reports.value?.map((r) => (
        <ReportCard key={r.id} report={r} onChange={reports.reload} />
      ))}
    </>
  );
}

function ReportCard({ report: r, onChange }: { report: Report; onChange: () => void }) {
  const client = useClient();
  const reporter = useUser(r.reporter_id);
  const resolver = useUser(r.resolved_by);
  const now = useNow();
  const [asking, setAsking] = useState(false);
  const [resolution, setResolution] = useState("");
  return (
    <Section>
      {r.message ? (
        <MessageSummary message={r.message} />
      ) : (
        <p className={styles.none}>{t("admin.reports.messageGone")}</p>
      )}
      <div className={styles.report}>
        <p>
          <b>{t("admin.reports.by", { who: personName(reporter), time: formatMoment(r.created_ms, now) })}</b>
        </p>
        <p>{r.reason}</p>
        {r.resolved_ms ? (
          <p className={styles.hint}>
            {t("admin.reports.resolvedBy", {
              who: personName(resolver),
              time: formatMoment(r.resolved_ms, now),
            })}
            {r.resolution && `: ${r.resolution}`}
          </p>
        ) : (
          <Button icon="check" onClick={() => setAsking(true)}>
            {t("admin.reports.resolve")}
          </Button>
        )}
      </div>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t("admin.reports.resolve")}
        label={t("admin.reports.resolve")}
        onConfirm={async () => {
          await client.admin.resolveReport(r.id, resolution.trim() || undefined);
          onChange();
        }}
      >
        <TextArea
          label={t("admin.reports.resolution")}
          value={resolution}
          maxLength={1000}
          onChange={(e) => setResolution(e.target.value)}
        />
      </ConfirmDialog>
    </Section>
  );
}
