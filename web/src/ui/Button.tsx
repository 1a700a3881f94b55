import type { AnchorHTMLAttributes, ButtonHTMLAttributes, Ref } from "react";
import styles from "./Button.module.css";
import { cx } from "./cx";
import { Icon, type IconName } from "./Icon";
import { Spinner } from "./Spinner";

type Props = ButtonHTMLAttributes<HTMLButtonElement> & {
  kind?: "primary" | "plain" | "quiet" | "danger";
  icon?: IconName;
  busy?: boolean;
  wide?: boolean;
  ref?: Ref<HTMLButtonElement>;
};

/** While busy it stays focusable and keeps its words, but does nothing. */
export function Button({
  kind = "plain",
  icon,
  busy,
  wide,
  className,
  children,
  onClick,
  type,
  ...rest
}: Props) {
  return (
    <button
      type={type ?? "button"}
      className={cx(styles.button, styles[kind], wide && styles.wide, className)}
      aria-busy={busy || undefined}
      onClick={busy ? (e) => e.preventDefault() : onClick}
      {...rest}
    >
      {busy ? <Spinner size={18} /> : icon && <Icon name={icon} size={20} />}
      <span>{children}</span>
    </button>
  );
}

type LinkProps = AnchorHTMLAttributes<HTMLAnchorElement> & Pick<Props, "kind" | "icon" | "wide">;

/** Leads somewhere, looks like a button. */
export function ButtonLink({ kind = "plain", icon, wide, className, children, ...rest }: LinkProps) {
  return (
    <a className={cx(styles.button, styles[kind], wide && styles.wide, className)} {...rest}>
      {icon && <Icon name={icon} size={20} />}
      <span>{children}</span>
    </a>
  );
}

type IconProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, "aria-label"> & {
  icon: IconName;
  label: string;
  kind?: "quiet" | "primary" | "danger";
  size?: number;
  pressed?: boolean;
  ref?: Ref<HTMLButtonElement>;
};

/** A 44 px target around an icon. Its label is its name and its tooltip. */
export function IconButton({
  icon,
  label,
  kind = "quiet",
  size,
  pressed,
  className,
  type,
  ...rest
}: IconProps) {
  return (
    <button
      type={type ?? "button"}
      className={cx(styles.icon, styles[kind], className)}
      aria-label={label}
      aria-pressed={pressed}
      title={label}
      {...rest}
    >
      <Icon name={icon} size={size} />
    </button>
  );
}
