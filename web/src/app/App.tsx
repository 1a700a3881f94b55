import { useStore } from "@nanostores/react";
import { useEffect, useState } from "react";
import { Redirect, Route, Switch, useLocation } from "wouter";
import type { Client } from "../core/client";
import { Join } from "../features/session/Join";
import { Confirm, Forgot, Reset } from "../features/session/Recover";
import { FirstRun, OpenSignUp } from "../features/session/Register";
import { SignIn } from "../features/session/SignIn";
import { $locale, t } from "../locales/t";
import { ClientProvider, useClient } from "../shared/client";
import { paths } from "../shared/paths";
import { Logo } from "../ui/Logo";
import { Spinner } from "../ui/Spinner";
import { ToastProvider } from "../ui/Toast";
import styles from "./App.module.css";
import { Shell } from "./Shell";
import { useLinkClicks } from "./use-link-clicks";

export function App({ client }: { client: Client }) {
  const locale = useStore($locale);
  return (
    <ClientProvider value={client}>
      {/* A change of language redraws everything. */}
      <ToastProvider key={locale}>
        <Door />
      </ToastProvider>
    </ClientProvider>
  );
}

/** Links in mails and invites work whether or not somebody is signed in here. */
function Door() {
  const session = useStore(useClient().$session);
  const [location] = useLocation();
  useLinkClicks();
  if (session.state === "loading") return <Splash />;
  const outside = /^\/(reset|confirm)\//.test(location);
  if (session.state === "signed_out" || outside) return <SignedOut />;
  if (session.expired && location === paths.signIn) return <SignIn />;
  if (/^\/(signin|register|forgot|setup|join)\b/.test(location))
    return <Redirect to={location.startsWith("/setup") ? paths.welcome : paths.chats} replace />;
  return <Shell me={session.me} expired={session.expired} />;
}

function SignedOut() {
  const client = useClient();
  const setup = useStore(client.$setup);
  const [unreachable, setUnreachable] = useState(false);
  useEffect(() => {
    client.session.loadSetup().catch(() => setUnreachable(true));
  }, [client]);
  return (
    <Switch>
      <Route path="/join/:code">{({ code }) => <Join code={code} />}</Route>
      <Route path="/reset/:token">{({ token }) => <Reset token={token} />}</Route>
      <Route path="/confirm/:token">{({ token }) => <Confirm token={token} />}</Route>
      <Route path={paths.forgot}>
        <Forgot />
      </Route>
      <Route path="/register">{setup?.hosting === "many" ? <FirstRun keyRequired={false} /> : <OpenSignUp />}</Route>
      <Route>{setup || unreachable ? setup?.needs_setup ? <Setup /> : <SignIn /> : <Splash />}</Route>
    </Switch>
  );
}

/** The one-time setup link carries its key in the address. */
function Setup() {
  const setup = useStore(useClient().$setup);
  // Behind the "#": it never reaches a server's log.
  const [key] = useState(() => new URLSearchParams(location.hash.slice(1)).get("key") ?? undefined);
  return <FirstRun setupKey={key} keyRequired={setup?.setup_key_required ?? false} />;
}

function Splash() {
  return (
    <div className={styles.splash}>
      <Logo size={56} title={t("app.name")} />
      <Spinner label={t("ui.loading")} />
    </div>
  );
}
