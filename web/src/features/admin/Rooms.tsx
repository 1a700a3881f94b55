import { useDeferredValue, useState } from "react";
import type { AdminRoom } from "../../core/types-admin";
import { t } from "../../locales/t";
import { useClient, useNow } from "../../shared/client";
import { paths } from "../../shared/paths";
import { Mark } from "../../shared/RoomMark";
import { useLoaded } from "../../shared/use-loaded";
import { Badge } from "../../ui/Badge";
import { TextField } from "../../ui/Field";
import { Row } from "../../ui/Row";
import { EmptyState, Section } from "../../ui/Surface";
import { formatMoment } from "../../ui/time";
import { Waiting } from "./Waiting";

export function Rooms() {
  const client = useClient();
  const [query, setQuery] = useState("");
  const q = useDeferredValue(query.trim());
  const rooms = useLoaded(() => client.admin.rooms(q || undefined), [q]);
  return (
    <>
      <TextField
        label={t("rooms.find")}
        hideLabel
        type="search"
        placeholder={t("rooms.find")}
        value={query}
        onChange={(e) => setQuery(e.target.value)}
      />
      <Waiting of={rooms} />
      {rooms.value?.length === 0 && <EmptyState icon="hash" title={t("rooms.noneFound", { query: q })} />}
      {rooms.value && rooms.value.length > 0 && (
        <Section>
          {rooms.value.map((r) => (
            <RoomRow key={r.id} room={r} />
          ))}
        </Section>
      )}
    </>
  );
}

/** A private room that the admin is not in has numbers, no name, and leads nowhere. */
function RoomRow({ room }: { room: AdminRoom }) {
  const mine = useClient().room(room.id).get() !== undefined;
  const now = useNow();
  const name = room.name ?? (room.kind === "direct" ? t("admin.rooms.direct") : t("admin.rooms.private"));
  const facts = [
    t("rooms.people", { n: room.member_count }),
    t("admin.rooms.messages", { n: room.message_count }),
    room.last_ts_ms ? t("message.lastReply", { time: formatMoment(room.last_ts_ms, now) }) : "",
  ];
  return (
    <Row
      href={mine ? paths.roomDetails(room.id) : undefined}
      leading={<Mark room={room} size={40} />}
      title={
        <>
          {name}
          {room.archived_ms && <Badge>{t("rooms.archived")}</Badge>}
        </>
      }
      detail={facts.filter(Boolean).join(" · ")}
      chevron={mine}
    />
  );
}
