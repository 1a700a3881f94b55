import { useState } from "react";
import type { RoomView } from "../../core/client";
import { t } from "../../locales/t";
import { ConfirmDialog } from "../../shared/ConfirmDialog";
import { useClient, useMe } from "../../shared/client";
import { paths } from "../../shared/paths";
import { ArchiveRoom, DeleteRoom } from "../../shared/RoomDialogs";
import { useLocation } from "../../shared/router";
import { useAction } from "../../shared/use-action";
import { Icon } from "../../ui/Icon";
import { Row } from "../../ui/Row";
import { Section } from "../../ui/Surface";
import { useMayManage } from "./manage";

/** Leaving, archiving, deleting. General knows none of them. */
export function DangerSection({ view }: { view: RoomView }) {
  const me = useMe().user;
  const manage = useMayManage(view);
  const mayDelete = view.my_role === "owner" || me.role === "super_admin";
  const [asking, setAsking] = useState<"leave" | "delete" | "archive">();
  const client = useClient();
  const [, go] = useLocation();
  const { run } = useAction();
  const archived = Boolean(view.room.archived_ms);
  if (view.room.is_general) return null;
  return (
    <Section>
      {manage && (
        <Row
          leading={<Icon name="archive" />}
          title={archived ? t("rooms.unarchive") : t("rooms.archive")}
          onClick={() => (archived ? run(() => client.rooms.archive(view.id, false)) : setAsking("archive"))}
        />
      )}
      <Row
        leading={<Icon name="logout" />}
        title={t("rooms.leave")}
        danger
        onClick={() => setAsking("leave")}
      />
      {mayDelete && (
        <Row
          leading={<Icon name="trash" />}
          title={t("rooms.delete")}
          danger
          onClick={() => setAsking("delete")}
        />
      )}
      <ArchiveRoom room={view.room} open={asking === "archive"} onClose={() => setAsking(undefined)} />
      <Leave view={view} open={asking === "leave"} onClose={() => setAsking(undefined)} />
      <DeleteRoom
        room={view.room}
        open={asking === "delete"}
        onClose={() => setAsking(undefined)}
        onDone={() => go(paths.chats, { replace: true })}
      />
    </Section>
  );
}

type Props = { view: RoomView; open: boolean; onClose: () => void };

function Leave({ view, open, onClose }: Props) {
  const client = useClient();
  const [, go] = useLocation();
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={t("rooms.leaveTitle", { room: view.title })}
      label={t("rooms.leave")}
      danger
      onConfirm={async () => {
        await client.rooms.leave(view.id);
        go(paths.chats, { replace: true });
      }}
    >
      <p>{view.room.visibility === "private" ? t("rooms.leavePrivate") : t("rooms.leavePublic")}</p>
    </ConfirmDialog>
  );
}
