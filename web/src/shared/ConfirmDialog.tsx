import type { ReactNode } from "react";
import { t } from "../locales/t";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { useAction } from "./use-action";
import { problemText } from "./words";

type Props = {
  open: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  label: string;
  danger?: boolean;
  disabled?: boolean;
  onConfirm: () => Promise<unknown>;
};

/** Says what will happen, does it, and closes when it is done. A failure stays in sight. */
export function ConfirmDialog({ open, onClose, title, children, label, danger, disabled, onConfirm }: Props) {
  const { run, busy, error, clear } = useAction({ quiet: true });
  const close = () => {
    clear();
    onClose();
  };
  const confirm = async () => {
    if (!disabled && (await run(onConfirm))) close();
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      title={title}
      size="small"
      onSubmit={confirm}
      footer={
        <>
          <Button onClick={close}>{t("ui.cancel")}</Button>
          <Button kind={danger ? "danger" : "primary"} type="submit" busy={busy} disabled={disabled}>
            {label}
          </Button>
        </>
      }
    >
      {children}
      {error !== undefined && <p role="alert">{problemText(error)}</p>}
    </Dialog>
  );
}
