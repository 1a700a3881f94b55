import { useEffect, useState } from "react";
import type { Invite } from "../../core/types";
import { t } from "../../locales/t";
import { useClient, useMe } from "../../shared/client";
import { paths } from "../../shared/paths";
import { useAction } from "../../shared/use-action";
import { problemText } from "../../shared/words";
import { Button, ButtonLink } from "../../ui/Button";
import { Skeleton } from "../../ui/Progress";
import { InviteLink } from "./InviteLink";
import styles from "./invites.module.css";

const WEEK = 7 * 86_400_000;

/** After the company was made: the first invite is there already. */
export function Welcome({ next }: { next: string }) {
  const client = useClient();
  const me = useMe();
  const { run, error } = useAction({ quiet: true });
  const [invite, setInvite] = useState<Invite>();
  const make = () =>
    run(async () =>
      setInvite(await client.people.createInvite({ role: "user", expires_ms: Date.now() + WEEK })),
    );
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the screen opens
  useEffect(() => {
    make();
  }, []);
  return (
    <div className={styles.welcome}>
      <h1>{t("welcome.title", { company: me.workspace.name })}</h1>
      <p className={styles.lead}>{t("welcome.lead")}</p>
      {me.setup?.url_missing && <p className={styles.note}>{t("welcome.urlMissing")}</p>}
      {error !== undefined ? (
        <>
          <p role="alert">{problemText(error)}</p>
          <Button onClick={make}>{t("ui.tryAgain")}</Button>
        </>
      ) : invite?.link ? (
        <InviteLink link={invite.link} />
      ) : (
        <Skeleton rows={2} label={t("ui.loading")} />
      )}
      <ButtonLink href={next} wide>
        {t("welcome.next")}
      </ButtonLink>
      <p className={styles.hint}>
        <a href={paths.invites}>{t("welcome.otherInvites")}</a>
      </p>
    </div>
  );
}
