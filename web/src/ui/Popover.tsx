import { type ReactNode, useEffect, useRef } from "react";
import styles from "./Menu.module.css";
import { place } from "./place";

/** Any content in the browser's light-dismiss popover, beside its anchor; a sheet on phones. */
export function Popover({
  label,
  anchor,
  onClose,
  children,
}: {
  label: string;
  anchor: () => Element | null;
  onClose: () => void;
  children: ReactNode;
}) {
  const ref = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  const at = useRef(anchor);
  useEffect(() => {
    const panel = ref.current;
    if (!panel) return;
    panel.showPopover();
    place(panel, at.current());
    // What is inside may still be loading; stay inside the window when it has its size.
    const grow = new ResizeObserver(() => place(panel, at.current()));
    grow.observe(panel);
    const toggled = (e: Event) => (e as ToggleEvent).newState === "closed" && close.current();
    panel.addEventListener("toggle", toggled);
    return () => {
      grow.disconnect();
      panel.removeEventListener("toggle", toggled);
    };
  }, []);
  return (
    <div ref={ref} popover="auto" role="dialog" aria-label={label} className={styles.panel}>
      {children}
    </div>
  );
}
