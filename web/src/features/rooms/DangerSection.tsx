import { useState } from "react";
import type { RoomView } from "../../core/client";
import { t } from "../../locales/t";
import { ConfirmDialog } from "../../shared/ConfirmDialog";
import { useClient, useMe } from "../../shared/client";
import { paths } from "../../shared/paths";
import { useLocation } from "../../shared/router";
import { useAction } from "../../shared/use-action";
import { TextField } from "../../ui/Field";
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
      <ConfirmDialog
        open={asking === "archive"}
        onClose={() => setAsking(undefined)}
        title={t("rooms.archiveTitle", { room: view.title })}
        label={t("rooms.archive")}
        onConfirm={() => client.rooms.archive(view.id, true)}
      >
        <p>{t("rooms.archiveLead")}</p>
      </ConfirmDialog>
      <Leave view={view} open={asking === "leave"} onClose={() => setAsking(undefined)} />
      <Delete view={view} open={asking === "delete"} onClose={() => setAsking(undefined)} />
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

function Delete({ view, open, onClose }: Props) {
  const client = useClient();
  const [, go] = useLocation();
  const [typed, setTyped] = useState("");
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={t("rooms.deleteTitle", { room: view.title })}
      label={t("rooms.delete")}
      danger
      disabled={typed.trim() !== view.room.name}
      onConfirm={async () => {
        await client.rooms.delete(view.id, typed.trim());
        go(paths.chats, { replace: true });
      }}
    >
      <p>{t("rooms.deleteLead")}</p>
      <TextField
        label={t("rooms.deleteConfirm", { room: view.title })}
        value={typed}
        autoComplete="off"
        onChange={(e) => setTyped(e.target.value)}
      />
    </ConfirmDialog>
  );
}
