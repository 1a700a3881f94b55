import type { RoomView } from "../../core/client";
import { t } from "../../locales/t";
import { useClient } from "../../shared/client";
import { paths } from "../../shared/paths";
import { useLocation } from "../../shared/router";
import { useAction } from "../../shared/use-action";
import { MenuPanel } from "../../ui/Menu";

type Props = { view: RoomView; at: { x: number; y: number }; onClose: () => void };

/** The menu of a room in the list. Its visible twin is the room's details. */
export function RoomMenu({ view, at, onClose }: Props) {
  const client = useClient();
  const { run } = useAction();
  const [, go] = useLocation();
  const { id, last } = view;
  return (
    <MenuPanel
      label={view.title}
      anchor={() => at}
      onClose={onClose}
      items={[
        last && view.has_unread
          ? {
              label: t("rooms.markRead"),
              icon: "check",
              onSelect: () => run(() => client.rooms.markRead(id, last.seq)),
            }
          : last && {
              label: t("rooms.markUnread"),
              icon: "unread",
              onSelect: () => run(() => client.rooms.markUnread(id, last.seq)),
            },
        {
          label: view.favourite ? t("rooms.unfavourite") : t("rooms.favourite"),
          icon: "star",
          onSelect: () => run(() => client.rooms.setState(id, { favourite: !view.favourite })),
        },
        {
          label: view.muted ? t("rooms.unmute") : t("rooms.mute"),
          icon: view.muted ? "bell" : "bellOff",
          onSelect: () =>
            run(() =>
              client.rooms.setState(id, { notify: view.muted ? "default" : "nothing", muted_until_ms: 0 }),
            ),
        },
        view.room.kind === "direct" && {
          label: t("rooms.hide"),
          icon: "eyeOff",
          hint: t("rooms.hideHint"),
          onSelect: () => run(() => client.rooms.setState(id, { hidden: true })),
        },
        { label: t("rooms.details"), icon: "info", onSelect: () => go(paths.roomDetails(id)) },
      ]}
    />
  );
}
