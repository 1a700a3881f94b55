import { useStore } from "@nanostores/react";
import { useEffect, useState } from "react";
import { Join } from "../features/session/Join";
import { Confirm, Forgot, Reset } from "../features/session/Recover";
import { FirstRun, OpenSignUp } from "../features/session/Register";
import { SignIn } from "../features/session/SignIn";
import { useClient } from "../shared/client";
import { paths, within } from "../shared/paths";
import { useLocation } from "../shared/router";
import { Splash } from "./Splash";

/** Every screen before sign-in. */
export default function SignedOut() {
  const client = useClient();
  const setup = useStore(client.$setup);
  const [location] = useLocation();
  const [unreachable, setUnreachable] = useState(false);
  useEffect(() => {
    client.session.loadSetup().catch(() => setUnreachable(true));
  }, [client]);
  const [, first, second = ""] = within(location).split("/");
  if (first === "join") return <Join code={second} />;
  if (first === "reset") return <Reset token={second} />;
  if (first === "confirm") return <Confirm token={second} />;
  if (location === paths.forgot) return <Forgot />;
  if (first === "register") {
    const founding = setup?.hosting === "many" && !second;
    return founding ? <FirstRun keyRequired={false} /> : <OpenSignUp workspace={second || undefined} />;
  }
  if (!setup && !unreachable) return <Splash />;
  return setup?.needs_setup ? <Setup /> : <SignIn />;
}

/** The one-time setup link carries its key behind the "#": it never reaches a server's log. */
function Setup() {
  const setup = useStore(useClient().$setup);
  const [key] = useState(() => new URLSearchParams(window.location.hash.slice(1)).get("key") ?? undefined);
  return <FirstRun setupKey={key} keyRequired={setup?.setup_key_required ?? false} />;
}
