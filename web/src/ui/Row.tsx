import type { ReactNode } from "react";
import { cx } from "./cx";
import { Icon } from "./Icon";
import styles from "./Row.module.css";

type Props = {
  leading?: ReactNode;
  title: ReactNode;
  detail?: ReactNode;
  trailing?: ReactNode;
  onClick?: () => void;
  href?: string;
  current?: boolean;
  chevron?: boolean;
  danger?: boolean;
};

/** One line of a list. It is a link or a button when it leads somewhere, else plain. */
export function Row({ leading, title, detail, trailing, onClick, href, current, chevron, danger }: Props) {
  const inner = (
    <>
      {leading}
      <span className={styles.text}>
        <span className={styles.title}>{title}</span>
        {detail && <span className={styles.detail}>{detail}</span>}
      </span>
      {trailing}
      {chevron && <Icon name="chevronRight" size={18} className={styles.chevron} />}
    </>
  );
  const names = cx(
    styles.row,
    (onClick || href) && styles.active,
    current && styles.current,
    danger && styles.danger,
  );
  if (href)
    return (
      <a className={names} href={href} aria-current={current ? "page" : undefined} onClick={onClick}>
        {inner}
      </a>
    );
  if (onClick)
    return (
      <button type="button" className={names} aria-current={current || undefined} onClick={onClick}>
        {inner}
      </button>
    );
  return <div className={names}>{inner}</div>;
}
