import type { ReactNode } from "react";
import type { Message } from "../../core/types";
import { t } from "../../locales/t";
import { useMe, useUser, useUsers } from "../../shared/client";
import { personName } from "../../shared/words";
import { Dialog } from "../../ui/Dialog";
import { formatCoords } from "../../ui/geo";
import { formatDuration, formatFull } from "../../ui/time";
import styles from "./dialogs.module.css";
import { writtenMs } from "./rows";

/** All that is known about a message: both times, whose clock, both zones, place, who reacted. */
export function DetailsDialog({ message: m, onClose }: { message: Message; onClose: () => void }) {
  const author = useUser(m.author_id);
  const users = useUsers();
  const me = useMe().user.id;
  const zone = author?.time_zone;
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const name = (id: string) => (id === me ? t("person.you") : personName(users.get(id)));
  return (
    <Dialog open onClose={onClose} title={t("message.details")}>
      <dl className={styles.facts}>
        <Fact term={t("message.from")}>{name(m.author_id)}</Fact>
        <Fact term={t("message.written")}>{formatFull(writtenMs(m))}</Fact>
        <Fact term={t("message.arrived")}>{formatFull(m.ts_ms)}</Fact>
        {zone && zone !== here && (
          <Fact term={t("message.theirTime", { zone })}>{formatFull(writtenMs(m), zone)}</Fact>
        )}
        {m.skew_ms ? <Fact term={t("message.clock")}>{skewText(m.skew_ms)}</Fact> : null}
        {m.lat !== undefined && m.long !== undefined && (
          <Fact term={t("message.positionOnly")}>{formatCoords({ lat: m.lat, long: m.long })}</Fact>
        )}
        {m.captured_ms ? <Fact term={t("message.measured")}>{formatFull(m.captured_ms)}</Fact> : null}
        {m.edited_ms ? <Fact term={t("message.edited")}>{formatFull(m.edited_ms)}</Fact> : null}
        {m.pinned_ms ? (
          <Fact term={t("message.pinned")}>{`${name(m.pinned_by ?? "")} · ${formatFull(m.pinned_ms)}`}</Fact>
        ) : null}
        {m.reactions?.map((r) => (
          <Fact key={r.emoji} term={r.emoji}>
            {r.user_ids.map(name).join(", ")}
          </Fact>
        ))}
      </dl>
    </Dialog>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function skewText(skew: number): string {
  const by = formatDuration(Math.abs(skew));
  return skew > 0 ? t("message.clockFast", { by }) : t("message.clockSlow", { by });
}
