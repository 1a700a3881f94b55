import { useStore } from "@nanostores/react";
import type { RoomView } from "../../core/client";
import { t } from "../../locales/t";
import { useClient, useUser } from "../../shared/client";
import { RoomMark } from "../../shared/RoomMark";
import { personName } from "../../shared/words";
import { Badge } from "../../ui/Badge";
import { EmptyState } from "../../ui/Surface";
import { formatDate } from "../../ui/time";
import { DangerSection } from "./DangerSection";
import { MembersSection } from "./MembersSection";
import { NotifySection } from "./NotifySection";
import { PinsSection } from "./PinsSection";
import styles from "./RoomDetails.module.css";
import { SettingsSection } from "./SettingsSection";

export function RoomDetails({ roomId }: { roomId: string }) {
  const view = useStore(useClient().room(roomId));
  if (!view) return <EmptyState icon="hash" title={t("rooms.gone")} />;
  return (
    <div className={styles.page}>
      <Head view={view} />
      <NotifySection view={view} />
      <MembersSection view={view} />
      <PinsSection roomId={roomId} />
      {view.room.kind === "channel" && (
        <>
          <SettingsSection view={view} />
          <DangerSection view={view} />
        </>
      )}
    </div>
  );
}

function Head({ view }: { view: RoomView }) {
  const by = useUser(view.room.created_by);
  const { room } = view;
  return (
    <header className={styles.head}>
      <RoomMark view={view} size={64} />
      <h2>{view.title}</h2>
      {room.topic && <p className={styles.topic}>{room.topic}</p>}
      <p className={styles.badges}>
        {room.kind === "channel" && (
          <Badge>{room.visibility === "public" ? t("rooms.public") : t("rooms.private")}</Badge>
        )}
        {room.posting === "admins" && <Badge>{t("rooms.announcement")}</Badge>}
        {room.archived_ms && <Badge>{t("rooms.archived")}</Badge>}
      </p>
      {by && room.kind === "channel" && (
        <p className={styles.made}>
          {t("rooms.madeBy", { who: personName(by), date: formatDate(room.created_ms) })}
        </p>
      )}
    </header>
  );
}
