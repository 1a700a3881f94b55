import { cx } from "./cx";
import styles from "./Progress.module.css";

/** A bar from 0 to 1; without a value it only says that work goes on. */
export function Progress({ value, label }: { value?: number; label: string }) {
  return (
    <progress
      className={cx(styles.bar, value === undefined && styles.open)}
      value={value}
      max={1}
      aria-label={label}
    />
  );
}

/** Grey bars where rows will stand, so that nothing jumps when they come. */
export function Skeleton({ rows = 6, label }: { rows?: number; label: string }) {
  return (
    <div role="status" aria-label={label} className={styles.skeleton}>
      {Array.from({ length: rows }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bones are all alike
        <div key={i} className={styles.bone} aria-hidden="true">
          <span />
          <span />
        </div>
      ))}
    </div>
  );
}
