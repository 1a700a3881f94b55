import { useStore } from "@nanostores/react";
import { useMemo, useState } from "react";
import type { MemberView, RoomView } from "../../core/client";
import { t } from "../../locales/t";
import { ConfirmDialog } from "../../shared/ConfirmDialog";
import { useClient, useMe } from "../../shared/client";
import { PeoplePicker } from "../../shared/PeoplePicker";
import { PersonAvatar } from "../../shared/PersonAvatar";
import { paths } from "../../shared/paths";
import { useAction } from "../../shared/use-action";
import { personName } from "../../shared/words";
import { Badge } from "../../ui/Badge";
import { Button, IconButton } from "../../ui/Button";
import { Menu } from "../../ui/Menu";
import { Row } from "../../ui/Row";
import { Section } from "../../ui/Surface";
import { useMayManage } from "./manage";
import styles from "./RoomDetails.module.css";

const FEW = 8;

export function MembersSection({ view }: { view: RoomView }) {
  const client = useClient();
  const members = useStore(client.members(view.id));
  const presence = useStore(client.$presence);
  const guest = useMe().user.role === "guest";
  const [adding, setAdding] = useState(false);
  const [all, setAll] = useState(false);
  const sorted = useMemo(() => {
    const away = (m: MemberView) => Number(presence.get(m.user.id)?.state !== "online");
    const byName = (a: MemberView, b: MemberView) => personName(a.user).localeCompare(personName(b.user));
    return [...members].sort((a, b) => away(a) - away(b) || byName(a, b));
  }, [members, presence]);
  const shown = all ? sorted : sorted.slice(0, FEW);
  return (
    <Section
      title={t("rooms.people", { n: members.length })}
      action={
        view.room.kind === "channel" &&
        !guest && (
          <Button kind="quiet" icon="personAdd" onClick={() => setAdding(true)}>
            {t("rooms.add")}
          </Button>
        )
      }
    >
      <ul className={styles.members}>
        {shown.map((m) => (
          <li key={m.user.id}>
            <MemberRow view={view} entry={m} />
          </li>
        ))}
      </ul>
      {sorted.length > shown.length && (
        <Row title={t("rooms.showAll", { n: sorted.length })} onClick={() => setAll(true)} chevron />
      )}
      {adding && <AddDialog view={view} members={members} onClose={() => setAdding(false)} />}
    </Section>
  );
}

function MemberRow({ view, entry }: { view: RoomView; entry: MemberView }) {
  const client = useClient();
  const { run } = useAction();
  const me = useMe().user.id;
  const manage = useMayManage(view);
  const [removing, setRemoving] = useState(false);
  const { user, member } = entry;
  const owner = member.role === "owner";
  return (
    <div className={styles.member}>
      <Row
        href={paths.person(user.id)}
        leading={<PersonAvatar user={user} size={40} presence />}
        title={
          <>
            {personName(user)}
            {user.id === me && <Badge>{t("person.you")}</Badge>}
            {owner && <Badge>{t("rooms.owner")}</Badge>}
            {user.role === "guest" && <Badge>{t("role.guest")}</Badge>}
          </>
        }
        detail={user.title}
      />
      {manage && user.id !== me && (
        <Menu
          label={personName(user)}
          trigger={(p) => (
            <IconButton icon="more" label={t("rooms.manage", { who: personName(user) })} {...p} />
          )}
          items={[
            {
              label: owner ? t("rooms.unmakeOwner") : t("rooms.makeOwner"),
              icon: "crown",
              onSelect: () =>
                run(() => client.rooms.setMemberRole(view.id, user.id, owner ? "member" : "owner")),
            },
            !view.room.is_general && {
              label: t("rooms.remove"),
              icon: "close",
              danger: true,
              onSelect: () => setRemoving(true),
            },
          ]}
        />
      )}
      <ConfirmDialog
        open={removing}
        onClose={() => setRemoving(false)}
        title={t("rooms.removeTitle", { who: personName(user) })}
        label={t("rooms.remove")}
        danger
        onConfirm={() => client.rooms.removeMember(view.id, user.id)}
      >
        <p>{view.room.visibility === "private" ? t("rooms.removePrivate") : t("rooms.removePublic")}</p>
      </ConfirmDialog>
    </div>
  );
}

function AddDialog({
  view,
  members,
  onClose,
}: {
  view: RoomView;
  members: readonly MemberView[];
  onClose: () => void;
}) {
  const client = useClient();
  const [chosen, setChosen] = useState<string[]>([]);
  const without = useMemo(() => new Set(members.map((m) => m.user.id)), [members]);
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t("rooms.addTitle", { room: view.title })}
      label={t("rooms.addSubmit", { n: chosen.length })}
      disabled={chosen.length === 0}
      onConfirm={() => client.rooms.addMembers(view.id, chosen)}
    >
      <PeoplePicker label={t("rooms.addPeople")} chosen={chosen} onChange={setChosen} without={without} />
    </ConfirmDialog>
  );
}
