import { useStore } from "@nanostores/react";
import type { Contact, User } from "../../core/types";
import { t } from "../../locales/t";
import { useClient, useMe, useNow, useUser } from "../../shared/client";
import { PersonAvatar } from "../../shared/PersonAvatar";
import { paths } from "../../shared/paths";
import { useLocation } from "../../shared/router";
import { smsLink, smsText, telLink } from "../../shared/sms";
import { useAction } from "../../shared/use-action";
import { useWhereabouts, whereIs } from "../../shared/whereabouts";
import { personName, roleName, statusOf } from "../../shared/words";
import { Badge } from "../../ui/Badge";
import { Button, ButtonLink } from "../../ui/Button";
import { Icon, type IconName } from "../../ui/Icon";
import { Row } from "../../ui/Row";
import { EmptyState, Section } from "../../ui/Surface";
import { formatDate, formatMoment, formatTime } from "../../ui/time";
import styles from "./people.module.css";

/** A person: who, where, and every way to reach him, without a network too. */
export function PersonCard({ userId }: { userId: string }) {
  const user = useUser(userId);
  const contact = useStore(useClient().$contacts).get(userId);
  if (!user) return <EmptyState icon="person" title={t("person.gone")} />;
  return (
    <div className={styles.card}>
      <Head user={user} />
      <Reach user={user} contact={contact} />
      <WaitingFor user={user} phone={contact?.phone} />
      <About user={user} contact={contact} />
    </div>
  );
}

function Head({ user }: { user: User }) {
  const whereabouts = useWhereabouts();
  const { now } = whereabouts;
  const status = statusOf(user, now);
  return (
    <header className={styles.head}>
      <PersonAvatar user={user} size={96} />
      <h2>{personName(user)}</h2>
      {user.title && <p>{user.title}</p>}
      {status && (
        <p className={styles.status}>
          {status.emoji} {status.text}
          {user.status_until_ms
            ? ` (${t("status.until", { time: formatMoment(user.status_until_ms, now) })})`
            : ""}
        </p>
      )}
      <p className={styles.presence}>
        {user.deactivated_ms ? t("person.deactivated") : whereIs(whereabouts, user.id)}
      </p>
      {(user.role !== "user" || user.deactivated_ms) && <Badge>{roleName(user.role)}</Badge>}
    </header>
  );
}

function Reach({ user, contact }: { user: User; contact?: Contact }) {
  const client = useClient();
  const [, go] = useLocation();
  const { run, busy } = useAction();
  const me = useMe().user.id;
  if (user.id === me)
    return (
      <ButtonLink href={paths.profile} icon="edit">
        {t("person.editMine")}
      </ButtonLink>
    );
  const write = () => run(async () => go(paths.room((await client.rooms.openDirect([user.id])).id)));
  return (
    <>
      {!user.deactivated_ms && (
        <Button kind="primary" icon="chat" busy={busy} wide onClick={write}>
          {t("person.write")}
        </Button>
      )}
      {contact && (contact.phone || contact.email) && (
        <div className={styles.ways}>
          {contact.phone && <Way href={telLink(contact.phone)} icon="phone" label={t("person.call")} />}
          {contact.phone && <Way href={smsLink(contact.phone)} icon="sms" label={t("person.sms")} />}
          {contact.email && <Way href={`mailto:${contact.email}`} icon="mail" label={t("person.mail")} />}
        </div>
      )}
    </>
  );
}

function Way({ href, icon, label }: { href: string; icon: IconName; label: string }) {
  return (
    <a href={href} className={styles.way}>
      <Icon name={icon} />
      {label}
    </a>
  );
}

/** Messages to this person that wait here: SMS often goes through where data does not. */
function WaitingFor({ user, phone }: { user: User; phone?: string }) {
  const client = useClient();
  const outbox = useStore(client.$outbox);
  const rooms = useStore(client.$rooms);
  const direct = rooms.find(
    (r) => r.room.kind === "direct" && r.others.length === 1 && r.others[0]?.id === user.id,
  );
  const waiting = outbox.filter((i) => i.room_id === direct?.id);
  if (!direct || waiting.length === 0) return null;
  return (
    <Section title={t("person.waiting", { n: waiting.length })}>
      {waiting.map((i) => (
        <Row
          key={i.message_id}
          leading={<Icon name="device" />}
          title={i.text || t("message.positionOnly")}
          trailing={
            <ButtonLink href={smsLink(phone, smsText(i))} icon="sms">
              {t("person.sms")}
            </ButtonLink>
          }
        />
      ))}
    </Section>
  );
}

function About({ user, contact }: { user: User; contact?: Contact }) {
  const now = useNow();
  const facts: [IconName, string, string | undefined][] = [
    ["phone", t("person.phone"), contact?.phone],
    ["mail", t("person.email"), contact?.email],
    ["person", t("person.login"), user.login],
    [
      "clock",
      t("person.localTime"),
      user.time_zone && `${formatTime(now, user.time_zone)} · ${user.time_zone}`,
    ],
    ["calendar", t("person.guestUntil"), user.guest_until_ms ? formatDate(user.guest_until_ms) : undefined],
  ];
  return (
    <Section>
      {facts.map(
        ([icon, label, value]) =>
          value && <Row key={label} leading={<Icon name={icon} />} title={value} detail={label} />,
      )}
    </Section>
  );
}
