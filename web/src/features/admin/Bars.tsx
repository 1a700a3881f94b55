import { t } from "../../locales/t";
import { formatDate } from "../../ui/time";
import styles from "./admin.module.css";

type Day = { day_ms: number; n: number };

const HEIGHT = 96;
const STEP = 12;
const BAR = 8;

/** A bar for each of the last days; the numbers behind it are in a table below. */
export function Bars({ label, days }: { label: string; days: Day[] }) {
  const max = Math.max(1, ...days.map((d) => d.n));
  const total = days.reduce((sum, d) => sum + d.n, 0);
  const first = days[0];
  const last = days.at(-1);
  return (
    <figure className={styles.chart}>
      <svg
        viewBox={`0 0 ${Math.max(1, days.length) * STEP} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t("admin.chart.summary", { label, days: days.length, max, total })}
      >
        {days.map((d, i) => {
          const h = d.n === 0 ? 1 : Math.max(3, (d.n / max) * (HEIGHT - 4));
          return (
            <rect
              key={d.day_ms}
              className={d.n === 0 ? styles.zero : styles.bar}
              x={i * STEP + (STEP - BAR) / 2}
              y={HEIGHT - h}
              width={BAR}
              height={h}
              rx={1.5}
            >
              <title>{`${formatDate(d.day_ms)}: ${d.n}`}</title>
            </rect>
          );
        })}
      </svg>
      <figcaption>
        <span>{first && formatDate(first.day_ms)}</span>
        <span>{t("admin.chart.max", { max })}</span>
        <span>{last && formatDate(last.day_ms)}</span>
      </figcaption>
      <details className={styles.table}>
        <summary>{t("admin.chart.numbers")}</summary>
        <table>
          <tbody>
            {[...days].reverse().map((d) => (
              <tr key={d.day_ms}>
                <th scope="row">{formatDate(d.day_ms)}</th>
                <td>{d.n}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
