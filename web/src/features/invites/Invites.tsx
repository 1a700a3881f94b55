import { useState } from "react";
import type { Invite } from "../../core/types";
import { t } from "../../locales/t";
import { ConfirmDialog } from "../../shared/ConfirmDialog";
import { useClient, useMe, useNow, useUsers } from "../../shared/client";
import { useLoaded } from "../../shared/use-loaded";
import { personName, problemText, roleName } from "../../shared/words";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Skeleton } from "../../ui/Progress";
import { Row } from "../../ui/Row";
import { EmptyState, Section } from "../../ui/Surface";
import { formatDate } from "../../ui/time";
import { CreateInvite } from "./CreateInvite";
import { InviteLink } from "./InviteLink";
import styles from "./invites.module.css";

/** Why an invite does not work any more, or undefined while it does. */
export function overBecause(i: Invite, now: number): "revoked" | "expired" | "used" | undefined {
  if (i.revoked_ms) return "revoked";
  if (i.max_uses && i.uses >= i.max_uses) return "used";
  if (i.expires_ms && i.expires_ms <= now) return "expired";
  return undefined;
}

export function Invites() {
  const client = useClient();
  const now = useNow();
  const invites = useLoaded(() => client.people.invites(), []);
  const [creating, setCreating] = useState(false);
  const [made, setMade] = useState<Invite>();
  const open = invites.value?.filter((i) => !overBecause(i, now)) ?? [];
  const over = invites.value?.filter((i) => overBecause(i, now)) ?? [];
  return (
    <div className={styles.page}>
      <p className={styles.lead}>{t("invites.lead")}</p>
      <Button kind="primary" icon="personAdd" onClick={() => setCreating(true)}>
        {t("invites.create")}
      </Button>
      {invites.error !== undefined && <p role="alert">{problemText(invites.error)}</p>}
      {!invites.value && invites.loading && <Skeleton rows={3} label={t("ui.loading")} />}
      {invites.value?.length === 0 && <EmptyState icon="link" title={t("invites.none")} />}
      {open.length > 0 && <List title={t("invites.open")} invites={open} onChange={invites.reload} />}
      {over.length > 0 && <List title={t("invites.over")} invites={over} onChange={invites.reload} />}
      {creating && (
        <CreateInvite
          onClose={() => setCreating(false)}
          onMade={(invite) => {
            setCreating(false);
            setMade(invite);
            invites.reload();
          }}
        />
      )}
      <Dialog open={made !== undefined} onClose={() => setMade(undefined)} title={t("invites.ready")}>
        {made?.link && <InviteLink link={made.link} />}
        <p className={styles.hint}>{t("invites.onlyNow")}</p>
      </Dialog>
    </div>
  );
}

function List({ title, invites, onChange }: { title: string; invites: Invite[]; onChange: () => void }) {
  return (
    <Section title={title}>
      {invites.map((i) => (
        <InviteRow key={i.id} invite={i} onChange={onChange} />
      ))}
    </Section>
  );
}

function InviteRow({ invite: i, onChange }: { invite: Invite; onChange: () => void }) {
  const client = useClient();
  const users = useUsers();
  const me = useMe().user.id;
  const now = useNow();
  const [asking, setAsking] = useState(false);
  const over = overBecause(i, now);
  const facts = [
    i.max_uses ? t("invites.usesOf", { n: i.uses, max: i.max_uses }) : t("invites.uses", { n: i.uses }),
    i.expires_ms ? t("invites.until", { date: formatDate(i.expires_ms) }) : t("invites.noEnd"),
    i.created_by === me ? "" : t("invites.by", { who: personName(users.get(i.created_by)) }),
  ];
  return (
    <>
      <Row
        title={
          <>
            {i.note || t("invites.as", { role: roleName(i.role) })}
            {i.note && <Badge>{roleName(i.role)}</Badge>}
            {over && <Badge>{t(`invites.because.${over}`)}</Badge>}
          </>
        }
        detail={facts.filter(Boolean).join(" · ")}
        trailing={!over && <Button onClick={() => setAsking(true)}>{t("invites.revoke")}</Button>}
      />
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t("invites.revokeTitle")}
        label={t("invites.revoke")}
        danger
        onConfirm={async () => {
          await client.people.revokeInvite(i.id);
          onChange();
        }}
      >
        <p>{t("invites.revokeLead")}</p>
      </ConfirmDialog>
    </>
  );
}
