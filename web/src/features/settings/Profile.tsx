import { useStore } from "@nanostores/react";
import { useState } from "react";
import { t } from "../../locales/t";
import { useClient, useMe } from "../../shared/client";
import { useAction } from "../../shared/use-action";
import { fieldProblem, problemText } from "../../shared/words";
import { Button } from "../../ui/Button";
import { Select, TextField } from "../../ui/Field";
import { useToast } from "../../ui/Toast";
import { AvatarEditor } from "./AvatarEditor";
import styles from "./settings.module.css";

/** Each language in its own words, as people look for it. */
const LANGUAGES = [
  { value: "en", label: "English" },
  { value: "ja", label: "日本語" },
  { value: "nb", label: "Norsk" },
  { value: "es", label: "Español" },
  { value: "fr", label: "Français" },
];

const zones = () =>
  Intl.supportedValuesOf("timeZone").map((z) => ({ value: z, label: z.replaceAll("_", " ") }));

export function Profile() {
  const client = useClient();
  const me = useMe();
  const toast = useToast();
  const { run, busy, error } = useAction({ quiet: true });
  const phone = useStore(client.$contacts).get(me.user.id)?.phone ?? me.contact?.phone ?? "";
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const [draft, setDraft] = useState({
    first_name: me.user.first_name,
    last_name: me.user.last_name ?? "",
    title: me.user.title ?? "",
    phone,
    locale: LANGUAGES.find((l) => me.user.locale?.startsWith(l.value))?.value ?? "en",
    time_zone: me.user.time_zone ?? here,
  });
  const set = (patch: Partial<typeof draft>) => setDraft({ ...draft, ...patch });
  const save = async () => {
    if (await run(() => client.people.updateMe(draft))) toast({ text: t("ui.saved") });
  };
  const field = (name: "first_name" | "last_name" | "title" | "phone") => ({
    value: draft[name],
    error: fieldProblem(error, name),
    onChange: (e: { target: { value: string } }) => set({ [name]: e.target.value }),
  });
  const known = zones();
  const choices = known.some((z) => z.value === draft.time_zone)
    ? known
    : [{ value: draft.time_zone, label: draft.time_zone }, ...known];
  return (
    <form
      className={styles.page}
      noValidate
      onSubmit={(e) => {
        e.preventDefault();
        save();
      }}
    >
      <AvatarEditor />
      <TextField label={t("person.firstName")} autoComplete="given-name" {...field("first_name")} />
      <TextField label={t("person.lastName")} autoComplete="family-name" {...field("last_name")} />
      <TextField
        label={t("person.title")}
        placeholder={t("person.titlePlaceholder")}
        autoComplete="organization-title"
        {...field("title")}
      />
      <TextField
        label={t("person.phone")}
        type="tel"
        autoComplete="tel"
        hint={t("person.phoneHint")}
        {...field("phone")}
      />
      <Select
        label={t("person.language")}
        value={draft.locale}
        choices={LANGUAGES}
        hint={t("person.languageHint")}
        onChange={(e) => set({ locale: e.target.value })}
      />
      <Select
        label={t("person.timeZone")}
        value={draft.time_zone}
        choices={choices}
        hint={t("person.timeZoneHint")}
        onChange={(e) => set({ time_zone: e.target.value })}
      />
      {error !== undefined && (
        <p className={styles.problem} role="alert">
          {problemText(error)}
        </p>
      )}
      <Button kind="primary" type="submit" busy={busy}>
        {t("ui.save")}
      </Button>
    </form>
  );
}
