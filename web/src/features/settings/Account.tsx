import { useStore } from "@nanostores/react";
import { useState } from "react";
import { t } from "../../locales/t";
import { useClient, useMe } from "../../shared/client";
import { useAction } from "../../shared/use-action";
import { fieldProblem, problemText } from "../../shared/words";
import { Button } from "../../ui/Button";
import { PasswordField, TextField } from "../../ui/Field";
import { Section } from "../../ui/Surface";
import { useToast } from "../../ui/Toast";
import styles from "./settings.module.css";

export function Account() {
  return (
    <div className={styles.page}>
      <MailForm />
      <PasswordForm />
    </div>
  );
}

function MailForm() {
  const client = useClient();
  const me = useMe();
  const toast = useToast();
  const { run, busy, error } = useAction({ quiet: true });
  const mail = useStore(client.$setup)?.mail;
  const [email, setEmail] = useState(me.contact?.email ?? "");
  const [password, setPassword] = useState("");
  const save = async () => {
    if (!(await run(() => client.people.setEmail(email.trim(), password)))) return;
    setPassword("");
    toast({ text: mail ? t("account.mailConfirm", { email: email.trim() }) : t("ui.saved") });
  };
  const atField = fieldProblem(error, "email") ?? fieldProblem(error, "password");
  return (
    <Section title={t("person.email")}>
      <form
        className={styles.pad}
        noValidate
        onSubmit={(e) => {
          e.preventDefault();
          save();
        }}
      >
        <TextField
          label={t("person.email")}
          type="email"
          autoComplete="email"
          value={email}
          error={fieldProblem(error, "email")}
          onChange={(e) => setEmail(e.target.value)}
        />
        <PasswordField
          label={t("account.password")}
          autoComplete="current-password"
          value={password}
          error={fieldProblem(error, "password")}
          onChange={(e) => setPassword(e.target.value)}
        />
        <Failure error={atField ? undefined : error} />
        <Button type="submit" busy={busy} disabled={!password || email.trim() === me.contact?.email}>
          {t("account.changeMail")}
        </Button>
      </form>
    </Section>
  );
}

function PasswordForm() {
  const client = useClient();
  const toast = useToast();
  const { run, busy, error } = useAction({ quiet: true });
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const save = async () => {
    if (!(await run(() => client.people.setPassword(current, next)))) return;
    setCurrent("");
    setNext("");
    toast({ text: t("account.passwordChanged") });
  };
  const atField = fieldProblem(error, "current") ?? fieldProblem(error, "new");
  return (
    <Section title={t("session.password")}>
      <form
        className={styles.pad}
        noValidate
        onSubmit={(e) => {
          e.preventDefault();
          save();
        }}
      >
        <PasswordField
          label={t("account.password")}
          autoComplete="current-password"
          value={current}
          error={fieldProblem(error, "current")}
          onChange={(e) => setCurrent(e.target.value)}
        />
        <PasswordField
          label={t("session.newPassword")}
          autoComplete="new-password"
          hint={t("session.passwordHint")}
          value={next}
          error={fieldProblem(error, "new")}
          onChange={(e) => setNext(e.target.value)}
        />
        <Failure error={atField ? undefined : error} />
        <p className={styles.hint}>{t("account.passwordLead")}</p>
        <Button type="submit" busy={busy} disabled={!current || !next}>
          {t("account.changePassword")}
        </Button>
      </form>
    </Section>
  );
}

function Failure({ error }: { error: unknown }) {
  if (error === undefined) return null;
  return (
    <p className={styles.problem} role="alert">
      {problemText(error)}
    </p>
  );
}
