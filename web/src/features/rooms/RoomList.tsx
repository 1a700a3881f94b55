import { useStore } from "@nanostores/react";
import { useMemo } from "react";
import type { RoomView } from "../../core/client";
import { t } from "../../locales/t";
import { useClient, useMe } from "../../shared/client";
import { paths } from "../../shared/paths";
import { ButtonLink } from "../../ui/Button";
import { Skeleton } from "../../ui/Progress";
import { EmptyState } from "../../ui/Surface";
import styles from "./RoomList.module.css";
import { RoomRow } from "./RoomRow";

/** Favourites first, then by the newest message. Hidden direct rooms come back with their next message. */
export function RoomList({ current }: { current?: string }) {
  const client = useClient();
  const rooms = useStore(client.$rooms);
  const loading = useStore(client.$loading);
  const [favourites, others] = useMemo(() => {
    const shown = rooms.filter((r) => !r.hidden && !r.room.archived_ms);
    return [shown.filter((r) => r.favourite), shown.filter((r) => !r.favourite)];
  }, [rooms]);
  if (loading && rooms.length === 0) return <Skeleton rows={9} label={t("rooms.loading")} />;
  if (favourites.length + others.length === 0) return <NoRooms />;
  return (
    <>
      {favourites.length > 0 && (
        <RoomGroup title={t("rooms.favourites")} rooms={favourites} current={current} />
      )}
      <RoomGroup
        title={favourites.length > 0 ? t("rooms.all") : undefined}
        rooms={others}
        current={current}
      />
    </>
  );
}

function RoomGroup({ title, rooms, current }: { title?: string; rooms: RoomView[]; current?: string }) {
  return (
    <section aria-label={title ?? t("rooms.all")}>
      {title && <h2 className={styles.group}>{title}</h2>}
      <ul>
        {rooms.map((r) => (
          <li key={r.id}>
            <RoomRow view={r} current={r.id === current} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function NoRooms() {
  const guest = useMe().user.role === "guest";
  return (
    <EmptyState icon="chat" title={t("rooms.none")}>
      <p>{guest ? t("rooms.noneGuest") : t("rooms.noneLead")}</p>
      {!guest && <ButtonLink href={paths.browse}>{t("rooms.browse")}</ButtonLink>}
    </EmptyState>
  );
}
