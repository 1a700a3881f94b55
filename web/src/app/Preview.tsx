import { useState } from "react";
import type { RoomView } from "../core/client";
import type { ListedRoom, RoomState } from "../core/types";
import { Timeline } from "../features/timeline/Timeline";
import { t } from "../locales/t";
import { useClient, useMe } from "../shared/client";
import { paths } from "../shared/paths";
import { roomIcon } from "../shared/RoomMark";
import { useAction } from "../shared/use-action";
import { useLoaded } from "../shared/use-loaded";
import { useTwoPanes } from "../shared/use-media";
import { Button, ButtonLink } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { Skeleton } from "../ui/Progress";
import { EmptyState, PaneHeader } from "../ui/Surface";
import { Back, Page } from "./Page";
import styles from "./Preview.module.css";

/** A public room is read without joining it. Any other room that is not mine does not exist for me. */
export function Preview({ roomId }: { roomId: string }) {
  const client = useClient();
  const guest = useMe().user.role === "guest";
  const listed = useLoaded(
    async () => (guest ? undefined : (await client.rooms.browse()).find((r) => r.id === roomId)),
    [roomId, guest],
  );
  if (listed.value) return <Open room={listed.value} />;
  if (listed.loading) return <Skeleton rows={8} label={t("timeline.loading")} />;
  return (
    <Page title={t("rooms.notIn")} back={paths.chats}>
      <EmptyState icon="hash" title={t("rooms.gone")}>
        <p>{t("rooms.notInLead")}</p>
        {!guest && <ButtonLink href={paths.browse}>{t("rooms.browse")}</ButtonLink>}
      </EmptyState>
    </Page>
  );
}

function Open({ room }: { room: ListedRoom }) {
  const client = useClient();
  const me = useMe().user.id;
  const two = useTwoPanes();
  const { run, busy } = useAction();
  const [picking, setPicking] = useState(false);
  const [view] = useState(() => strangersView(room, me));
  return (
    <>
      <PaneHeader
        back={!two && <Back href={paths.browse} />}
        title={
          <>
            <Icon name={roomIcon(room)} size={18} />
            {room.name}
          </>
        }
        subtitle={[t("rooms.people", { n: room.member_count }), room.topic].filter(Boolean).join(" · ")}
      />
      <Timeline view={view} onEdit={() => undefined} pickingDate={picking} onPickDate={setPicking} />
      <div className={styles.bar}>
        <p>{room.archived_ms ? t("composer.archived") : t("rooms.previewLead")}</p>
        {!room.archived_ms && (
          <Button kind="primary" busy={busy} onClick={() => run(() => client.rooms.join(room.id))}>
            {t("rooms.join")}
          </Button>
        )}
      </div>
    </>
  );
}

/** How a room looks to who is not in it: nothing is unread, nothing can be written. */
function strangersView(room: ListedRoom, me: string): RoomView {
  const state: RoomState = {
    room_id: room.id,
    user_id: me,
    read_seq: Number.MAX_SAFE_INTEGER,
    notify: "nothing",
    change_seq: 0,
  };
  return {
    id: room.id,
    room,
    state,
    title: room.name ?? "",
    others: [],
    unread: 0,
    mention_count: 0,
    has_unread: false,
    muted: false,
    favourite: false,
    hidden: false,
    member_count: room.member_count,
    my_role: "member",
    can_post: false,
    last_ms: 0,
    has_draft: false,
  };
}
