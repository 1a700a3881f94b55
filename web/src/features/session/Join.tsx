import { Problem } from "../../core/problem";
import { t } from "../../locales/t";
import { useClient } from "../../shared/client";
import { paths } from "../../shared/paths";
import { useLoaded } from "../../shared/use-loaded";
import { problemText, roleName } from "../../shared/words";
import { Button } from "../../ui/Button";
import { Skeleton } from "../../ui/Progress";
import { formatDate } from "../../ui/time";
import { AuthPage } from "./AuthPage";
import styles from "./AuthPage.module.css";
import { RegisterForm } from "./Register";

/** What an invite link opens: who invites, into what, and the form. */
export function Join({ code }: { code: string }) {
  const client = useClient();
  const info = useLoaded(() => client.session.joinInfo(code), [code]);
  if (info.error) {
    const over = info.error instanceof Problem && [404, 410].includes(info.error.status);
    return (
      <AuthPage
        title={over ? t("join.over") : t("join.failed")}
        lead={over ? t("join.overLead") : problemText(info.error)}
      >
        {!over && <Button onClick={info.reload}>{t("ui.tryAgain")}</Button>}
        <nav className={styles.links}>
          <a href={paths.signIn}>{t("session.haveAccount")}</a>
        </nav>
      </AuthPage>
    );
  }
  if (!info.value) {
    return (
      <AuthPage title={t("join.loading")}>
        <Skeleton rows={4} label={t("ui.loading")} />
      </AuthPage>
    );
  }
  const { workspace, invited_by, role, rooms, expires_ms } = info.value;
  return (
    <AuthPage title={t("join.title", { company: workspace.name })}>
      <div className={styles.facts}>
        <strong>{t("join.invitedBy", { who: invited_by })}</strong>
        <span>{t("join.as", { role: roleName(role) })}</span>
        {rooms.length > 0 && <span>{t("join.rooms", { rooms: rooms.join(", ") })}</span>}
        {expires_ms && <span>{t("join.until", { date: formatDate(expires_ms) })}</span>}
      </div>
      <RegisterForm label={t("join.submit")} extra={() => ({ invite: code, workspace: workspace.slug })} />
      <nav className={styles.links}>
        <a href={paths.signIn}>{t("session.haveAccount")}</a>
      </nav>
    </AuthPage>
  );
}
