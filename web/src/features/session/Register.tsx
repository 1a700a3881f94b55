import { useStore } from "@nanostores/react";
import { useState } from "react";
import type { RegisterInput } from "../../core/client";
import { t } from "../../locales/t";
import { useClient } from "../../shared/client";
import { paths } from "../../shared/paths";
import { useLocation } from "../../shared/router";
import { PasswordField, TextField } from "../../ui/Field";
import { AuthPage } from "./AuthPage";
import styles from "./AuthPage.module.css";
import { AuthForm, type Values } from "./form";

function readPerson(v: Values): RegisterInput {
  return {
    first_name: v("first_name").trim(),
    last_name: v("last_name").trim() || undefined,
    email: v("email").trim(),
    phone: v("phone").trim() || undefined,
    password: v("password"),
    locale: navigator.language,
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}

function PersonFields({ problem }: { problem: (field: string) => string | undefined }) {
  return (
    <>
      <div className={styles.pair}>
        <TextField
          label={t("person.firstName")}
          name="first_name"
          autoComplete="given-name"
          error={problem("first_name")}
        />
        <TextField
          label={t("person.lastName")}
          name="last_name"
          autoComplete="family-name"
          error={problem("last_name")}
        />
      </div>
      <TextField
        label={t("person.email")}
        name="email"
        type="email"
        autoComplete="email"
        spellCheck={false}
        error={problem("email")}
      />
      <TextField
        label={t("person.phoneOptional")}
        name="phone"
        type="tel"
        autoComplete="tel"
        hint={t("person.phoneHint")}
        error={problem("phone")}
      />
      <PasswordField
        label={t("session.password")}
        name="password"
        autoComplete="new-password"
        hint={t("session.passwordHint")}
        error={problem("password")}
      />
    </>
  );
}

/** Registers, and says so when a mail must be confirmed first. */
export function RegisterForm({
  label,
  extra,
}: {
  label: string;
  extra: (v: Values) => Partial<RegisterInput>;
}) {
  return <PersonForm label={label} extra={extra} />;
}

function PersonForm({
  label,
  extra,
  company,
  onDone,
}: {
  label: string;
  extra: (v: Values) => Partial<RegisterInput>;
  company?: boolean;
  onDone?: () => void;
}) {
  const client = useClient();
  const [mailTo, setMailTo] = useState<string>();
  if (mailTo) return <p role="status">{t("session.confirmSent", { email: mailTo })}</p>;
  return (
    <AuthForm
      label={label}
      submit={async (v) => {
        const input = { ...readPerson(v), ...extra(v) };
        const outcome = await client.session.register(input);
        if (outcome === "confirm") setMailTo(input.email);
        else onDone?.();
      }}
    >
      {(problem) => (
        <>
          {company && (
            <TextField
              label={t("session.company")}
              name="company"
              autoComplete="organization"
              error={problem("company")}
            />
          )}
          <PersonFields problem={problem} />
        </>
      )}
    </AuthForm>
  );
}

/** The first person of a server, or a new company where the server hosts many. */
export function FirstRun({ setupKey, keyRequired }: { setupKey?: string; keyRequired: boolean }) {
  const [, go] = useLocation();
  if (keyRequired && !setupKey)
    return <AuthPage title={t("session.needsKey")} lead={t("session.needsKeyLead")} />;
  return (
    <AuthPage title={t("session.firstRun")} lead={t("session.firstRunLead")}>
      <PersonForm
        company
        label={t("session.createCompany")}
        extra={(v) => ({ company: v("company").trim(), setup_key: setupKey })}
        onDone={() => go(paths.welcome)}
      />
    </AuthPage>
  );
}

/** Sign-up where the owner opened it, to everybody or to mail addresses of the company. */
export function OpenSignUp({ workspace }: { workspace?: string }) {
  const setup = useStore(useClient().$setup);
  const byMail = setup?.mail_signup && setup.signup !== "open";
  return (
    <AuthPage title={t("session.register")} lead={byMail ? t("session.registerByMail") : undefined}>
      <RegisterForm label={t("session.register")} extra={() => (workspace ? { workspace } : {})} />
      <nav className={styles.links}>
        <a href={paths.signIn}>{t("session.haveAccount")}</a>
      </nav>
    </AuthPage>
  );
}
