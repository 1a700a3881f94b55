import type { ReactNode } from "react";
import styles from "./Badge.module.css";
import { cx } from "./cx";

/** A count or a short word. "now" is the alpenglow orange: it asks for a person. */
export function Badge({
  tone = "neutral",
  label,
  children,
}: {
  tone?: "neutral" | "accent" | "now" | "danger";
  label?: string;
  children: ReactNode;
}) {
  return (
    <span className={cx(styles.badge, styles[tone])}>
      {label && <span className="visually-hidden">{label}</span>}
      <span aria-hidden={label ? true : undefined}>{children}</span>
    </span>
  );
}

/** The unread dot. */
export function Dot({ label, tone = "accent" }: { label: string; tone?: "accent" | "now" }) {
  return (
    <span className={cx(styles.dot, tone === "now" && styles.dotNow)}>
      <span className="visually-hidden">{label}</span>
    </span>
  );
}
