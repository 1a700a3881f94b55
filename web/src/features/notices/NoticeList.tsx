import { useStore } from "@nanostores/react";
import type { Notice } from "../../core/types";
import { isMessage, t } from "../../locales/t";
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

/** What a notice says. A kind that this version does not know still says that there is something. */
export function noticeText(n: Pick<Notice, "kind" | "data">): string {
  const data = (n.data ?? {}) as Data;
  if (n.kind === "role_changed" && typeof data.role === "string")
    return t("notice.role", { role: roleName(data.role as Parameters<typeof roleName>[0]) });
  const id = `notice.${n.kind}`;
  return isMessage(id) ? t(id) : t("notice.unknown", { kind: n.kind.replaceAll("_", " ") });
}

function leadsTo(n: Notice): string | undefined {
  return n.kind.startsWith("report") ? paths.adminPage("reports") : undefined;
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
