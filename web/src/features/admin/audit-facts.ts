import { isMessage, t } from "../../locales/t";
import { formatFull } from "../../ui/time";

/** How the people and rooms of an entry are called here. */
export interface Names {
  user: (id: string) => string | undefined;
  room: (id: string) => string | undefined;
}

/** What an entry says beside its act, in words: "People: Ben, Cleo". What has no words yet is shown as it is. */
export function facts(data: unknown, names: Names): string[] {
  if (data === null || typeof data !== "object") return [];
  return Object.entries(data).flatMap(([key, value]) => {
    const text = say(key, value, names);
    if (!text) return [];
    const id = `audit.fact.${key}`;
    return [`${isMessage(id) ? t(id) : key.replaceAll("_", " ")}: ${text}`];
  });
}

function say(key: string, value: unknown, names: Names): string {
  if (value === null || value === undefined || value === "") return "";
  if (Array.isArray(value)) return value.map((v) => say(key, v, names)).join(", ");
  if (typeof value === "object") return facts(value, names).join("; ");
  const text = String(value);
  if (/^(user|author)_ids?$|^from$/.test(key)) return names.user(text) ?? text;
  if (/^room_ids?$/.test(key)) return names.room(text) ?? t("audit.fact.unknownRoom", { id: text });
  if (/^(role|old|new)$/.test(key)) {
    const role = `role.${text}`;
    return isMessage(role) ? t(role) : text; // a room's owners and members
  }
  if (key.endsWith("_ms")) return value === 0 ? t("audit.fact.noEnd") : formatFull(Number(value));
  return text;
}
