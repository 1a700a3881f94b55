import { t } from "../../locales/t";
import { useMe } from "../../shared/client";
import { canShare, copyText, shareLink } from "../../shared/share";
import { Button } from "../../ui/Button";
import { QrCode } from "../../ui/QrCode";
import { useToast } from "../../ui/Toast";
import styles from "./invites.module.css";

/** A link to send, and the same link for the camera of who stands beside you. */
export function InviteLink({ link }: { link: string }) {
  const toast = useToast();
  const company = useMe().workspace.name;
  const copy = async () => {
    const done = await copyText(link);
    toast({ text: done ? t("invites.copied") : t("ui.copyFailed"), tone: done ? "plain" : "danger" });
  };
  return (
    <div className={styles.link}>
      <QrCode text={link} label={t("invites.qr")} />
      <p className={styles.address}>{link}</p>
      <div className={styles.buttons}>
        <Button kind="primary" icon="copy" onClick={copy}>
          {t("invites.copy")}
        </Button>
        {canShare() && (
          <Button
            icon="external"
            onClick={() =>
              shareLink({ title: t("app.name"), text: t("invites.shareText", { company }), url: link })
            }
          >
            {t("ui.share")}
          </Button>
        )}
      </div>
    </div>
  );
}
