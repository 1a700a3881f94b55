import { useState } from "react";
import { t } from "../../locales/t";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { TextField } from "../../ui/Field";

/** The first message of a day. The browser's own date field: it works with gloves and screen readers. */
export function JumpToDate({ onPick, onClose }: { onPick: (ms: number) => void; onClose: () => void }) {
  const [day, setDay] = useState("");
  const today = new Date();
  const max = [today.getFullYear(), today.getMonth() + 1, today.getDate()]
    .map((n) => String(n).padStart(2, "0"))
    .join("-");
  const go = () => {
    const at = new Date(`${day}T00:00`).getTime();
    if (Number.isNaN(at)) return;
    onClose();
    onPick(at);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("timeline.toDate")}
      size="small"
      onSubmit={go}
      footer={
        <Button kind="primary" type="submit" disabled={!day}>
          {t("timeline.go")}
        </Button>
      }
    >
      <TextField
        label={t("timeline.date")}
        type="date"
        max={max}
        value={day}
        onChange={(e) => setDay(e.target.value)}
      />
    </Dialog>
  );
}
