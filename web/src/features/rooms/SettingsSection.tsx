import { useState } from "react";
import type { RoomView } from "../../core/client";
import { t } from "../../locales/t";
import { useClient } from "../../shared/client";
import { useAction } from "../../shared/use-action";
import { fieldProblem, problemText } from "../../shared/words";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { TextArea, TextField } from "../../ui/Field";
import { Icon } from "../../ui/Icon";
import { Row } from "../../ui/Row";
import { Section } from "../../ui/Surface";
import { Switch } from "../../ui/Switch";
import { Segmented } from "../../ui/Tabs";
import form from "./form.module.css";
import { useMayManage } from "./manage";

export function SettingsSection({ view }: { view: RoomView }) {
  const manage = useMayManage(view);
  const [editing, setEditing] = useState(false);
  if (!manage) return null;
  return (
    <Section title={t("rooms.settings")}>
      <Row
        leading={<Icon name="settings" />}
        title={t("rooms.edit")}
        detail={t("rooms.editHint")}
        chevron
        onClick={() => setEditing(true)}
      />
      {editing && <EditDialog view={view} onClose={() => setEditing(false)} />}
    </Section>
  );
}

function EditDialog({ view, onClose }: { view: RoomView; onClose: () => void }) {
  const client = useClient();
  const { run, busy, error } = useAction({ quiet: true });
  const [draft, setDraft] = useState({
    name: view.room.name ?? "",
    topic: view.room.topic ?? "",
    visibility: view.room.visibility,
    posting: view.room.posting,
    history: view.room.history,
  });
  const set = (patch: Partial<typeof draft>) => setDraft({ ...draft, ...patch });
  const save = async () => {
    const before: Record<string, unknown> = { ...view.room, topic: view.room.topic ?? "" };
    const changed = Object.fromEntries(Object.entries(draft).filter(([k, v]) => v !== before[k]));
    if (Object.keys(changed).length === 0 || (await run(() => client.rooms.update(view.id, changed))))
      onClose();
  };
  const general = view.room.is_general;
  const atField = fieldProblem(error, "name") ?? fieldProblem(error, "topic");
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("rooms.edit")}
      onSubmit={save}
      footer={
        <>
          <Button onClick={onClose}>{t("ui.cancel")}</Button>
          <Button kind="primary" type="submit" busy={busy}>
            {t("ui.save")}
          </Button>
        </>
      }
    >
      <TextField
        label={t("rooms.name")}
        value={draft.name}
        maxLength={80}
        error={fieldProblem(error, "name")}
        onChange={(e) => set({ name: e.target.value })}
      />
      <TextArea
        label={t("rooms.topic")}
        value={draft.topic}
        maxLength={250}
        rows={2}
        error={fieldProblem(error, "topic")}
        onChange={(e) => set({ topic: e.target.value })}
      />
      {!general && (
        <div className={form.group}>
          <Segmented
            label={t("rooms.visibility")}
            value={draft.visibility}
            onChange={(visibility) => set({ visibility })}
            tabs={[
              { id: "public", label: t("rooms.public") },
              { id: "private", label: t("rooms.private") },
            ]}
          />
          <p className={form.hint}>
            {draft.visibility === "public" ? t("rooms.publicHint") : t("rooms.privateHint")}
          </p>
        </div>
      )}
      <Switch
        label={t("rooms.announcement")}
        hint={t("rooms.announcementHint")}
        checked={draft.posting === "admins"}
        onChange={(on) => set({ posting: on ? "admins" : "all" })}
      />
      {draft.visibility === "private" && (
        <Switch
          label={t("rooms.historyJoining")}
          hint={t("rooms.historyJoiningHint")}
          checked={draft.history === "from_joining"}
          onChange={(on) => set({ history: on ? "from_joining" : "all" })}
        />
      )}
      {error !== undefined && !atField && (
        <p className={form.problem} role="alert">
          {problemText(error)}
        </p>
      )}
    </Dialog>
  );
}
