import { useState } from "react";
import { t } from "../locales/t";
import { TextField } from "../ui/Field";
import { ConfirmDialog } from "./ConfirmDialog";
import { useClient } from "./client";

type Props = {
  room: { id: string; name?: string };
  open: boolean;
  onClose: () => void;
  onDone?: () => void;
};

/** Says what archiving means, and does it. */
export function ArchiveRoom({ room, open, onClose, onDone }: Props) {
  const client = useClient();
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={t("rooms.archiveTitle", { room: room.name ?? "" })}
      label={t("rooms.archive")}
      onConfirm={async () => {
        await client.rooms.archive(room.id, true);
        onDone?.();
      }}
    >
      <p>{t("rooms.archiveLead")}</p>
    </ConfirmDialog>
  );
}

/** Deletes for good once the room's name was typed. */
export function DeleteRoom({ room, open, onClose, onDone }: Props) {
  const client = useClient();
  const [typed, setTyped] = useState("");
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={t("rooms.deleteTitle", { room: room.name ?? "" })}
      label={t("rooms.delete")}
      danger
      disabled={typed.trim() !== room.name}
      onConfirm={async () => {
        await client.rooms.delete(room.id, typed.trim());
        onDone?.();
      }}
    >
      <p>{t("rooms.deleteLead")}</p>
      <TextField
        label={t("rooms.deleteConfirm", { room: room.name ?? "" })}
        value={typed}
        autoComplete="off"
        onChange={(e) => setTyped(e.target.value)}
      />
    </ConfirmDialog>
  );
}
