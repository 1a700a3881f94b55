import type { Message } from "../../core/types";
import { t } from "../../locales/t";
import { useClient, useUsers } from "../../shared/client";
import { PersonAvatar } from "../../shared/PersonAvatar";
import { paths } from "../../shared/paths";
import { useLoaded } from "../../shared/use-loaded";
import { personName, problemText } from "../../shared/words";
import { Dialog } from "../../ui/Dialog";
import { Skeleton } from "../../ui/Progress";
import { Row } from "../../ui/Row";
import { Section } from "../../ui/Surface";
import styles from "./dialogs.module.css";

/** Who has read this message, and who has not yet. */
export function ReadersDialog({ message: m, onClose }: { message: Message; onClose: () => void }) {
  const client = useClient();
  const answer = useLoaded(() => client.messages.readers(m.message_id), [m.message_id]);
  return (
    <Dialog open onClose={onClose} title={t("message.readers")}>
      {answer.error !== undefined && <p role="alert">{problemText(answer.error)}</p>}
      {answer.loading && <Skeleton rows={3} label={t("ui.loading")} />}
      {answer.value && (
        <>
          <People
            title={t("message.readCount", { n: answer.value.readers.length })}
            ids={answer.value.readers}
          />
          <People
            title={t("message.waitingCount", { n: answer.value.waiting.length })}
            ids={answer.value.waiting}
          />
        </>
      )}
    </Dialog>
  );
}

function People({ title, ids }: { title: string; ids: string[] }) {
  const users = useUsers();
  return (
    <Section title={title}>
      {ids.length === 0 && <p className={styles.none}>{t("people.nobody")}</p>}
      {ids.map((id) => (
        <Row
          key={id}
          href={paths.person(id)}
          leading={<PersonAvatar user={users.get(id)} size={32} />}
          title={personName(users.get(id))}
        />
      ))}
    </Section>
  );
}
