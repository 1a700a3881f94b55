import { useDeferredValue, useState } from "react";
import type { Message } from "../../core/types";
import { t } from "../../locales/t";
import { useClient } from "../../shared/client";
import { MessageSummary } from "../../shared/MessageSummary";
import { PersonAvatar } from "../../shared/PersonAvatar";
import { paths } from "../../shared/paths";
import { RoomMark } from "../../shared/RoomMark";
import { useLoaded } from "../../shared/use-loaded";
import { personName } from "../../shared/words";
import { TextField } from "../../ui/Field";
import { plainText } from "../../ui/plain-text";
import { Row } from "../../ui/Row";
import { EmptyState, Section } from "../../ui/Surface";
import { Tabs } from "../../ui/Tabs";
import { excerpt } from "./excerpt";
import styles from "./Search.module.css";

type Kind = "all" | "messages" | "rooms" | "people";

/** Over what this device holds; it works offline, and says so. */
export function Search() {
  const client = useClient();
  const [query, setQuery] = useState("");
  const [kind, setKind] = useState<Kind>("all");
  const asked = useDeferredValue(query.trim());
  const found = useLoaded(
    () => (asked ? client.search(asked, { limit: 60 }) : Promise.resolve(undefined)),
    [asked],
  );
  const result = found.value;
  const shows = (k: Kind) => kind === "all" || kind === k;
  const none = result && result.messages.length + result.rooms.length + result.people.length === 0;
  return (
    <div className={styles.page}>
      <div className={styles.bar}>
        <TextField
          label={t("search.label")}
          hideLabel
          type="search"
          placeholder={t("search.label")}
          value={query}
          autoFocus
          autoComplete="off"
          enterKeyHint="search"
          onChange={(e) => setQuery(e.target.value)}
        />
        {result && !none && (
          <Tabs
            label={t("search.kinds")}
            value={kind}
            onChange={setKind}
            tabs={[
              { id: "all", label: t("search.all") },
              { id: "messages", label: t("search.messages"), count: result.messages.length },
              { id: "rooms", label: t("search.rooms"), count: result.rooms.length },
              { id: "people", label: t("search.people"), count: result.people.length },
            ]}
          />
        )}
      </div>
      <div aria-live="polite" className={styles.results}>
        {!asked && (
          <EmptyState icon="search" title={t("search.start")}>
            <p>{t("search.startLead")}</p>
          </EmptyState>
        )}
        {none && (
          <EmptyState icon="search" title={t("search.none", { query: asked })}>
            <p>{t("search.noneLead")}</p>
          </EmptyState>
        )}
        {result && shows("rooms") && result.rooms.length > 0 && (
          <Section title={t("search.rooms")}>
            {result.rooms.map((r) => (
              <Row
                key={r.id}
                href={paths.room(r.id)}
                leading={<RoomMark view={r} size={40} />}
                title={r.title}
                detail={r.room.topic}
              />
            ))}
          </Section>
        )}
        {result && shows("people") && result.people.length > 0 && (
          <Section title={t("search.people")}>
            {result.people.map((u) => (
              <Row
                key={u.id}
                href={paths.person(u.id)}
                leading={<PersonAvatar user={u} size={40} presence />}
                title={personName(u)}
                detail={u.title}
              />
            ))}
          </Section>
        )}
        {result && shows("messages") && result.messages.length > 0 && (
          <Messages result={result.messages} query={asked} />
        )}
      </div>
    </div>
  );
}

function Messages({ result, query }: { result: readonly Message[]; query: string }) {
  const client = useClient();
  return (
    <Section title={t("search.messages")}>
      {result.map((m) => (
        <MessageSummary
          key={m.message_id}
          message={m}
          where={client.room(m.room_id).get()?.title}
          href={m.thread_id ? paths.thread(m.room_id, m.thread_id) : undefined}
          mark={<Marked text={plainText(m.text ?? "")} query={query} />}
        />
      ))}
    </Section>
  );
}

function Marked({ text, query }: { text: string; query: string }) {
  return excerpt(text, query).map((part, i) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts never move
    part.hit ? <mark key={i}>{part.text}</mark> : part.text,
  );
}
