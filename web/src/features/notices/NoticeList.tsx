import { useStore } from "@nanostores/react";
import type { Notice, Role } from "../../core/types";
import { t } from "../../locales/t";
import { useClient, useNow } from "../../shared/client";
import { paths } from "../../shared/paths";
import { useAction } from "../../shared/use-action";
import { roleName } from "../../shared/words";
import { Dot } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { Row } from "../../ui/Row";
import { EmptyState } from "../../ui/Surface";
import { formatMoment } from "../../ui/time";
import styles from "./notices.module.css";

type Data = Record<string, unknown>;

const text = (value: unknown) => (typeof value === "string" ? value : "");

/** What a notice says. A kind that this version does not know still says that there is something. */
export function noticeText({ kind, data }: Pick<Notice, "kind" | "data">): string {
  const d = (data ?? {}) as Data;
  switch (kind) {
    case "role_changed":
      return t("notice.role", { role: roleName(text(d.role) as Role) });
    case "report":
      return t("notice.report");
    case "report_resolved":
      return t("notice.resolved");
    case "job_failed":
      return t("notice.failed", { what: text(d.kind).replaceAll("_", " "), why: text(d.reason) });
    default:
      return t("notice.unknown", { kind: kind.replaceAll("_", " ") });
  }
}

/** The place where something can be done about it. */
export function leadsTo({ kind, data }: Pick<Notice, "kind" | "data">): string | undefined {
  const d = (data ?? {}) as Data;
  if (kind === "report") return paths.adminPage("reports");
  if (kind === "job_failed") return paths.adminPage("health");
  if (kind === "report_resolved" && d.room_id && d.message_id)
    return paths.message(text(d.room_id), text(d.message_id));
  return undefined;
}

/** What wants this person's attention: a report, a changed role, a mail that could not be sent. */
export function NoticeList() {
  const client = useClient();
  const notices = useStore(client.$notices);
  const { run, busy } = useAction();
  const now = useNow();
  const unread = notices.filter((n) => !n.read_ms);
  const readAll = () =>
    run(async () => {
      for (const n of unread) await client.people.readNotice(n.id);
    });
  if (notices.length === 0)
    return (
      <EmptyState icon="bell" title={t("notice.none")}>
        <p>{t("notice.noneLead")}</p>
      </EmptyState>
    );
  return (
    <div className={styles.page}>
      {unread.length > 0 && (
        <div className={styles.bar}>
          <Button icon="check" busy={busy} onClick={readAll}>
            {t("notice.readAll")}
          </Button>
        </div>
      )}
      {notices.map((n) => (
        <Row
          key={n.id}
          leading={n.read_ms ? <Icon name="bell" /> : <Dot tone="now" label={t("notice.new")} />}
          title={noticeText(n)}
          detail={formatMoment(n.created_ms, now)}
          href={leadsTo(n)}
          chevron={Boolean(leadsTo(n))}
          onClick={n.read_ms ? undefined : () => void run(() => client.people.readNotice(n.id))}
        />
      ))}
    </div>
  );
}
