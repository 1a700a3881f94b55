import { $locale, t } from "../locales/t";

type Kind = "time" | "day" | "dayYear" | "weekday" | "short" | "full" | "date";

const SHAPES: Record<Kind, Intl.DateTimeFormatOptions> = {
  time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  day: { weekday: "long", day: "numeric", month: "long" },
  dayYear: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  weekday: { weekday: "short" },
  short: { day: "numeric", month: "short" },
  date: { day: "numeric", month: "short", year: "numeric" },
  full: {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  },
};

// Making a formatter costs a hundred times what using it does, and a timeline uses thousands.
const made = new Map<string, Intl.DateTimeFormat>();

function format(kind: Kind, ms: number, zone?: string): string {
  const key = `${kind} ${$locale.get()} ${zone ?? ""}`;
  let f = made.get(key);
  if (!f) {
    f = new Intl.DateTimeFormat($locale.get(), { ...SHAPES[kind], timeZone: knownZone(zone) });
    made.set(key, f);
  }
  return f.format(ms);
}

/** A zone that this browser does not know counts as none. */
function knownZone(zone: string | undefined): string | undefined {
  if (!zone) return undefined;
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return zone;
  } catch {
    return undefined;
  }
}

export const formatTime = (ms: number, zone?: string) => format("time", ms, zone);
export const formatFull = (ms: number, zone?: string) => format("full", ms, zone);
export const formatDate = (ms: number) => format("date", ms);

/** The reader's calendar day as one number: the same number, the same day. */
export function dayOf(ms: number): number {
  const d = new Date(ms);
  return d.getFullYear() * 10_000 + d.getMonth() * 100 + d.getDate();
}

function daysBack(ms: number, now: number): number {
  const start = (at: number) => new Date(at).setHours(0, 0, 0, 0);
  return Math.round((start(now) - start(ms)) / 86_400_000);
}

/** "Today", "Yesterday", "Monday 3 February", with the year when it is another one. */
export function formatDay(ms: number, now: number): string {
  const back = daysBack(ms, now);
  if (back === 0) return t("time.today");
  if (back === 1) return t("time.yesterday");
  const sameYear = new Date(ms).getFullYear() === new Date(now).getFullYear();
  return format(sameYear ? "day" : "dayYear", ms);
}

/** As short as a list needs: the time today, the weekday this week, else the date. */
export function formatShort(ms: number, now: number): string {
  const back = daysBack(ms, now);
  if (back === 0) return formatTime(ms);
  if (back === 1) return t("time.yesterday");
  if (back > 0 && back < 7) return format("weekday", ms);
  const sameYear = new Date(ms).getFullYear() === new Date(now).getFullYear();
  return format(sameYear ? "short" : "date", ms);
}

/** A time alone when it is today, else with its day. */
export function formatMoment(ms: number, now: number): string {
  return daysBack(ms, now) === 0 ? formatTime(ms) : `${formatShort(ms, now)} ${formatTime(ms)}`;
}

/** "just now", "5 min ago", "3 h ago", else the moment. */
export function formatAgo(ms: number, now: number): string {
  const minutes = Math.floor((now - ms) / 60_000);
  if (minutes < 1) return t("time.justNow");
  if (minutes < 60) return t("time.minutesAgo", { n: minutes });
  if (minutes < 24 * 60) return t("time.hoursAgo", { n: Math.floor(minutes / 60) });
  return formatMoment(ms, now);
}

/** "3 d 4 h", "4 h 12 min", "12 min". */
export function formatDuration(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  const [d, h, m] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  if (d > 0) return t("time.daysHours", { d, h });
  return h > 0 ? t("time.hoursMinutes", { h, m }) : t("time.minutes", { m });
}
