import { type KeyboardEvent, useRef } from "react";
import { cx } from "./cx";
import styles from "./Tabs.module.css";

type Tab<T extends string> = { id: T; label: string; count?: number };

type Props<T extends string> = { label: string; tabs: Tab<T>[]; value: T; onChange: (id: T) => void };

/** Tabs over one panel. Arrow keys move, as the pattern wants it. */
export function Tabs<T extends string>({ label, tabs, value, onChange }: Props<T>) {
  const ref = useRef<HTMLDivElement>(null);
  const move = (e: KeyboardEvent) => {
    const step = e.key === "ArrowRight" ? 1 : e.key === "ArrowLeft" ? -1 : 0;
    if (!step) return;
    e.preventDefault();
    const at = tabs.findIndex((t) => t.id === value);
    const next = tabs[(at + step + tabs.length) % tabs.length];
    if (!next) return;
    onChange(next.id);
    ref.current?.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
  };
  return (
    <div ref={ref} role="tablist" aria-label={label} className={styles.tabs} onKeyDown={move}>
      {tabs.map((t) => (
        <button
          key={t.id}
          type="button"
          role="tab"
          data-tab={t.id}
          aria-selected={t.id === value}
          tabIndex={t.id === value ? 0 : -1}
          className={styles.tab}
          onClick={() => onChange(t.id)}
        >
          {t.label}
          {t.count ? <span className={styles.count}>{t.count}</span> : null}
        </button>
      ))}
    </div>
  );
}

/** One of a few, all in sight. */
export function Segmented<T extends string>({ label, tabs, value, onChange }: Props<T>) {
  return (
    <div role="radiogroup" aria-label={label} className={styles.segments}>
      {tabs.map((t) => (
        <label key={t.id} className={cx(styles.segment, t.id === value && styles.chosen)}>
          <input
            type="radio"
            className="visually-hidden"
            name={label}
            checked={t.id === value}
            onChange={() => onChange(t.id)}
          />
          {t.label}
        </label>
      ))}
    </div>
  );
}
