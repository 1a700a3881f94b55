import { useState } from "react";
import type { Message } from "../../core/types";
import { t } from "../../locales/t";
import { ConfirmDialog } from "../../shared/ConfirmDialog";
import { useClient } from "../../shared/client";
import { TextArea } from "../../ui/Field";
import { useToast } from "../../ui/Toast";

export function ReportDialog({ message: m, onClose }: { message: Message; onClose: () => void }) {
  const client = useClient();
  const toast = useToast();
  const [reason, setReason] = useState("");
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t("message.report")}
      label={t("message.reportSubmit")}
      disabled={!reason.trim()}
      onConfirm={async () => {
        await client.messages.report(m.message_id, reason.trim());
        toast({ text: t("message.reported") });
      }}
    >
      <p>{t("message.reportLead")}</p>
      <TextArea
        label={t("message.reportReason")}
        value={reason}
        maxLength={1000}
        onChange={(e) => setReason(e.target.value)}
      />
    </ConfirmDialog>
  );
}
