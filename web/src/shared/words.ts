import { Problem, StorageProblem } from "../core/problem";
import type { Message, Role, User } from "../core/types";
import { isMessage, t } from "../locales/t";
import { plainText } from "../ui/plain-text";

/** Family names lead where the reader's language puts them only if the person wrote them so: we keep the order. */
export const personName = (user: Pick<User, "first_name" | "last_name"> | undefined) =>
  user ? [user.first_name, user.last_name].filter(Boolean).join(" ") : t("person.unknown");

/** A failure in the reader's language: what happened, what was kept, what to do. */
export function problemText(error: unknown): string {
  if (error instanceof Problem && error.status === 0) return t("error.network");
  if (error instanceof Problem || error instanceof StorageProblem) {
    const id = `error.${error.code}`;
    if (isMessage(id)) return t(id);
    return error instanceof Problem && error.message ? error.message : t("error.unknown");
  }
  return t("error.unknown");
}

/** The same for one input field, or undefined when the problem is another field's. */
export function fieldProblem(error: unknown, field: string): string | undefined {
  if (!(error instanceof Problem)) return undefined;
  if (error.field === field) return problemText(error);
  return error.errors?.find((e) => e.field === field)?.message;
}

export const roleName = (role: Role) => t(`role.${role}`);

/** The user's status unless it is over. */
export function statusOf(user: User | undefined, now: number): { emoji?: string; text?: string } | undefined {
  if (!user || (user.status_until_ms && user.status_until_ms <= now)) return undefined;
  if (!user.status_emoji && !user.status_text) return undefined;
  return { emoji: user.status_emoji, text: user.status_text };
}

type NameOf = (id: string) => string;

/** What an info message says. */
export function infoText(m: Message, nameOf: NameOf): string {
  const info = m.info;
  if (!info) return "";
  const who = nameOf(m.author_id);
  const whom = (info.user_ids ?? []).map(nameOf).join(", ");
  const [before, after] = [info.old ?? "", info.new ?? ""];
  switch (info.event) {
    case "added":
      return t("info.added", { who, whom });
    case "removed":
      return t("info.removed", { who, whom });
    case "renamed":
      return t("info.renamed", { who, before, after });
    case "topic":
      return after ? t("info.topic", { who, after }) : t("info.topicCleared", { who });
    case "posting":
      return after === "admins" ? t("info.postingAdmins", { who }) : t("info.postingAll", { who });
    case "history":
      return after === "from_joining" ? t("info.historyJoining", { who }) : t("info.historyAll", { who });
    default:
      return t(`info.${info.event}`, { who });
  }
}

/** One line for a list: who said what. My own lines never carry my name. */
export function lineOf(m: Message, me: string, nameOf: NameOf, withAuthor: boolean): string {
  if (m.kind === "info") return infoText(m, nameOf);
  const text = m.deleted_ms ? t("message.deleted") : m.text ? plainText(m.text) : t("message.positionOnly");
  return withAuthor && m.author_id !== me ? t("rooms.line", { who: nameOf(m.author_id), text }) : text;
}
