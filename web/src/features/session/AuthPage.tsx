import type { ReactNode } from "react";
import { t } from "../../locales/t";
import { Logo } from "../../ui/Logo";
import styles from "./AuthPage.module.css";

/** The frame of every screen before sign-in. */
export function AuthPage({
  title,
  lead,
  children,
}: {
  title: string;
  lead?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className={styles.page}>
      <div className={styles.brand}>
        <Logo size={36} />
        <span>{t("app.name")}</span>
      </div>
      <main className={styles.column}>
        <h1>{title}</h1>
        {lead && <p className={styles.lead}>{lead}</p>}
        {children}
      </main>
    </div>
  );
}
