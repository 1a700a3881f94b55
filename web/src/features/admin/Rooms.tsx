import { useDeferredValue, useState } from "react";
import type { AdminRoom } from "../../core/types-admin";
import { t } from "../../locales/t";
import { useClient, useMe, useNow } from "../../shared/client";
import { paths } from "../../shared/paths";
import { ArchiveRoom, DeleteRoom } from "../../shared/RoomDialogs";
import { Mark } from "../../shared/RoomMark";
import { useAction } from "../../shared/use-action";
import { useLoaded } from "../../shared/use-loaded";
import { Badge } from "../../ui/Badge";
import { IconButton } from "../../ui/Button";
import { TextField } from "../../ui/Field";
import { Menu } from "../../ui/Menu";
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
            <RoomRow key={r.id} room={r} onChange={rooms.reload} />
          ))}
        </Section>
      )}
    </>
  );
}

/** A private room that the admin is not in has numbers, no name, and leads nowhere. */
function RoomRow({ room, onChange }: { room: AdminRoom; onChange: () => void }) {
  const mine = useClient().room(room.id).get() !== undefined;
  const now = useNow();
  const open = room.kind === "channel" && room.visibility === "public";
  const name = room.name ?? (room.kind === "direct" ? t("admin.rooms.direct") : t("admin.rooms.private"));
  const facts = [
    t("rooms.people", { n: room.member_count }),
    t("admin.rooms.messages", { n: room.message_count }),
    room.last_ts_ms ? t("message.lastReply", { time: formatMoment(room.last_ts_ms, now) }) : "",
  ];
  return (
    <Row
      leading={<Mark room={room} size={40} />}
      title={
        <>
          {mine || open ? <a href={mine ? paths.roomDetails(room.id) : paths.room(room.id)}>{name}</a> : name}
          {room.archived_ms && <Badge>{t("rooms.archived")}</Badge>}
        </>
      }
      detail={facts.filter(Boolean).join(" · ")}
      trailing={open && !room.is_general && <RoomActs room={room} onChange={onChange} />}
    />
  );
}

/** What an admin may do to a public room without being in it; all who ran it may have left. */
function RoomActs({ room, onChange }: { room: AdminRoom; onChange: () => void }) {
  const client = useClient();
  const owner = useMe().user.role === "super_admin";
  const { run } = useAction();
  const [asking, setAsking] = useState<"archive" | "delete">();
  const unarchive = () =>
    run(async () => {
      await client.rooms.archive(room.id, false);
      onChange();
    });
  const dialog = (which: "archive" | "delete") => ({
    room,
    open: asking === which,
    onClose: () => setAsking(undefined),
    onDone: onChange,
  });
  return (
    <>
      <Menu
        label={room.name ?? ""}
        items={[
          room.archived_ms
            ? { label: t("rooms.unarchive"), icon: "archive", onSelect: unarchive }
            : { label: t("rooms.archive"), icon: "archive", onSelect: () => setAsking("archive") },
          owner && {
            label: t("rooms.delete"),
            icon: "trash",
            danger: true,
            onSelect: () => setAsking("delete"),
          },
        ]}
        trigger={(props) => (
          <IconButton {...props} icon="more" label={t("rooms.manage", { who: room.name ?? "" })} />
        )}
      />
      <ArchiveRoom {...dialog("archive")} />
      <DeleteRoom {...dialog("delete")} />
    </>
  );
}
