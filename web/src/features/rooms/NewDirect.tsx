import { useState } from "react";
import { t } from "../../locales/t";
import { useClient } from "../../shared/client";
import { PeoplePicker } from "../../shared/PeoplePicker";
import { paths } from "../../shared/paths";
import { useLocation } from "../../shared/router";
import { useAction } from "../../shared/use-action";
import { Button } from "../../ui/Button";
import form from "./form.module.css";

/** One or more people; the same set of people is always the same room. */
export function NewDirect() {
  const client = useClient();
  const [, go] = useLocation();
  const { run, busy } = useAction();
  const [people, setPeople] = useState<string[]>([]);
  const open = () =>
    run(async () => {
      const room = await client.rooms.openDirect(people);
      go(paths.room(room.id), { replace: true });
    });
  return (
    <div className={form.page}>
      <PeoplePicker label={t("rooms.writeTo")} chosen={people} onChange={setPeople} />
      <div className={form.buttons}>
        <Button kind="primary" busy={busy} disabled={people.length === 0} onClick={open}>
          {t("rooms.openDirect", { n: people.length })}
        </Button>
      </div>
    </div>
  );
}
