import { useDeferredValue, useState } from "react";
import type { ListedRoom } from "../../core/types";
import { t } from "../../locales/t";
import { useClient, useMe } from "../../shared/client";
import { paths } from "../../shared/paths";
import { Mark } from "../../shared/RoomMark";
import { useLocation } from "../../shared/router";
import { useAction } from "../../shared/use-action";
import { useLoaded } from "../../shared/use-loaded";
import { problemText } from "../../shared/words";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { TextField } from "../../ui/Field";
import { Skeleton } from "../../ui/Progress";
import { Row } from "../../ui/Row";
import { EmptyState } from "../../ui/Surface";
import form from "./form.module.css";

/** All public rooms of the company, those I am in too. */
export function BrowseRooms() {
  const client = useClient();
  const [query, setQuery] = useState("");
  const asked = useDeferredValue(query.trim());
  const rooms = useLoaded(() => client.rooms.browse(asked || undefined), [asked]);
  return (
    <>
      <div className={form.bar}>
        <TextField
          label={t("rooms.find")}
          hideLabel
          type="search"
          placeholder={t("rooms.find")}
          value={query}
          onChange={(e) => setQuery(e.target.value)}
        />
      </div>
      {rooms.error !== undefined && (
        <EmptyState icon="offline" title={problemText(rooms.error)}>
          <Button onClick={rooms.reload}>{t("ui.tryAgain")}</Button>
        </EmptyState>
      )}
      {!rooms.value && rooms.loading && <Skeleton rows={6} label={t("rooms.loading")} />}
      {rooms.value?.length === 0 && <NoneFound query={asked} />}
      <ul>
        {rooms.value?.map((r) => (
          <li key={r.id}>
            <ListedRow room={r} />
          </li>
        ))}
      </ul>
    </>
  );
}

function ListedRow({ room }: { room: ListedRoom }) {
  const client = useClient();
  const [, go] = useLocation();
  const { run, busy } = useAction();
  const join = () =>
    run(async () => {
      await client.rooms.join(room.id);
      go(paths.room(room.id));
    });
  return (
    <Row
      leading={<Mark room={room} />}
      title={
        <>
          <a href={paths.room(room.id)}>{room.name}</a>
          {room.archived_ms && <Badge>{t("rooms.archived")}</Badge>}
        </>
      }
      detail={[t("rooms.people", { n: room.member_count }), room.topic].filter(Boolean).join(" · ")}
      trailing={
        room.joined ? (
          <Button onClick={() => go(paths.room(room.id))}>{t("rooms.open")}</Button>
        ) : (
          <Button kind="primary" busy={busy} disabled={Boolean(room.archived_ms)} onClick={join}>
            {t("rooms.join")}
          </Button>
        )
      }
    />
  );
}

function NoneFound({ query }: { query: string }) {
  const guest = useMe().user.role === "guest";
  return (
    <EmptyState icon="hash" title={query ? t("rooms.noneFound", { query }) : t("rooms.nonePublic")}>
      {!guest && <a href={paths.newChannel}>{t("rooms.newChannel")}</a>}
    </EmptyState>
  );
}
