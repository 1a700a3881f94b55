import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { t } from "../locales/t";
import { IconButton } from "./Button";
import { cx } from "./cx";
import styles from "./Toast.module.css";

export type Toast = {
  text: string;
  tone?: "plain" | "danger";
  action?: { label: string; run: () => void };
};

type Shown = Toast & { id: number };

const SHOWN_MS = 6000;
const Context = createContext<(toast: Toast) => void>(() => undefined);

/** Says a short thing once. Errors stay until they are closed. */
export const useToast = () => useContext(Context);

export function ToastProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<Shown[]>([]);
  const drop = useCallback((id: number) => setShown((all) => all.filter((other) => other.id !== id)), []);
  const show = useMemo(() => {
    let next = 0;
    return (toast: Toast) => {
      const id = ++next;
      setShown((all) => [...all.filter((other) => other.text !== toast.text).slice(-2), { ...toast, id }]);
      if (toast.tone !== "danger") setTimeout(() => drop(id), SHOWN_MS);
    };
  }, [drop]);
  const stack = useRef<HTMLDivElement>(null);
  // Shown anew each time, so that it stands above a dialog that opened meanwhile.
  useEffect(() => {
    if (shown.length === 0) return;
    stack.current?.hidePopover();
    stack.current?.showPopover();
  }, [shown]);
  return (
    <Context.Provider value={show}>
      {children}
      <div ref={stack} popover="manual" className={styles.stack} role="status" aria-live="polite">
        {shown.map((toast) => (
          <div key={toast.id} className={cx(styles.toast, toast.tone === "danger" && styles.danger)}>
            <span className={styles.text}>{toast.text}</span>
            {toast.action && (
              <button
                type="button"
                className={styles.action}
                onClick={() => {
                  toast.action?.run();
                  drop(toast.id);
                }}
              >
                {toast.action.label}
              </button>
            )}
            <IconButton icon="close" label={t("ui.close")} onClick={() => drop(toast.id)} />
          </div>
        ))}
      </div>
    </Context.Provider>
  );
}
