import { type ReactNode, Suspense } from "react";
import { t } from "../locales/t";
import { useTitle } from "../shared/title";
import { Icon } from "../ui/Icon";
import { Skeleton } from "../ui/Progress";
import { PaneHeader } from "../ui/Surface";
import { Failure } from "./Failure";
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
  useTitle(close ? undefined : title);
  return (
    <>
      {title && (
        <PaneHeader title={title} back={back && <Back href={back} close={close} />}>
          {actions}
        </PaneHeader>
      )}
      <div className={styles.body}>
        <Failure key={title}>
          <Suspense fallback={<Skeleton rows={6} label={t("ui.loading")} />}>{children}</Suspense>
        </Failure>
      </div>
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
