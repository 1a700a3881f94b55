import { useStore } from "@nanostores/react";
import { useState } from "react";
import type { Settings } from "../../core/types";
import { t } from "../../locales/t";
import { ConfirmDialog } from "../../shared/ConfirmDialog";
import { useClient, useMe } from "../../shared/client";
import { PeoplePicker } from "../../shared/PeoplePicker";
import { paths } from "../../shared/paths";
import { useAction } from "../../shared/use-action";
import { fieldProblem, personName, problemText } from "../../shared/words";
import { Button } from "../../ui/Button";
import { PasswordField, Select, TextField } from "../../ui/Field";
import { Section } from "../../ui/Surface";
import { useToast } from "../../ui/Toast";
import styles from "./admin.module.css";

/** What the owner decides for the whole company. Admins see it. */
export function Company() {
  const owner = useMe().user.role === "super_admin";
  return (
    <>
      {!owner && <p className={styles.hint}>{t("admin.company.ownerOnly")}</p>}
      <CompanyForm owner={owner} />
      {owner && <HandOver />}
    </>
  );
}

const domains = (text: string) =>
  text
    .split(/[\s,]+/)
    .map((d) => d.replace(/^@/, "").toLowerCase())
    .filter(Boolean);

function CompanyForm({ owner }: { owner: boolean }) {
  const client = useClient();
  const me = useMe();
  const toast = useToast();
  const workspace = useStore(client.$workspace) ?? me.workspace;
  const { run, busy, error } = useAction({ quiet: true });
  const [name, setName] = useState(workspace.name);
  const [settings, setSettings] = useState<Settings>(workspace.settings);
  const [mail, setMail] = useState((workspace.settings.mail_domains ?? []).join(", "));
  const set = (patch: Partial<Settings>) => setSettings({ ...settings, ...patch });
  const save = async () => {
    const saved = await run(() =>
      client.admin.updateWorkspace({
        name: name.trim(),
        settings: { ...settings, mail_domains: domains(mail) },
      }),
    );
    if (saved) toast({ text: t("ui.saved") });
  };
  const who = (label: string, key: "who_invites" | "who_creates") => (
    <Select
      label={label}
      disabled={!owner}
      value={settings[key] ?? "everyone"}
      onChange={(e) => set({ [key]: e.target.value as "everyone" | "admins" })}
      choices={[
        { value: "everyone", label: t("admin.company.everyone") },
        { value: "admins", label: t("admin.company.admins") },
      ]}
    />
  );
  const atField = fieldProblem(error, "name");
  return (
    <Section title={t("admin.page.company")}>
      <form
        className={styles.form}
        noValidate
        onSubmit={(e) => {
          e.preventDefault();
          save();
        }}
      >
        <TextField
          label={t("session.company")}
          value={name}
          disabled={!owner}
          error={atField}
          onChange={(e) => setName(e.target.value)}
        />
        <Select
          label={t("admin.company.signup")}
          disabled={!owner}
          value={settings.signup ?? ""}
          onChange={(e) => set({ signup: (e.target.value || undefined) as Settings["signup"] })}
          choices={[
            { value: "", label: t("admin.company.signupDefault") },
            { value: "invite", label: t("admin.company.signupInvite") },
            { value: "open", label: t("admin.company.signupOpen") },
            { value: "closed", label: t("admin.company.signupClosed") },
          ]}
        />
        <TextField
          label={t("admin.company.domains")}
          hint={t("admin.company.domainsHint")}
          value={mail}
          disabled={!owner}
          placeholder="example.com"
          onChange={(e) => setMail(e.target.value)}
        />
        <JoinAddress open={settings.signup === "open" || domains(mail).length > 0} slug={workspace.slug} />
        {who(t("admin.company.whoInvites"), "who_invites")}
        {who(t("admin.company.whoCreates"), "who_creates")}
        {error !== undefined && !atField && <p role="alert">{problemText(error)}</p>}
        {owner && (
          <Button kind="primary" type="submit" busy={busy}>
            {t("ui.save")}
          </Button>
        )}
      </form>
    </Section>
  );
}

/** Where people join without an invite: to be passed on. */
function JoinAddress({ open, slug }: { open: boolean; slug: string }) {
  const setup = useStore(useClient().$setup);
  if (!open) return null;
  const address = `${setup?.url ?? window.location.origin}${paths.register(slug)}`;
  return <p className={styles.hint}>{t("admin.company.address", { address })}</p>;
}

function HandOver() {
  const client = useClient();
  const users = useStore(client.$users);
  const [asking, setAsking] = useState(false);
  const [to, setTo] = useState<string[]>([]);
  const [password, setPassword] = useState("");
  const heir = to[0];
  return (
    <Section title={t("admin.owner.title")}>
      <div className={styles.form}>
        <p className={styles.hint}>{t("admin.owner.lead")}</p>
        <Button kind="danger" icon="crown" onClick={() => setAsking(true)}>
          {t("admin.owner.handOver")}
        </Button>
      </div>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t("admin.owner.handOver")}
        label={heir ? t("admin.owner.to", { who: personName(users.get(heir)) }) : t("admin.owner.handOver")}
        danger
        disabled={!heir || !password}
        onConfirm={() => client.admin.handOver(heir ?? "", password)}
      >
        <p>{t("admin.owner.warning")}</p>
        <PeoplePicker label={t("admin.owner.heir")} chosen={to} onChange={setTo} single />
        <PasswordField
          label={t("account.password")}
          autoComplete="current-password"
          value={password}
          onChange={(e) => setPassword(e.target.value)}
        />
      </ConfirmDialog>
    </Section>
  );
}
