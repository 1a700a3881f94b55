import { useState } from "react";
import { t } from "../../locales/t";
import { useClient } from "../../shared/client";
import { PeoplePicker } from "../../shared/PeoplePicker";
import { paths } from "../../shared/paths";
import { useLocation } from "../../shared/router";
import { useAction } from "../../shared/use-action";
import { fieldProblem, problemText } from "../../shared/words";
import { Button } from "../../ui/Button";
import { TextField } from "../../ui/Field";
import { Switch } from "../../ui/Switch";
import { Segmented } from "../../ui/Tabs";
import form from "./form.module.css";

export function CreateChannel() {
  const client = useClient();
  const [, go] = useLocation();
  const { run, busy, error } = useAction({ quiet: true });
  const [name, setName] = useState("");
  const [topic, setTopic] = useState("");
  const [visibility, setVisibility] = useState<"public" | "private">("public");
  const [announce, setAnnounce] = useState(false);
  const [people, setPeople] = useState<string[]>([]);
  const create = () =>
    run(async () => {
      const room = await client.rooms.create({
        name: name.trim(),
        topic: topic.trim() || undefined,
        visibility,
        posting: announce ? "admins" : "all",
        user_ids: people.length > 0 ? people : undefined,
      });
      go(paths.room(room.id), { replace: true });
    });
  const atField = fieldProblem(error, "name") ?? fieldProblem(error, "topic");
  return (
    <form
      className={form.page}
      noValidate
      onSubmit={(e) => {
        e.preventDefault();
        create();
      }}
    >
      <TextField
        label={t("rooms.name")}
        value={name}
        maxLength={80}
        autoComplete="off"
        autoFocus
        placeholder={t("rooms.namePlaceholder")}
        error={fieldProblem(error, "name")}
        onChange={(e) => setName(e.target.value)}
      />
      <TextField
        label={t("rooms.topicOptional")}
        value={topic}
        maxLength={250}
        autoComplete="off"
        placeholder={t("rooms.topicPlaceholder")}
        error={fieldProblem(error, "topic")}
        onChange={(e) => setTopic(e.target.value)}
      />
      <div className={form.group}>
        <Segmented
          label={t("rooms.visibility")}
          value={visibility}
          onChange={setVisibility}
          tabs={[
            { id: "public", label: t("rooms.public") },
            { id: "private", label: t("rooms.private") },
          ]}
        />
        <p className={form.hint}>
          {visibility === "public" ? t("rooms.publicHint") : t("rooms.privateHint")}
        </p>
      </div>
      <Switch
        label={t("rooms.announcement")}
        hint={t("rooms.announcementHint")}
        checked={announce}
        onChange={setAnnounce}
      />
      <PeoplePicker label={t("rooms.addPeople")} chosen={people} onChange={setPeople} />
      {error !== undefined && !atField && (
        <p className={form.problem} role="alert">
          {problemText(error)}
        </p>
      )}
      <div className={form.buttons}>
        <Button kind="primary" type="submit" busy={busy} disabled={!name.trim()}>
          {t("rooms.create")}
        </Button>
      </div>
    </form>
  );
}
