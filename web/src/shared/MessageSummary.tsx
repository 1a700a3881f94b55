import type { ReactNode } from "react";
import type { Message } from "../core/types";
import { t } from "../locales/t";
import { plainText } from "../ui/plain-text";
import { formatMoment } from "../ui/time";
import { useMe, useNow, useUser, useUsers } from "./client";
import styles from "./MessageSummary.module.css";
import { PersonAvatar } from "./PersonAvatar";
import { paths } from "./paths";
import { infoText, personName } from "./words";

type Props = { message: Message; where?: string; href?: string; mark?: ReactNode; children?: ReactNode };

/** A message in a list of messages: it leads to its place in its room. */
export function MessageSummary({ message: m, where, href, mark, children }: Props) {
  const author = useUser(m.author_id);
  const users = useUsers();
  const me = useMe().user.id;
  const now = useNow(60_000);
  const text =
    m.kind === "info"
      ? infoText(m, (id) => personName(users.get(id)))
      : m.deleted_ms
        ? t("message.deleted")
        : plainText(m.text ?? "") || t("message.positionOnly");
  return (
    <article className={styles.summary}>
      <a className={styles.link} href={href ?? paths.message(m.room_id, m.message_id)}>
        <PersonAvatar user={author} size={36} />
        <span className={styles.body}>
          <span className={styles.head}>
            <b>{m.author_id === me ? t("person.you") : personName(author)}</b>
            {where && <span className={styles.where}>{where}</span>}
            <time dateTime={new Date(m.ts_ms).toISOString()}>{formatMoment(m.ts_ms, now)}</time>
          </span>
          <span className={styles.text}>{mark ?? text}</span>
        </span>
      </a>
      {children}
    </article>
  );
}
