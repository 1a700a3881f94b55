import { type FormEvent, type ReactNode, useEffect, useId, useRef } from "react";
import { t } from "../locales/t";
import { IconButton } from "./Button";
import { cx } from "./cx";
import styles from "./Dialog.module.css";

type Props = {
  open: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  footer?: ReactNode;
  /** With it the body is a form, so that Enter does what the main button does. */
  onSubmit?: () => void;
  size?: "small" | "medium" | "large";
};

/** The browser's own modal dialog: it keeps the focus inside and gives it back. A sheet on phones. */
export function Dialog({ open, ...rest }: Props) {
  return open ? <OpenDialog {...rest} /> : null;
}

function OpenDialog({ onClose, title, children, footer, onSubmit, size = "medium" }: Omit<Props, "open">) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog || dialog.open) return;
    const before = document.activeElement;
    dialog.showModal();
    return () => {
      dialog.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  const body = (
    <>
      <div className={styles.body}>{children}</div>
      {footer && <footer className={styles.footer}>{footer}</footer>}
    </>
  );
  const submit = (e: FormEvent) => {
    e.preventDefault();
    e.stopPropagation();
    onSubmit?.();
  };
  return (
    <dialog
      ref={ref}
      className={cx(styles.dialog, styles[size])}
      aria-labelledby={titleId}
      onCancel={(e) => {
        if (e.target !== e.currentTarget) return;
        e.preventDefault();
        onClose();
      }}
      onMouseDown={(e) => e.target === e.currentTarget && onClose()}
    >
      <div className={styles.panel}>
        <header className={styles.header}>
          <h2 id={titleId}>{title}</h2>
          <IconButton icon="close" label={t("ui.close")} onClick={onClose} />
        </header>
        {onSubmit ? (
          <form className={styles.form} onSubmit={submit} noValidate>
            {body}
          </form>
        ) : (
          <div className={styles.form}>{body}</div>
        )}
      </div>
    </dialog>
  );
}
