import { useMemo } from "react";
import type { Mentionable } from "../ui/markdown";
import { RichText } from "../ui/RichText";
import { useMe, useUsers } from "./client";
import { paths } from "./paths";
import { useLocation } from "./router";
import { personName } from "./words";

/** How a mention is written: "@" and the person's name, or the whole name of everybody. */
export const mentionLabel = (name: string) => `@${name}`;
const EVERYBODY = "room";

/** A message's text with the people it names made into links to their cards. */
export function MessageText({ text, mentions }: { text: string; mentions?: readonly string[] }) {
  const users = useUsers();
  const me = useMe().user.id;
  const [, go] = useLocation();
  const names = useMemo(
    () =>
      (mentions ?? []).map(
        (id): Mentionable => ({
          id,
          label: mentionLabel(id === EVERYBODY ? EVERYBODY : personName(users.get(id))),
        }),
      ),
    [mentions, users],
  );
  return (
    <RichText
      text={text}
      mentions={names}
      me={(id) => id === me || id === EVERYBODY}
      onMention={(id) => go(paths.person(id))}
    />
  );
}
