import { useDeferredValue, useState } from "react";
import type { Role } from "../../core/types";
import type { AdminUser } from "../../core/types-admin";
import { t } from "../../locales/t";
import { useClient, useMe, useNow } from "../../shared/client";
import { PersonAvatar } from "../../shared/PersonAvatar";
import { useSearch } from "../../shared/router";
import { useLoaded } from "../../shared/use-loaded";
import { personName, roleName } from "../../shared/words";
import { Badge } from "../../ui/Badge";
import { Select, TextField } from "../../ui/Field";
import { Row } from "../../ui/Row";
import { EmptyState, Section } from "../../ui/Surface";
import { formatAgo } from "../../ui/time";
import styles from "./admin.module.css";
import { PersonDialog } from "./PersonDialog";
import { Waiting } from "./Waiting";

type State = "active" | "deactivated" | "guest" | "";
const STATES: State[] = ["", "active", "deactivated", "guest"];
const ROLES: (Role | "")[] = ["", "super_admin", "admin", "user", "guest", "bot"];

export function People() {
  const client = useClient();
  const asked = new URLSearchParams(useSearch()).get("state") as State | null;
  const [query, setQuery] = useState("");
  const [state, setState] = useState<State>(asked && STATES.includes(asked) ? asked : "");
  const [role, setRole] = useState<Role | "">("");
  const q = useDeferredValue(query.trim());
  const users = useLoaded(
    () => client.admin.users({ q: q || undefined, role: role || undefined, state: state || undefined }),
    [q, role, state],
  );
  return (
    <>
      <div className={styles.filters}>
        <TextField
          label={t("people.find")}
          hideLabel
          type="search"
          placeholder={t("people.find")}
          value={query}
          onChange={(e) => setQuery(e.target.value)}
        />
        <Select
          label={t("admin.people.state")}
          hideLabel
          value={state}
          onChange={(e) => setState(e.target.value as State)}
          choices={STATES.map((s) => ({ value: s, label: t(`admin.people.state.${s || "all"}`) }))}
        />
        <Select
          label={t("admin.people.role")}
          hideLabel
          value={role}
          onChange={(e) => setRole(e.target.value as Role | "")}
          choices={ROLES.map((r) => ({ value: r, label: r ? roleName(r) : t("admin.people.everyRole") }))}
        />
      </div>
      <Waiting of={users} />
      {users.value?.length === 0 && <EmptyState icon="people" title={t("people.noneFound")} />}
      {users.value && users.value.length > 0 && (
        <Section>
          {users.value.map((u) => (
            <PersonRow key={u.user.id} entry={u} onChange={users.reload} />
          ))}
        </Section>
      )}
    </>
  );
}

function PersonRow({ entry, onChange }: { entry: AdminUser; onChange: () => void }) {
  const now = useNow();
  const me = useMe().user.id;
  const [open, setOpen] = useState(false);
  const { user, contact, sessions, last_seen_ms } = entry;
  const facts = [
    user.title,
    contact?.email,
    t("admin.people.sessions", { n: sessions }),
    last_seen_ms ? t("presence.lastSeen", { time: formatAgo(last_seen_ms, now) }) : "",
  ];
  return (
    <>
      <Row
        leading={<PersonAvatar user={user} size={40} presence />}
        title={
          <>
            {personName(user)}
            {user.id === me && <Badge>{t("person.you")}</Badge>}
            {user.role !== "user" && <Badge tone="accent">{roleName(user.role)}</Badge>}
            {user.deactivated_ms && <Badge>{t("person.deactivated")}</Badge>}
          </>
        }
        detail={facts.filter(Boolean).join(" · ")}
        chevron
        onClick={() => setOpen(true)}
      />
      {open && <PersonDialog entry={entry} onClose={() => setOpen(false)} onChange={onChange} />}
    </>
  );
}
