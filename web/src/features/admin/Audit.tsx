import { useEffect, useState } from "react";
import type { AuditEntry } from "../../core/types-admin";
import { isMessage, t } from "../../locales/t";
import { useClient, useUser, useUsers } from "../../shared/client";
import { useAction } from "../../shared/use-action";
import { personName, problemText } from "../../shared/words";
import { Button } from "../../ui/Button";
import { TextField } from "../../ui/Field";
import { Skeleton } from "../../ui/Progress";
import { EmptyState, Section } from "../../ui/Surface";
import { formatFull } from "../../ui/time";
import styles from "./admin.module.css";
import { facts, type Names } from "./audit-facts";

/** Every administrative act, the newest first, older ones on demand. */
export function Audit() {
  const client = useClient();
  const { run, busy, error } = useAction({ quiet: true });
  const [action, setAction] = useState("");
  const [page, setPage] = useState<{ entries: AuditEntry[]; more: boolean }>();
  const load = (before?: string, kept: AuditEntry[] = []) =>
    run(async () => {
      const next = await client.admin.audit({ before, action: action.trim() || undefined });
      setPage({ entries: [...kept, ...next.entries], more: next.more });
    });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the filter is what decides
  useEffect(() => {
    load();
  }, [action]);
  const last = page?.entries.at(-1);
  return (
    <>
      <TextField
        label={t("admin.audit.find")}
        hideLabel
        type="search"
        placeholder={t("admin.audit.find")}
        value={action}
        onChange={(e) => setAction(e.target.value)}
      />
      {error !== undefined && <p role="alert">{problemText(error)}</p>}
      {!page && busy && <Skeleton rows={6} label={t("ui.loading")} />}
      {page?.entries.length === 0 && <EmptyState icon="list" title={t("admin.audit.none")} />}
      {page && page.entries.length > 0 && (
        <Section>
          {page.entries.map((e) => (
            <Entry key={e.id} entry={e} />
          ))}
        </Section>
      )}
      {page?.more && last && (
        <Button busy={busy} onClick={() => load(last.id, page.entries)}>
          {t("admin.audit.more")}
        </Button>
      )}
    </>
  );
}

function actionName(action: string): string {
  const id = `audit.${action}`;
  return isMessage(id) ? t(id) : action.replaceAll(/[._]/g, " ");
}

/** People are known to every admin; of rooms those that he is in. */
function useNames(): Names {
  const client = useClient();
  const users = useUsers();
  return {
    user: (id) => (users.has(id) ? personName(users.get(id)) : undefined),
    room: (id) => client.room(id).get()?.room.name,
  };
}

function targetName(e: AuditEntry, names: Names): string {
  if (!e.target_id || e.target_type === "message" || e.target_type === "workspace") return "";
  const room = e.target_type === "room" ? names.room(e.target_id) : undefined;
  return room ?? `${e.target_type ?? ""} ${e.target_id}`;
}

function Entry({ entry: e }: { entry: AuditEntry }) {
  const actor = useUser(e.actor_id);
  const target = useUser(e.target_type === "user" ? e.target_id : undefined);
  const names = useNames();
  const about = target ? personName(target) : targetName(e, names);
  return (
    <div className={styles.entry}>
      <p>
        <b>{actor ? personName(actor) : t("admin.audit.server")}</b> {actionName(e.action)}
        {about && <span> · {about}</span>}
      </p>
      {facts(e.data, names).map((fact) => (
        <p key={fact}>{fact}</p>
      ))}
      <p className={styles.hint}>{[formatFull(e.ts_ms), e.ip].filter(Boolean).join(" · ")}</p>
    </div>
  );
}
