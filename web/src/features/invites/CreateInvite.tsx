import { useStore } from "@nanostores/react";
import { useState } from "react";
import type { Invite, Role } from "../../core/types";
import { t } from "../../locales/t";
import { useClient, useMe } from "../../shared/client";
import { useAction } from "../../shared/use-action";
import { problemText, roleName } from "../../shared/words";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Select, TextField } from "../../ui/Field";
import { Checkbox } from "../../ui/Switch";
import styles from "./invites.module.css";

const DAY = 86_400_000;
const RANK: Role[] = ["guest", "user", "admin"];

/** The roles I may give: at most my own. Ownership is handed over, never given by a link. */
function rolesBelow(mine: Role): Role[] {
  const top = mine === "super_admin" ? "admin" : mine;
  return RANK.slice(0, RANK.indexOf(top) + 1);
}

type Props = { onClose: () => void; onMade: (invite: Invite) => void };

export function CreateInvite({ onClose, onMade }: Props) {
  const client = useClient();
  const { run, busy, error } = useAction({ quiet: true });
  const mine = useMe().user.role;
  const [role, setRole] = useState<Role>("user");
  const [days, setDays] = useState("7");
  const [uses, setUses] = useState("");
  const [guestDays, setGuestDays] = useState("30");
  const [rooms, setRooms] = useState<string[]>([]);
  const [note, setNote] = useState("");
  const create = () =>
    run(async () => {
      const now = Date.now();
      onMade(
        await client.people.createInvite({
          role,
          room_ids: rooms.length > 0 ? rooms : undefined,
          max_uses: Number(uses) || undefined,
          expires_ms: Number(days) ? now + Number(days) * DAY : undefined,
          guest_until_ms: role === "guest" ? now + Number(guestDays) * DAY : undefined,
          note: note.trim() || undefined,
        }),
      );
    });
  const days_ = (n: number) => ({ value: String(n), label: t("notify.days", { n }) });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("invites.create")}
      onSubmit={create}
      footer={
        <>
          <Button onClick={onClose}>{t("ui.cancel")}</Button>
          <Button kind="primary" type="submit" busy={busy} disabled={role === "guest" && rooms.length === 0}>
            {t("invites.make")}
          </Button>
        </>
      }
    >
      <Select
        label={t("invites.role")}
        value={role}
        onChange={(e) => setRole(e.target.value as Role)}
        choices={rolesBelow(mine).map((r) => ({ value: r, label: roleName(r) }))}
        hint={role === "guest" ? t("invites.guestHint") : undefined}
      />
      {role === "guest" && (
        <Select
          label={t("invites.guestFor")}
          value={guestDays}
          onChange={(e) => setGuestDays(e.target.value)}
          choices={[1, 7, 30, 90, 365].map(days_)}
        />
      )}
      <RoomChoice role={role} chosen={rooms} onChange={setRooms} />
      <div className={styles.pair}>
        <Select
          label={t("invites.worksFor")}
          value={days}
          onChange={(e) => setDays(e.target.value)}
          choices={[...[1, 7, 30].map(days_), { value: "0", label: t("invites.noEnd") }]}
        />
        <TextField
          label={t("invites.maxUses")}
          type="number"
          min={1}
          inputMode="numeric"
          placeholder={t("invites.anyNumber")}
          value={uses}
          onChange={(e) => setUses(e.target.value)}
        />
      </div>
      <TextField
        label={t("invites.note")}
        value={note}
        maxLength={200}
        placeholder={t("invites.notePlaceholder")}
        onChange={(e) => setNote(e.target.value)}
      />
      {error !== undefined && (
        <p className={styles.problem} role="alert">
          {problemText(error)}
        </p>
      )}
    </Dialog>
  );
}

function RoomChoice({
  role,
  chosen,
  onChange,
}: {
  role: Role;
  chosen: string[];
  onChange: (ids: string[]) => void;
}) {
  const rooms = useStore(useClient().$rooms).filter(
    (r) => r.room.kind === "channel" && !r.room.archived_ms && (role === "guest" || !r.room.is_general),
  );
  if (rooms.length === 0) return null;
  return (
    <fieldset className={styles.rooms}>
      <legend>{role === "guest" ? t("invites.guestRooms") : t("invites.rooms")}</legend>
      {rooms.map((r) => (
        <Checkbox
          key={r.id}
          label={r.title}
          checked={chosen.includes(r.id)}
          onChange={(on) => onChange(on ? [...chosen, r.id] : chosen.filter((id) => id !== r.id))}
        />
      ))}
    </fieldset>
  );
}
