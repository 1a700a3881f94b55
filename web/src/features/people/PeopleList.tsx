import { useMemo, useState } from "react";
import type { User } from "../../core/types";
import { t } from "../../locales/t";
import { useMe, useUsers } from "../../shared/client";
import { matchPeople } from "../../shared/PeoplePicker";
import { PersonAvatar } from "../../shared/PersonAvatar";
import { paths } from "../../shared/paths";
import { useWhereabouts, whereIs } from "../../shared/whereabouts";
import { personName, statusOf } from "../../shared/words";
import { Badge } from "../../ui/Badge";
import { TextField } from "../../ui/Field";
import { Row } from "../../ui/Row";
import { EmptyState } from "../../ui/Surface";
import styles from "./people.module.css";

const RANK = { online: 0, away: 1, offline: 2 };

export function PeopleList() {
  const users = useUsers();
  const whereabouts = useWhereabouts();
  const { presence, now } = whereabouts;
  const me = useMe().user.id;
  const [query, setQuery] = useState("");
  const people = useMemo(() => {
    const rank = (u: User) => RANK[presence.get(u.id)?.state ?? "offline"];
    return matchPeople(users.values(), query).sort((a, b) => rank(a) - rank(b));
  }, [users, presence, query]);
  return (
    <div className={styles.list}>
      <div className={styles.bar}>
        <TextField
          label={t("people.find")}
          hideLabel
          type="search"
          placeholder={t("people.find")}
          value={query}
          onChange={(e) => setQuery(e.target.value)}
        />
      </div>
      {people.length === 0 && <EmptyState icon="people" title={t("people.noneFound")} />}
      <ul>
        {people.map((u) => {
          const status = statusOf(u, now);
          return (
            <li key={u.id}>
              <Row
                href={paths.person(u.id)}
                leading={<PersonAvatar user={u} size={44} presence />}
                title={
                  <>
                    {personName(u)}
                    {u.id === me && <Badge>{t("person.you")}</Badge>}
                    {u.role === "guest" && <Badge>{t("role.guest")}</Badge>}
                    {status?.emoji && <span title={status.text}>{status.emoji}</span>}
                  </>
                }
                detail={[u.title, status?.text, whereIs(whereabouts, u.id)].filter(Boolean).join(" · ")}
                chevron
              />
            </li>
          );
        })}
      </ul>
    </div>
  );
}
