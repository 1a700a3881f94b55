import type { HealthPart } from "../../core/types-admin";
import { isMessage, t } from "../../locales/t";
import { useClient } from "../../shared/client";
import { Badge } from "../../ui/Badge";
import { Icon } from "../../ui/Icon";
import { Row } from "../../ui/Row";
import { Section } from "../../ui/Surface";
import { formatDuration } from "../../ui/time";
import { formatBytes } from "./Stats";
import { useLive } from "./use-live";
import { Waiting } from "./Waiting";

const TONE = { ok: "accent", degraded: "now", down: "danger", off: "neutral" } as const;
const ICON = { ok: "check", degraded: "alert", down: "alert", off: "close" } as const;

export function Health() {
  const client = useClient();
  const health = useLive(() => client.admin.health());
  const stats = useLive(() => client.admin.stats());
  return (
    <>
      <Waiting of={health} />
      {health.value && (
        <Section title={t("admin.health.parts")}>
          {health.value.map((p) => (
            <PartRow key={p.name} part={p} />
          ))}
        </Section>
      )}
      {stats.value && (
        <Section title={t("admin.health.server")}>
          <Row title={t("admin.stat.uptime_ms")} trailing={formatDuration(stats.value.uptime_ms)} />
          <Row title={t("admin.stat.open_streams")} trailing={stats.value.open_streams} />
          <Row title={t("admin.stat.deliveries_total")} trailing={stats.value.deliveries_total} />
          {stats.value.storage_bytes !== undefined && (
            <Row title={t("admin.stat.storage_bytes")} trailing={formatBytes(stats.value.storage_bytes)} />
          )}
        </Section>
      )}
    </>
  );
}

/** A part that this version does not know keeps the server's name. */
function partName(name: string): string {
  const id = `admin.part.${name}`;
  return isMessage(id) ? t(id) : name.replaceAll("_", " ");
}

function PartRow({ part }: { part: HealthPart }) {
  return (
    <Row
      leading={<Icon name={ICON[part.state]} />}
      title={partName(part.name)}
      detail={part.detail}
      trailing={<Badge tone={TONE[part.state]}>{t(`admin.health.${part.state}`)}</Badge>}
    />
  );
}
