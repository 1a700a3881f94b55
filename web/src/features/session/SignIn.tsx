import { useStore } from "@nanostores/react";
import { useState } from "react";
import { Problem } from "../../core/problem";
import { t } from "../../locales/t";
import { useClient } from "../../shared/client";
import { paths } from "../../shared/paths";
import { Button } from "../../ui/Button";
import { PasswordField, TextField } from "../../ui/Field";
import { AuthPage } from "./AuthPage";
import styles from "./AuthPage.module.css";
import { AuthForm } from "./form";

type Choice = { email: string; password: string; workspaces: { slug: string; name: string }[] };

export function SignIn() {
  const client = useClient();
  const setup = useStore(client.$setup);
  const session = useStore(client.$session);
  const [choice, setChoice] = useState<Choice>();
  const ended = session.state === "signed_out" ? session.ended : undefined;
  if (choice) return <ChooseCompany {...choice} onBack={() => setChoice(undefined)} />;
  return (
    <AuthPage
      title={t("session.signIn")}
      lead={ended && ended !== "signed_out" ? t(`session.ended.${ended}`) : undefined}
    >
      <AuthForm
        label={t("session.signIn")}
        submit={async (v) => {
          const [email, password] = [v("email"), v("password")];
          try {
            await client.session.login({ email, password });
          } catch (e) {
            if (!(e instanceof Problem) || !e.workspaces) throw e;
            setChoice({ email, password, workspaces: e.workspaces });
          }
        }}
      >
        {(problem) => (
          <>
            <TextField
              label={t("session.email")}
              name="email"
              autoComplete="username"
              inputMode="email"
              autoCapitalize="none"
              spellCheck={false}
              error={problem("email")}
            />
            <PasswordField
              label={t("session.password")}
              name="password"
              autoComplete="current-password"
              error={problem("password")}
            />
          </>
        )}
      </AuthForm>
      <nav className={styles.links}>
        <a href={paths.forgot}>{t("session.forgot")}</a>
        {(setup?.signup === "open" || setup?.hosting === "many") && (
          <a href={paths.register}>{t("session.register")}</a>
        )}
      </nav>
    </AuthPage>
  );
}

function ChooseCompany({ email, password, workspaces, onBack }: Choice & { onBack: () => void }) {
  const client = useClient();
  const [busy, setBusy] = useState<string>();
  const [failed, setFailed] = useState(false);
  const enter = async (workspace: string) => {
    setBusy(workspace);
    setFailed(false);
    try {
      await client.session.login({ email, password, workspace });
    } catch {
      setFailed(true);
      setBusy(undefined);
    }
  };
  return (
    <AuthPage title={t("session.chooseCompany")} lead={t("session.chooseCompanyLead")}>
      {failed && (
        <p className={styles.problem} role="alert">
          {t("error.network")}
        </p>
      )}
      <div className={styles.choices}>
        {workspaces.map((w) => (
          <Button key={w.slug} wide busy={busy === w.slug} onClick={() => enter(w.slug)}>
            {w.name}
          </Button>
        ))}
        <Button kind="quiet" onClick={onBack}>
          {t("ui.back")}
        </Button>
      </div>
    </AuthPage>
  );
}
