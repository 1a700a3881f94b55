import { useStore } from "@nanostores/react";
import { memo, useMemo, useState } from "react";
import { draftKey, type RoomView } from "../../core/client";
import { t } from "../../locales/t";
import { useClient, useMe, useNow, useUsers } from "../../shared/client";
import { paths } from "../../shared/paths";
import { RoomMark } from "../../shared/RoomMark";
import { lineOf, personName } from "../../shared/words";
import { Badge, Dot } from "../../ui/Badge";
import { cx } from "../../ui/cx";
import { Icon } from "../../ui/Icon";
import { plainText } from "../../ui/plain-text";
import { formatShort } from "../../ui/time";
import { useLongPress } from "../../ui/use-long-press";
import styles from "./RoomList.module.css";
import { RoomMenu } from "./RoomMenu";

export const RoomRow = memo(function RoomRow({ view, current }: { view: RoomView; current: boolean }) {
  const [menu, setMenu] = useState<{ x: number; y: number }>();
  const press = useLongPress(setMenu);
  const now = useNow(60_000);
  const loud = view.has_unread && (!view.muted || view.mention_count > 0);
  return (
    <>
      <a
        href={paths.room(view.id)}
        className={cx(styles.row, loud && styles.unread, current && styles.current)}
        aria-current={current ? "page" : undefined}
        draggable={false}
        {...press}
      >
        <RoomMark view={view} />
        <span className={styles.text}>
          <span className={styles.top}>
            <span className={styles.name}>{view.title}</span>
            {view.room.kind === "channel" && <Here roomId={view.id} />}
            {view.last_ms > 0 && <span className={styles.time}>{formatShort(view.last_ms, now)}</span>}
          </span>
          <span className={styles.bottom}>
            <LastLine view={view} open={current} />
            <Marks view={view} />
          </span>
        </span>
      </a>
      {menu && <RoomMenu view={view} at={menu} onClose={() => setMenu(undefined)} />}
    </>
  );
});

/** How many of the others in a room are here now. */
function Here({ roomId }: { roomId: string }) {
  const client = useClient();
  const members = useStore(client.members(roomId));
  const presence = useStore(client.$presence);
  const me = useMe().user.id;
  const n = members.filter((m) => m.user.id !== me && presence.get(m.user.id)?.state === "online").length;
  if (n === 0) return null;
  return (
    <span className={styles.here}>
      <span aria-hidden="true">{n}</span>
      <span className="visually-hidden">{t("rooms.here", { n })}</span>
    </span>
  );
}

/** Who writes; what waits or was begun here; else the newest message. The open room shows its draft itself. */
function LastLine({ view, open }: { view: RoomView; open: boolean }) {
  const client = useClient();
  const typing = useStore(client.typing(view.id));
  const draft = useStore(client.$drafts).get(draftKey(view.id));
  const users = useUsers();
  const me = useMe().user.id;
  const nameOf = (id: string) => users.get(id)?.first_name ?? t("person.unknown");
  const last = useMemo(
    () =>
      view.last &&
      lineOf(
        view.last,
        me,
        (id) => users.get(id)?.first_name ?? t("person.unknown"),
        view.room.kind === "channel" || view.others.length > 1,
      ),
    [view, users, me],
  );
  if (typing[0]) return <Line text={t("typing.one", { who: nameOf(typing[0]) })} />;
  if (draft?.text && !open)
    return (
      <span className={styles.line}>
        <b className={styles.draft}>{t("rooms.draft")}</b>
        <span>{plainText(draft.text)}</span>
      </span>
    );
  if (view.last_waiting)
    return (
      <span className={styles.line}>
        <Icon name={view.last_waiting.state === "parked" ? "alert" : "clock"} size={15} />
        <span>{plainText(view.last_waiting.text) || t("message.positionOnly")}</span>
      </span>
    );
  if (last) return <Line text={last} />;
  return <Line text={view.room.topic ?? view.others.map(personName).join(", ")} />;
}

const Line = ({ text }: { text: string }) => (
  <span className={styles.line}>
    <span>{text}</span>
  </span>
);

function Marks({ view }: { view: RoomView }) {
  return (
    <span className={styles.marks}>
      {view.muted && (
        <>
          <Icon name="bellOff" size={16} />
          <span className="visually-hidden">{t("rooms.muted")}</span>
        </>
      )}
      {view.mention_count > 0 ? (
        <Badge tone="now" label={t("rooms.mentions", { n: view.mention_count })}>
          {view.mention_count > 99 ? "99+" : view.mention_count}
        </Badge>
      ) : view.has_unread && !view.muted && view.room.kind === "direct" && view.unread > 0 ? (
        <Badge tone="accent" label={t("rooms.unread", { n: view.unread })}>
          {view.unread > 99 ? "99+" : view.unread}
        </Badge>
      ) : view.has_unread ? (
        <Dot label={t("rooms.unread", { n: view.unread })} />
      ) : null}
    </span>
  );
}
