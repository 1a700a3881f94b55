import { useStore } from "@nanostores/react";
import type { RoomView } from "../core/client";
import { t } from "../locales/t";
import { useClient, useMe, useUsers } from "../shared/client";
import { paths } from "../shared/paths";
import { RoomMark, roomIcon } from "../shared/RoomMark";
import { useTwoPanes } from "../shared/use-media";
import { useWhereabouts, whereIs } from "../shared/whereabouts";
import { personName, statusOf } from "../shared/words";
import { IconButton } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { PaneHeader } from "../ui/Surface";
import { Back } from "./Page";
import styles from "./RoomHeader.module.css";

export function RoomHeader({ view, onPickDate }: { view: RoomView; onPickDate: () => void }) {
  const two = useTwoPanes();
  const direct = view.room.kind === "direct";
  return (
    <PaneHeader
      back={!two && <Back href={paths.chats} />}
      leading={direct && <RoomMark view={view} size={36} />}
      title={
        <a className={styles.title} href={paths.roomDetails(view.id)}>
          {!direct && <Icon name={roomIcon(view.room)} size={18} />}
          <span>{view.title}</span>
        </a>
      }
      subtitle={<Subtitle view={view} />}
    >
      <IconButton icon="calendar" label={t("timeline.toDate")} onClick={onPickDate} />
      <a
        className={styles.details}
        href={paths.roomDetails(view.id)}
        aria-label={t("rooms.details")}
        title={t("rooms.details")}
      >
        <Icon name="info" />
      </a>
    </PaneHeader>
  );
}

/** Who writes now; else who is here, or when the other was last seen. */
function Subtitle({ view }: { view: RoomView }) {
  const client = useClient();
  const typing = useStore(client.typing(view.id));
  const users = useUsers();
  const names = typing.map((id) => users.get(id)?.first_name ?? t("person.unknown"));
  if (names.length > 0)
    return (
      <span className={styles.typing}>
        {names.length === 1
          ? t("typing.one", { who: names[0] ?? "" })
          : t("typing.many", { who: names.join(", ") })}
      </span>
    );
  if (view.room.kind === "direct" && view.others.length === 1) return <OtherPerson view={view} />;
  return <WhoIsHere view={view} />;
}

function OtherPerson({ view }: { view: RoomView }) {
  const other = view.others[0];
  const whereabouts = useWhereabouts();
  const status = statusOf(other, whereabouts.now);
  const where = other && whereIs(whereabouts, other.id);
  return (
    <>{[where, status && `${status.emoji ?? ""} ${status.text ?? ""}`.trim()].filter(Boolean).join(" · ")}</>
  );
}

function WhoIsHere({ view }: { view: RoomView }) {
  const client = useClient();
  const members = useStore(client.members(view.id));
  const presence = useStore(client.$presence);
  const me = useMe().user.id;
  const here = members.filter((m) => m.user.id !== me && presence.get(m.user.id)?.state === "online");
  const names = here.map((m) => personName(m.user)).join(", ");
  return (
    <span title={names || undefined}>
      {[
        t("rooms.people", { n: view.member_count }),
        here.length > 0 && t("rooms.hereShort", { n: here.length }),
        view.room.topic,
      ]
        .filter(Boolean)
        .join(" · ")}
    </span>
  );
}
