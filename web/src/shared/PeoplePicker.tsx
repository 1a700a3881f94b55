import { useMemo, useState } from "react";
import type { User } from "../core/types";
import { t } from "../locales/t";
import { Badge } from "../ui/Badge";
import { TextField } from "../ui/Field";
import { Icon } from "../ui/Icon";
import { useMe, useUsers } from "./client";
import styles from "./PeoplePicker.module.css";
import { PersonAvatar } from "./PersonAvatar";
import { personName } from "./words";

type Props = {
  label: string;
  chosen: readonly string[];
  onChange: (ids: string[]) => void;
  /** Who is not offered, because he is in already. */
  without?: ReadonlySet<string>;
  single?: boolean;
};

/** Names that contain every word of the query, people before deactivated ones never. */
export function matchPeople(users: Iterable<User>, query: string): User[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const hay = (u: User) => `${personName(u)} ${u.title ?? ""} ${u.login}`.toLocaleLowerCase();
  return [...users]
    .filter((u) => !u.deactivated_ms && words.every((w) => hay(u).includes(w)))
    .sort((a, b) => personName(a).localeCompare(personName(b)));
}

export function PeoplePicker({ label, chosen, onChange, without, single }: Props) {
  const users = useUsers();
  const me = useMe().user.id;
  const [query, setQuery] = useState("");
  const found = useMemo(
    () =>
      matchPeople(users.values(), query).filter(
        (u) => u.id !== me && u.role !== "bot" && !without?.has(u.id),
      ),
    [users, query, me, without],
  );
  const toggle = (id: string) => {
    if (single) onChange(chosen.includes(id) ? [] : [id]);
    else onChange(chosen.includes(id) ? chosen.filter((c) => c !== id) : [...chosen, id]);
  };
  return (
    <div className={styles.picker}>
      <TextField
        label={label}
        type="search"
        placeholder={t("people.find")}
        value={query}
        autoComplete="off"
        onChange={(e) => setQuery(e.target.value)}
      />
      {chosen.length > 0 && (
        <ul className={styles.chosen} aria-label={t("people.chosen")}>
          {chosen.map((id) => (
            <li key={id}>
              <button type="button" className={styles.chip} onClick={() => toggle(id)}>
                {personName(users.get(id))}
                <Icon name="close" size={16} />
                <span className="visually-hidden">{t("people.unchoose")}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <ul className={styles.list}>
        {found.map((u) => (
          <li key={u.id}>
            <label className={styles.row}>
              <PersonAvatar user={u} size={36} presence />
              <span className={styles.name}>
                {personName(u)}
                {u.title && <small>{u.title}</small>}
              </span>
              {u.role === "guest" && <Badge>{t("role.guest")}</Badge>}
              <input
                type="checkbox"
                className={styles.check}
                checked={chosen.includes(u.id)}
                onChange={() => toggle(u.id)}
              />
            </label>
          </li>
        ))}
        {found.length === 0 && (
          <li className={styles.none}>{query ? t("people.noneFound") : t("people.noneLeft")}</li>
        )}
      </ul>
    </div>
  );
}
