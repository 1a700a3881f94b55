import { t } from "../locales/t";
import { formatCoords } from "../ui/geo";

/** A waiting message as an SMS can carry it: its text, and where it was written. */
export function smsText(m: { text: string; lat?: number; long?: number }): string {
  const place = m.lat !== undefined && m.long !== undefined ? formatCoords({ lat: m.lat, long: m.long }) : "";
  return [m.text, place && t("place.inSms", { coords: place })].filter(Boolean).join("\n");
}

/** Opens the phone's own SMS app. "?&" is what both iPhones and Androids understand. */
export const smsLink = (phone: string | undefined, body?: string) =>
  `sms:${telNumber(phone)}${body ? `?&body=${encodeURIComponent(body)}` : ""}`;

export const telLink = (phone: string) => `tel:${telNumber(phone)}`;

/** Digits and a leading plus: what a dialer takes. */
function telNumber(phone: string | undefined): string {
  const digits = (phone ?? "").replace(/[^\d+]/g, "");
  return digits.slice(0, 1) + digits.slice(1).replaceAll("+", "");
}
