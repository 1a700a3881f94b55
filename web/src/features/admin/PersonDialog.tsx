import { useState } from "react";
import type { Role } from "../../core/types";
import type { AdminUser } from "../../core/types-admin";
import { t } from "../../locales/t";
import { ConfirmDialog } from "../../shared/ConfirmDialog";
import { useClient, useMe, useNow } from "../../shared/client";
import { paths } from "../../shared/paths";
import { copyText } from "../../shared/share";
import { useAction } from "../../shared/use-action";
import { useLoaded } from "../../shared/use-loaded";
import { personName, roleName } from "../../shared/words";
import { Button, ButtonLink } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Select } from "../../ui/Field";
import { Row } from "../../ui/Row";
import { Section } from "../../ui/Surface";
import { useToast } from "../../ui/Toast";
import { formatAgo, formatMoment } from "../../ui/time";
import styles from "./admin.module.css";

const RANK: Role[] = ["guest", "bot", "user", "admin", "super_admin"];
const GIVEN: Role[] = ["guest", "user", "admin"];

/** What an admin may do to this person: only to strictly lower roles, and nobody to himself. */
function mayManage(mine: Role, theirs: Role): boolean {
  return RANK.indexOf(mine) > RANK.indexOf(theirs);
}

type Props = { entry: AdminUser; onClose: () => void; onChange: () => void };

export function PersonDialog({ entry, onClose, onChange }: Props) {
  const me = useMe().user;
  const { user } = entry;
  const may = user.id !== me.id && mayManage(me.role, user.role);
  return (
    <Dialog open onClose={onClose} title={personName(user)}>
      <ButtonLink href={paths.person(user.id)} icon="person">
        {t("admin.people.card")}
      </ButtonLink>
      {may ? (
        <>
          <RoleChoice entry={entry} mine={me.role} onChange={onChange} />
          <ResetLink userId={user.id} />
        </>
      ) : (
        user.id !== me.id && (
          <p className={styles.hint}>{t("admin.people.mayNot", { role: roleName(user.role) })}</p>
        )
      )}
      <Sessions userId={user.id} may={may} />
      {may && <Activation entry={entry} onClose={onClose} onChange={onChange} />}
    </Dialog>
  );
}

function RoleChoice({ entry, mine, onChange }: { entry: AdminUser; mine: Role; onChange: () => void }) {
  const client = useClient();
  const { run, busy } = useAction();
  const [role, setRole] = useState(entry.user.role);
  const choices = GIVEN.filter((r) => RANK.indexOf(r) <= RANK.indexOf(mine));
  const save = (next: Role) =>
    run(async () => {
      await client.admin.updateUser(entry.user.id, { role: next });
      setRole(next);
      onChange();
    });
  return (
    <Select
      label={t("admin.people.role")}
      value={role}
      disabled={busy || role === "bot"}
      onChange={(e) => save(e.target.value as Role)}
      choices={(choices.includes(role) ? choices : [role, ...choices]).map((r) => ({
        value: r,
        label: roleName(r),
      }))}
    />
  );
}

function ResetLink({ userId }: { userId: string }) {
  const client = useClient();
  const toast = useToast();
  const now = useNow();
  const { run, busy } = useAction();
  const [made, setMade] = useState<{ link: string; expires_ms: number }>();
  const copy = async (link: string) => {
    const done = await copyText(link);
    toast({ text: done ? t("invites.copied") : t("ui.copyFailed"), tone: done ? "plain" : "danger" });
  };
  if (!made)
    return (
      <Button
        icon="key"
        busy={busy}
        onClick={() => run(async () => setMade(await client.admin.resetLink(userId)))}
      >
        {t("admin.people.resetLink")}
      </Button>
    );
  return (
    <div className={styles.link}>
      <p className={styles.address}>{made.link}</p>
      <p className={styles.hint}>
        {t("admin.people.resetHint", { time: formatMoment(made.expires_ms, now) })}
      </p>
      <Button icon="copy" onClick={() => copy(made.link)}>
        {t("invites.copy")}
      </Button>
    </div>
  );
}

function Sessions({ userId, may }: { userId: string; may: boolean }) {
  const client = useClient();
  const now = useNow();
  const { run, busy } = useAction();
  const sessions = useLoaded(() => client.admin.userSessions(userId), [userId]);
  const endAll = () =>
    run(async () => {
      await client.admin.endUserSessions(userId);
      sessions.reload();
    });
  return (
    <Section title={t("admin.people.devices")}>
      {sessions.value?.length === 0 && <p className={styles.none}>{t("admin.people.noDevices")}</p>}
      {sessions.value?.map((s) => (
        <Row
          key={s.id}
          title={s.device || t("devices.unknown")}
          detail={t("devices.lastSeen", { time: formatAgo(s.last_seen_ms, now) })}
        />
      ))}
      {may && sessions.value && sessions.value.length > 0 && (
        <Row title={busy ? t("ui.loading") : t("admin.people.endSessions")} danger onClick={endAll} />
      )}
    </Section>
  );
}

function Activation({ entry, onClose, onChange }: Props) {
  const client = useClient();
  const { run, busy } = useAction();
  const [asking, setAsking] = useState(false);
  const { user } = entry;
  const set = async (deactivated: boolean) => {
    await client.admin.updateUser(user.id, { deactivated });
    onChange();
    onClose();
  };
  if (user.deactivated_ms)
    return (
      <Button busy={busy} onClick={() => run(() => set(false))}>
        {t("admin.people.activate")}
      </Button>
    );
  return (
    <>
      <Button kind="danger" onClick={() => setAsking(true)}>
        {t("admin.people.deactivate")}
      </Button>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t("admin.people.deactivateTitle", { who: personName(user) })}
        label={t("admin.people.deactivate")}
        danger
        onConfirm={() => set(true)}
      >
        <p>{t("admin.people.deactivateLead")}</p>
      </ConfirmDialog>
    </>
  );
}
