import { useStore } from "@nanostores/react";
import { useEffect, useState } from "react";
import { t } from "../../locales/t";
import { useClient } from "../../shared/client";
import { paths } from "../../shared/paths";
import { useLocation } from "../../shared/router";
import { useLoaded } from "../../shared/use-loaded";
import { problemText } from "../../shared/words";
import { Button } from "../../ui/Button";
import { PasswordField, TextField } from "../../ui/Field";
import { Skeleton } from "../../ui/Progress";
import { AuthPage } from "./AuthPage";
import styles from "./AuthPage.module.css";
import { AuthForm } from "./form";

const BackToSignIn = () => (
  <nav className={styles.links}>
    <a href={paths.signIn}>{t("session.backToSignIn")}</a>
  </nav>
);

/** Asks for a reset link by mail, or says who can make one where the server sends no mail. */
export function Forgot() {
  const client = useClient();
  const setup = useStore(client.$setup);
  const [sent, setSent] = useState(false);
  if (setup && !setup.mail) {
    return (
      <AuthPage title={t("session.forgot")} lead={t("session.forgotNoMail")}>
        <BackToSignIn />
      </AuthPage>
    );
  }
  if (sent) {
    return (
      <AuthPage title={t("session.forgotSent")} lead={t("session.forgotSentLead")}>
        <BackToSignIn />
      </AuthPage>
    );
  }
  return (
    <AuthPage title={t("session.forgot")} lead={t("session.forgotLead")}>
      <AuthForm
        label={t("session.forgotSubmit")}
        submit={async (v) => {
          await client.session.forgot(v("email").trim());
          setSent(true);
        }}
      >
        {(problem) => (
          <TextField
            label={t("person.email")}
            name="email"
            type="email"
            autoComplete="email"
            error={problem("email")}
          />
        )}
      </AuthForm>
      <BackToSignIn />
    </AuthPage>
  );
}

export function Reset({ token }: { token: string }) {
  const client = useClient();
  const [, go] = useLocation();
  const info = useLoaded(() => client.session.resetInfo(token), [token]);
  if (info.error) {
    return (
      <AuthPage title={t("session.resetOver")} lead={problemText(info.error)}>
        <BackToSignIn />
      </AuthPage>
    );
  }
  if (!info.value) {
    return (
      <AuthPage title={t("session.reset")}>
        <Skeleton rows={2} label={t("ui.loading")} />
      </AuthPage>
    );
  }
  return (
    <AuthPage title={t("session.reset")} lead={t("session.resetLead", { name: info.value.first_name })}>
      <AuthForm
        label={t("session.resetSubmit")}
        submit={async (v) => {
          await client.session.reset(token, v("password"));
          go(paths.chats, { replace: true });
        }}
      >
        {(problem) => (
          <>
            <input type="hidden" name="username" autoComplete="username" value={info.value?.login} readOnly />
            <PasswordField
              label={t("session.newPassword")}
              name="password"
              autoComplete="new-password"
              hint={t("session.passwordHint")}
              error={problem("password")}
            />
          </>
        )}
      </AuthForm>
    </AuthPage>
  );
}

/** What the link in a confirmation mail opens. */
export function Confirm({ token }: { token: string }) {
  const client = useClient();
  const [, go] = useLocation();
  const done = useLoaded(() => client.session.confirm(token), [token]);
  const over = !done.loading && !done.error;
  useEffect(() => {
    if (over) go(paths.chats, { replace: true });
  }, [over, go]);
  if (done.error) {
    return (
      <AuthPage title={t("session.confirmFailed")} lead={problemText(done.error)}>
        <Button onClick={done.reload}>{t("ui.tryAgain")}</Button>
        <BackToSignIn />
      </AuthPage>
    );
  }
  return (
    <AuthPage title={t("session.confirming")}>
      <Skeleton rows={1} label={t("ui.loading")} />
    </AuthPage>
  );
}
