import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { cx } from "./cx";
import { Icon, type IconName } from "./Icon";
import styles from "./Menu.module.css";
import { place } from "./place";

export type MenuItem = {
  label: string;
  icon?: IconName;
  hint?: string;
  danger?: boolean;
  checked?: boolean;
  disabled?: boolean;
  onSelect: () => void;
};

type Trigger = { id: string; "aria-haspopup": "menu"; "aria-expanded": boolean; onClick: () => void };

/** A menu that opens from its trigger. A sheet at the bottom on phones, where the thumb is. */
export function Menu({
  label,
  items,
  header,
  trigger,
}: {
  label: string;
  items: (MenuItem | false | null | undefined)[];
  header?: ReactNode;
  trigger: (props: Trigger) => ReactNode;
}) {
  const id = useId();
  const [open, setOpen] = useState(false);
  return (
    <>
      {trigger({ id, "aria-haspopup": "menu", "aria-expanded": open, onClick: () => setOpen(!open) })}
      {open && (
        <MenuPanel
          label={label}
          items={items}
          header={header}
          anchor={() => document.getElementById(id)}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

type PanelProps = {
  label: string;
  items: (MenuItem | false | null | undefined)[];
  header?: ReactNode;
  anchor: () => Element | { x: number; y: number } | null;
  onClose: () => void;
};

/** The open menu alone, for menus that a long press or a right click opens. */
export function MenuPanel({ label, items, header, anchor, onClose }: PanelProps) {
  const ref = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  const at = useRef(anchor);
  useEffect(() => {
    const panel = ref.current;
    if (!panel) return;
    const before = document.activeElement;
    panel.showPopover();
    place(panel, at.current());
    panel.querySelector<HTMLElement>("[role^=menuitem]:not(:disabled)")?.focus({ preventScroll: true });
    const toggled = (e: Event) => (e as ToggleEvent).newState === "closed" && close.current();
    panel.addEventListener("toggle", toggled);
    return () => {
      panel.removeEventListener("toggle", toggled);
      const inside = panel.contains(document.activeElement) || document.activeElement === document.body;
      if (inside && before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  const [home] = useState(outermost);
  return createPortal(
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys work in the header too
    <div ref={ref} popover="auto" className={styles.panel} onKeyDown={moveFocus}>
      {header}
      <div role="menu" aria-label={label} className={styles.menu}>
        {items.map(
          (item) =>
            item && (
              <button
                key={item.label}
                type="button"
                {...(item.checked === undefined
                  ? { role: "menuitem" }
                  : { role: "menuitemradio", "aria-checked": item.checked })}
                disabled={item.disabled}
                tabIndex={-1}
                className={cx(styles.item, item.danger && styles.danger)}
                onClick={() => {
                  onClose();
                  item.onSelect();
                }}
              >
                {item.icon && <Icon name={item.icon} size={20} />}
                <span className={styles.label}>
                  {item.label}
                  {item.hint && <small>{item.hint}</small>}
                </span>
                {item.checked && <Icon name="check" size={18} />}
              </button>
            ),
        )}
      </div>
    </div>,
    home,
  );
}

/**
 * Outside the list that it belongs to: a list that sorts itself anew moves its rows, and the browser closes an open
 * popover that is moved, without a word. Inside an open dialog, for what is outside of it cannot be clicked.
 */
const outermost = () => [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;

function moveFocus(e: KeyboardEvent<HTMLDivElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1, Home: Number.NEGATIVE_INFINITY, End: Number.POSITIVE_INFINITY }[
    e.key
  ];
  if (step === undefined) return;
  e.preventDefault();
  const items = [...e.currentTarget.querySelectorAll<HTMLElement>("[role^=menuitem]:not(:disabled)")];
  const now = items.indexOf(document.activeElement as HTMLElement);
  const last = items.length - 1;
  const next = Number.isFinite(step) ? (now + step + items.length) % items.length : step < 0 ? 0 : last;
  items[next]?.focus();
}
