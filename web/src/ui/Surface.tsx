import type { ReactNode } from "react";
import { cx } from "./cx";
import { Icon, type IconName } from "./Icon";
import styles from "./Surface.module.css";

/** What stands where a list would be, and what to do about it. */
export function EmptyState({
  icon,
  title,
  children,
}: {
  icon: IconName;
  title: string;
  children?: ReactNode;
}) {
  return (
    <div className={styles.empty}>
      <span className={styles.emptyIcon}>
        <Icon name={icon} size={28} />
      </span>
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** A full-width sentence about the state of things. */
export function Banner({
  tone = "plain",
  icon,
  action,
  children,
}: {
  tone?: "plain" | "now" | "danger";
  icon?: IconName;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className={cx(styles.banner, styles[tone])} role={tone === "danger" ? "alert" : "status"}>
      {icon && <Icon name={icon} size={18} />}
      <div className={styles.bannerText}>{children}</div>
      {action}
    </div>
  );
}

/** A titled group of rows. */
export function Section({
  title,
  action,
  children,
}: {
  title?: string;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className={styles.section}>
      {title && (
        <header className={styles.sectionHead}>
          <h2>{title}</h2>
          {action}
        </header>
      )}
      <div className={styles.card}>{children}</div>
    </section>
  );
}

/** The head of a pane: a way back, what this is, and what can be done with it. */
export function PaneHeader({
  back,
  title,
  subtitle,
  leading,
  children,
}: {
  back?: ReactNode;
  title: ReactNode;
  subtitle?: ReactNode;
  leading?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <header className={styles.pane}>
      {back}
      {leading}
      <div className={styles.paneTitle}>
        <h1>{title}</h1>
        {subtitle && <p>{subtitle}</p>}
      </div>
      {children && <div className={styles.paneActions}>{children}</div>}
    </header>
  );
}
