import { useStore } from "@nanostores/react";
import { useState } from "react";
import { t } from "../../locales/t";
import { isAdmin, useClient, useMe, useNow } from "../../shared/client";
import { PersonAvatar } from "../../shared/PersonAvatar";
import { paths } from "../../shared/paths";
import { personName, roleName, statusOf } from "../../shared/words";
import { Badge } from "../../ui/Badge";
import { Icon } from "../../ui/Icon";
import { Row } from "../../ui/Row";
import { Section } from "../../ui/Surface";
import { formatMoment } from "../../ui/time";
import { DeviceSettings } from "./DeviceSettings";
import { SignOut } from "./SignOut";
import { StatusDialog } from "./StatusDialog";
import styles from "./settings.module.css";

export function You() {
  const client = useClient();
  const me = useMe();
  const notices = useStore(client.$notices).filter((n) => !n.read_ms).length;
  const guest = me.user.role === "guest";
  return (
    <div className={styles.page}>
      <Section>
        <Row
          href={paths.profile}
          leading={<PersonAvatar user={me.user} size={56} presence />}
          title={<b>{personName(me.user)}</b>}
          detail={[me.user.title, roleName(me.user.role), me.workspace.name].filter(Boolean).join(" · ")}
          chevron
        />
        <StatusRow />
      </Section>
      <Section>
        <Row
          href={paths.notices}
          leading={<Icon name="bell" />}
          title={t("you.notices")}
          trailing={notices > 0 && <Badge tone="now">{notices}</Badge>}
          chevron
        />
        <Row href={paths.people} leading={<Icon name="people" />} title={t("you.people")} chevron />
        {!guest && (
          <Row href={paths.invites} leading={<Icon name="personAdd" />} title={t("you.invites")} chevron />
        )}
        {isAdmin(me.user) && (
          <Row href={paths.admin} leading={<Icon name="shield" />} title={t("you.admin")} chevron />
        )}
      </Section>
      <DeviceSettings />
      <Section title={t("you.account")}>
        <Row href={paths.account} leading={<Icon name="key" />} title={t("you.mailAndPassword")} chevron />
        <Row href={paths.devices} leading={<Icon name="device" />} title={t("you.devices")} chevron />
        <SignOut />
      </Section>
    </div>
  );
}

function StatusRow() {
  const me = useMe().user;
  const now = useNow();
  const status = statusOf(me, now);
  const [open, setOpen] = useState(false);
  const until = me.status_until_ms
    ? t("status.until", { time: formatMoment(me.status_until_ms, now) })
    : undefined;
  return (
    <>
      <Row
        leading={status?.emoji ? <span className={styles.emoji}>{status.emoji}</span> : <Icon name="smile" />}
        title={status ? (status.text ?? t("status.set")) : t("status.set")}
        detail={status && until}
        onClick={() => setOpen(true)}
        chevron
      />
      {open && <StatusDialog onClose={() => setOpen(false)} />}
    </>
  );
}
