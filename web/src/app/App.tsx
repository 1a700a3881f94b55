import { useStore } from "@nanostores/react";
import { Suspense, useEffect } from "react";
import type { Client } from "../core/client";
import { $locale } from "../locales/t";
import { ClientProvider, useClient } from "../shared/client";
import { paths, within } from "../shared/paths";
import { useLocation } from "../shared/router";
import { ToastProvider } from "../ui/Toast";
import { Failure } from "./Failure";
import { SignedOut } from "./lazy-screens";
import { Shell } from "./Shell";
import { Splash } from "./Splash";
import { useLinkClicks } from "./use-link-clicks";

export function App({ client }: { client: Client }) {
  const locale = useStore($locale);
  return (
    <Failure>
      <ClientProvider value={client}>
        {/* A change of language redraws everything. */}
        <ToastProvider key={locale}>
          <Suspense fallback={<Splash />}>
            <Door />
          </Suspense>
        </ToastProvider>
      </ClientProvider>
    </Failure>
  );
}

/** Links in mails work whether or not somebody is signed in here. */
function Door() {
  const session = useStore(useClient().$session);
  const [location, go] = useLocation();
  useLinkClicks();
  const inside = session.state === "signed_in";
  const done =
    inside &&
    /^\/(signin|register|forgot|setup|join)\b/.test(within(location)) &&
    !(session.expired && location === paths.signIn);
  useEffect(() => {
    if (done) go(within(location).startsWith("/join") ? paths.general : paths.chats, { replace: true });
  }, [done, go, location]);
  if (session.state === "loading" || done) return <Splash />;
  const byMail = /^\/(reset|confirm)\//.test(within(location));
  const again = inside && session.expired && location === paths.signIn;
  if (session.state === "signed_out" || byMail || again) return <SignedOut />;
  return <Shell me={session.me} expired={session.expired} />;
}
