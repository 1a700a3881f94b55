import type { RoomView } from "../core/client";
import type { Room } from "../core/types";
import { Icon, type IconName } from "../ui/Icon";
import { PersonAvatar } from "./PersonAvatar";
import styles from "./RoomMark.module.css";

export function roomIcon(room: Pick<Room, "kind" | "visibility" | "posting">): IconName {
  if (room.kind === "direct") return "people";
  if (room.visibility === "private") return "lock";
  return room.posting === "admins" ? "megaphone" : "hash";
}

/** The face of a direct room of two, else a sign of what kind of room it is. */
export function RoomMark({ view, size = 44 }: { view: Pick<RoomView, "room" | "others">; size?: number }) {
  const [only, second] = view.others;
  if (view.room.kind === "direct" && only && !second)
    return <PersonAvatar user={only} size={size} presence />;
  return <Mark room={view.room} size={size} />;
}

export function Mark({
  room,
  size = 44,
}: {
  room: Pick<Room, "kind" | "visibility" | "posting">;
  size?: number;
}) {
  return (
    <span className={styles.mark} style={{ width: size, height: size }} aria-hidden="true">
      <Icon name={roomIcon(room)} size={Math.round(size * 0.5)} />
    </span>
  );
}
