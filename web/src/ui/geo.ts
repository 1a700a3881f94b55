import { t } from "../locales/t";

export type Point = { lat: number; long: number };

const EARTH_M = 6_371_008.8;
const rad = (deg: number) => (deg * Math.PI) / 180;

/** Great-circle distance in metres. */
export function distance(a: Point, b: Point): number {
  const [p, q] = [rad(a.lat), rad(b.lat)];
  const h = Math.sin((q - p) / 2) ** 2 + Math.cos(p) * Math.cos(q) * Math.sin(rad(b.long - a.long) / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Initial bearing in degrees from true north, 0 to 360. */
export function bearing(a: Point, b: Point): number {
  const [p, q, d] = [rad(a.lat), rad(b.lat), rad(b.long - a.long)];
  const deg =
    (Math.atan2(
      Math.sin(d) * Math.cos(q),
      Math.cos(p) * Math.sin(q) - Math.sin(p) * Math.cos(q) * Math.cos(d),
    ) *
      180) /
    Math.PI;
  return (deg + 360) % 360;
}

const COMPASS = ["n", "ne", "e", "se", "s", "sw", "w", "nw"] as const;

/** "NE" and the like, in the reader's language. */
export const compassPoint = (deg: number) => t(`geo.${COMPASS[Math.round(deg / 45) % 8] ?? "n"}`);

/** Five decimals are about a metre: what a rescue service wants to hear, and no more. */
export const formatCoords = ({ lat, long }: Point) => `${lat.toFixed(5)}, ${long.toFixed(5)}`;

export function formatDistance(m: number): string {
  if (m < 1000) return t("geo.metres", { n: Math.round(m) });
  return t("geo.kilometres", { n: m < 10_000 ? (m / 1000).toFixed(1) : Math.round(m / 1000) });
}

/** "2.4 km NE (47°) from you" */
export function fromMe(me: Point, there: Point): string {
  const m = distance(me, there);
  if (m < 15) return t("geo.here");
  const deg = bearing(me, there);
  return t("geo.fromMe", {
    distance: formatDistance(m),
    point: compassPoint(deg),
    degrees: String(Math.round(deg) % 360).padStart(3, "0"),
  });
}

/** A link that the phone's own map app takes; on a computer the web's free map. */
export function mapLink(p: Point, userAgent: string): string {
  const at = `${p.lat},${p.long}`;
  if (/Android/.test(userAgent)) return `geo:${at}?q=${at}`;
  if (/iPhone|iPad|Macintosh/.test(userAgent)) return `https://maps.apple.com/?ll=${at}&q=${at}`;
  return `https://www.openstreetmap.org/?mlat=${p.lat}&mlon=${p.long}#map=14/${p.lat}/${p.long}`;
}
