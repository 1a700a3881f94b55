import { useStore } from "@nanostores/react";
import { useEffect, useState } from "react";
import type { Connection } from "../core/client";
import { t } from "../locales/t";
import { useClient } from "../shared/client";
import { paths } from "../shared/paths";
import { Button, ButtonLink, IconButton } from "../ui/Button";
import { Banner } from "../ui/Surface";

const PATIENCE_MS = 3000;

/** The state of things in plain words. Nothing to say is the usual case. */
export function Banners({ expired }: { expired: boolean }) {
  const connection = useStore(useClient().$connection);
  return (
    <>
      {connection.update_required && (
        <Banner
          tone="now"
          icon="refresh"
          action={<Button onClick={() => location.reload()}>{t("state.reload")}</Button>}
        >
          {t("state.update")}
        </Banner>
      )}
      {expired && (
        <Banner
          tone="now"
          icon="key"
          action={<ButtonLink href={paths.signIn}>{t("session.signIn")}</ButtonLink>}
        >
          {t("state.expired")}
        </Banner>
      )}
      <LinkState connection={connection} />
      <Parked connection={connection} />
      <Missing missing={connection.missing} />
    </>
  );
}

/** What the connection is, and how many messages wait on this device because of it. */
export function connectionText({ state, waiting, flagged_old }: Connection): string | undefined {
  if (flagged_old > 0) return t("state.old", { n: flagged_old });
  if (state === "offline")
    return waiting > 0 ? t("state.offlineWaiting", { n: waiting }) : t("state.offline");
  if (state === "connecting")
    return waiting > 0 ? t("state.connectingWaiting", { n: waiting }) : t("state.connecting");
  return undefined;
}

function LinkState({ connection }: { connection: Connection }) {
  const client = useClient();
  const late = useLate(connection.state === "connecting", connection.since_ms);
  const text = connectionText(connection);
  if (!text || (connection.state === "connecting" && !late && connection.flagged_old === 0)) return null;
  return (
    <Banner
      tone={connection.flagged_old > 0 ? "now" : "plain"}
      icon="offline"
      action={
        connection.state !== "online" && (
          <Button kind="quiet" onClick={() => client.retryNow()}>
            {t("state.tryNow")}
          </Button>
        )
      }
    >
      {text}
    </Banner>
  );
}

/** A reconnect of a moment is not worth a sentence. */
function useLate(on: boolean, since: number): boolean {
  const [late, setLate] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt begins anew
  useEffect(() => {
    setLate(false);
    if (!on) return;
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [on, since]);
  return late;
}

function Parked({ connection }: { connection: Connection }) {
  const first = useStore(useClient().$outbox).find((i) => i.state === "parked");
  if (connection.parked === 0 || !first) return null;
  const href = first.thread_id ? paths.thread(first.room_id, first.thread_id) : paths.room(first.room_id);
  return (
    <Banner tone="now" icon="alert" action={<ButtonLink href={href}>{t("state.look")}</ButtonLink>}>
      {t("state.parked", { n: connection.parked })}
    </Banner>
  );
}

function Missing({ missing }: { missing: Connection["missing"] }) {
  const [closed, setClosed] = useState(false);
  const first = missing[0];
  if (!first || closed) return null;
  return (
    <Banner
      tone="now"
      icon="alert"
      action={<IconButton icon="close" label={t("ui.close")} onClick={() => setClosed(true)} />}
    >
      {missing.map((m) => t(`state.missing.${m}`)).join(" ")}
    </Banner>
  );
}
