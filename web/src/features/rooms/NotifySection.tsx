import type { RoomView } from "../../core/client";
import type { Notify } from "../../core/types";
import { t } from "../../locales/t";
import { useClient, useNow } from "../../shared/client";
import { useAction } from "../../shared/use-action";
import { Button } from "../../ui/Button";
import { Select } from "../../ui/Field";
import { Menu } from "../../ui/Menu";
import { Section } from "../../ui/Surface";
import { Switch } from "../../ui/Switch";
import { formatMoment } from "../../ui/time";
import styles from "./RoomDetails.module.css";

const HOUR = 3_600_000;

export function NotifySection({ view }: { view: RoomView }) {
  const client = useClient();
  const { run } = useAction();
  const now = useNow();
  const { id, state } = view;
  const paused = state.muted_until_ms !== undefined && state.muted_until_ms > now ? state.muted_until_ms : 0;
  const pause = (hours: number) =>
    run(() => client.rooms.setState(id, { muted_until_ms: hours ? Date.now() + hours * HOUR : 0 }));
  const usual = view.room.kind === "direct" ? t("notify.defaultDirect") : t("notify.defaultChannel");
  return (
    <Section title={t("notify.title")}>
      <div className={styles.pad}>
        <Select
          label={t("notify.level")}
          value={state.notify}
          onChange={(e) => run(() => client.rooms.setState(id, { notify: e.target.value as Notify }))}
          choices={[
            { value: "default", label: usual },
            { value: "all", label: t("notify.all") },
            { value: "mentions", label: t("notify.mentions") },
            { value: "nothing", label: t("notify.nothing") },
          ]}
        />
        {paused ? (
          <Button icon="bell" onClick={() => pause(0)}>
            {t("notify.resume", { time: formatMoment(paused, now) })}
          </Button>
        ) : (
          <Menu
            label={t("notify.pause")}
            trigger={(p) => (
              <Button icon="bellOff" {...p}>
                {t("notify.pause")}
              </Button>
            )}
            items={[
              { label: t("notify.hours", { n: 1 }), onSelect: () => pause(1) },
              { label: t("notify.hours", { n: 8 }), onSelect: () => pause(8) },
              { label: t("notify.days", { n: 1 }), onSelect: () => pause(24) },
              { label: t("notify.days", { n: 7 }), onSelect: () => pause(168) },
            ]}
          />
        )}
        <Switch
          label={t("rooms.isFavourite")}
          checked={view.favourite}
          onChange={(favourite) => run(() => client.rooms.setState(id, { favourite }))}
        />
      </div>
    </Section>
  );
}
