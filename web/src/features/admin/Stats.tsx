import type { AdminStats } from "../../core/types-admin";
import { $locale, t } from "../../locales/t";
import { useClient } from "../../shared/client";
import { paths } from "../../shared/paths";
import { cx } from "../../ui/cx";
import { Section } from "../../ui/Surface";
import { formatDuration } from "../../ui/time";
import styles from "./admin.module.css";
import { Bars } from "./Bars";
import { useLive } from "./use-live";
import { Waiting } from "./Waiting";

const MB = 1024 * 1024;

export function formatBytes(n: number): string {
  const [value, unit] = n >= 1024 * MB ? [n / (1024 * MB), "gigabyte"] : [n / MB, "megabyte"];
  return new Intl.NumberFormat($locale.get(), {
    style: "unit",
    unit,
    maximumFractionDigits: value < 10 ? 1 : 0,
  }).format(value);
}

const count = (n: number) => new Intl.NumberFormat($locale.get()).format(n);

type Tile = {
  name: keyof AdminStats & string;
  value: (s: AdminStats) => string;
  href: string;
  alarm?: boolean;
};

/** Every number leads to the list behind it. */
const TILES: Tile[] = [
  { name: "online_now", value: (s) => count(s.online_now), href: paths.people },
  { name: "people", value: (s) => count(s.people), href: paths.adminPage("people") },
  { name: "guests", value: (s) => count(s.guests), href: `${paths.adminPage("people")}?state=guest` },
  { name: "rooms", value: (s) => count(s.rooms), href: paths.adminPage("rooms") },
  { name: "messages_today", value: (s) => count(s.messages_today), href: paths.adminPage("rooms") },
  { name: "messages_total", value: (s) => count(s.messages_total), href: paths.adminPage("rooms") },
  {
    name: "reports_open",
    value: (s) => count(s.reports_open),
    href: paths.adminPage("reports"),
    alarm: true,
  },
  { name: "open_streams", value: (s) => count(s.open_streams), href: paths.adminPage("health") },
  { name: "deliveries_total", value: (s) => count(s.deliveries_total), href: paths.adminPage("health") },
  { name: "storage_bytes", value: (s) => formatBytes(s.storage_bytes ?? 0), href: paths.adminPage("health") },
  { name: "uptime_ms", value: (s) => formatDuration(s.uptime_ms), href: paths.adminPage("health") },
];

export function Stats() {
  const client = useClient();
  const stats = useLive(() => client.admin.stats());
  const s = stats.value;
  if (!s) return <Waiting of={stats} />;
  return (
    <>
      <Waiting of={stats} />
      <ul className={styles.tiles}>
        {TILES.filter((x) => x.name !== "storage_bytes" || s.storage_bytes !== undefined).map((tile) => {
          const value = tile.value(s);
          return (
            <li key={tile.name}>
              <a href={tile.href} className={cx(styles.tile, tile.alarm && value !== "0" && styles.alarm)}>
                <b>{value}</b>
                <span>{t(`admin.stat.${tile.name}` as Parameters<typeof t>[0])}</span>
              </a>
            </li>
          );
        })}
      </ul>
      <div className={styles.charts}>
        <Section title={t("admin.chart.messages")}>
          <Bars
            label={t("admin.chart.messages")}
            days={s.days.map((d) => ({ day_ms: d.day_ms, n: d.messages }))}
          />
        </Section>
        <Section title={t("admin.chart.people")}>
          <Bars
            label={t("admin.chart.people")}
            days={s.days.map((d) => ({ day_ms: d.day_ms, n: d.people }))}
          />
        </Section>
      </div>
    </>
  );
}
