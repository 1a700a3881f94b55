import type { RoomView } from "../../core/client";
import { t } from "../../locales/t";
import { useUser } from "../../shared/client";
import { RoomMark } from "../../shared/RoomMark";
import { personName } from "../../shared/words";
import { formatDate } from "../../ui/time";
import styles from "./RoomIntro.module.css";

/** What stands above the first message of a room. General says what to do next. */
export function RoomIntro({ view }: { view: RoomView }) {
  const by = useUser(view.room.created_by);
  return (
    <header className={styles.intro}>
      <RoomMark view={view} size={56} />
      <h2>{view.title}</h2>
      {view.room.is_general ? (
        <ol className={styles.steps}>
          <li>{t("intro.general1")}</li>
          <li>{t("intro.general2")}</li>
          <li>{t("intro.general3")}</li>
        </ol>
      ) : (
        <p>
          {view.room.kind === "direct"
            ? t("intro.direct", { who: view.others.map(personName).join(", ") })
            : t("intro.channel", { who: personName(by), date: formatDate(view.room.created_ms) })}
        </p>
      )}
    </header>
  );
}
