import styles from "./Avatar.module.css";
import { cx } from "./cx";

const HUES = 8;

/** A stable hue from an id: the same person looks the same on every device. */
export function hueOf(id: string): number {
  let h = 0;
  for (const c of id) h = (h * 31 + (c.codePointAt(0) ?? 0)) % 997;
  return h % HUES;
}

/** First letters of the first and last word; one letter for scripts that write names without spaces. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words[words.length - 1]] : words.slice(0, 1);
  return letters.map((w) => [...(w ?? "")][0]?.toLocaleUpperCase() ?? "").join("");
}

type Props = {
  id: string;
  name: string;
  src?: string;
  size?: number;
  presence?: "online" | "away" | "offline";
};

/** Decoration beside a written name, so it is hidden from screen readers. */
export function Avatar({ id, name, src, size = 40, presence }: Props) {
  return (
    <span
      className={cx(styles.avatar, styles[`h${hueOf(id)}`])}
      style={{ width: size, height: size, fontSize: Math.round(size * 0.38) }}
      aria-hidden="true"
    >
      {src ? <img src={src} alt="" width={size} height={size} loading="lazy" /> : initials(name)}
      {presence && presence !== "offline" && <span className={cx(styles.dot, styles[presence])} />}
    </span>
  );
}
