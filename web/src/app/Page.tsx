import { type ReactNode, useEffect } from "react";
import { t } from "../locales/t";
import { Icon } from "../ui/Icon";
import { PaneHeader } from "../ui/Surface";
import styles from "./Page.module.css";

type Props = {
  title?: string;
  /** Where the way back leads. */
  back?: string;
  /** The pane lies beside or over another: it closes rather than goes back. */
  close?: boolean;
  actions?: ReactNode;
  children: ReactNode;
};

/** A screen with its head and one scrolling body. */
export function Page({ title, back, close, actions, children }: Props) {
  useEffect(() => {
    if (title && !close) document.title = t("page.title", { page: title });
  }, [title, close]);
  return (
    <>
      {title && (
        <PaneHeader title={title} back={back && <Back href={back} close={close} />}>
          {actions}
        </PaneHeader>
      )}
      <div className={styles.body}>{children}</div>
    </>
  );
}

export function Back({ href, close }: { href: string; close?: boolean }) {
  const label = close ? t("ui.close") : t("ui.back");
  return (
    <a className={styles.back} href={href} aria-label={label} title={label}>
      <Icon name={close ? "close" : "back"} />
    </a>
  );
}
