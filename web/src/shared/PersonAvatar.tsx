import { useStore } from "@nanostores/react";
import { avatarUrl } from "../core/client";
import type { User } from "../core/types";
import { Avatar } from "../ui/Avatar";
import { useClient } from "./client";
import { personName } from "./words";

type Props = { user: User | undefined; size?: number; presence?: boolean };

export function PersonAvatar({ user, size, presence }: Props) {
  return presence ? <PresentAvatar user={user} size={size} /> : <Face user={user} size={size} />;
}

function PresentAvatar({ user, size }: Props) {
  const state = useStore(useClient().$presence).get(user?.id ?? "")?.state;
  return <Face user={user} size={size} state={state} />;
}

function Face({ user, size, state }: Props & { state?: "online" | "away" | "offline" }) {
  return (
    <Avatar
      id={user?.id ?? ""}
      name={personName(user)}
      src={user && avatarUrl(user)}
      size={size}
      presence={state}
    />
  );
}
