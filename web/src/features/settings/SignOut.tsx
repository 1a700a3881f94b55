import { useStore } from "@nanostores/react";
import { useState } from "react";
import { t } from "../../locales/t";
import { ConfirmDialog } from "../../shared/ConfirmDialog";
import { useClient } from "../../shared/client";
import { Icon } from "../../ui/Icon";
import { Row } from "../../ui/Row";

/** Signing out with messages that wait says what happens to them. */
export function SignOut() {
  const client = useClient();
  const waiting = useStore(client.$outbox).length;
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Row leading={<Icon name="logout" />} title={t("you.signOut")} danger onClick={() => setAsking(true)} />
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t("you.signOutTitle")}
        label={waiting > 0 ? t("you.signOutAnyway") : t("you.signOut")}
        danger={waiting > 0}
        onConfirm={() => client.session.logout()}
      >
        <p>{waiting > 0 ? t("you.signOutWaiting", { n: waiting }) : t("you.signOutLead")}</p>
      </ConfirmDialog>
    </>
  );
}
