import { useStore } from "@nanostores/react";
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { t } from "../locales/t";
import { useUsers } from "../shared/client";
import { matchPeople } from "../shared/PeoplePicker";
import { PersonAvatar } from "../shared/PersonAvatar";
import { paths } from "../shared/paths";
import { RoomMark } from "../shared/RoomMark";
import { useAction } from "../shared/use-action";
import { personName } from "../shared/words";
import { Icon } from "../ui/Icon";
import styles from "./CommandPalette.module.css";
import { COMMANDS, type CommandContext, keyLabel } from "./commands";
import { useCommandContext } from "./use-keys";

type Entry = { id: string; mark: ReactNode; label: string; hint?: string; act: () => unknown };

const MAX_ROOMS = 8;
const MAX_PEOPLE = 5;

function useEntries(query: string, context: CommandContext): Entry[] {
  const rooms = useStore(context.client.$rooms);
  const users = useUsers();
  return useMemo(() => {
    const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const fits = (label: string) => words.every((w) => label.toLocaleLowerCase().includes(w));
    const mac = /Mac|iP/.test(navigator.userAgent);
    const found = rooms
      .filter((r) => fits(r.title))
      .slice(0, MAX_ROOMS)
      .map((r) => ({
        id: `room-${r.id}`,
        mark: <RoomMark view={r} size={32} />,
        label: r.title,
        act: () => context.go(paths.room(r.id)),
      }));
    const people = query
      ? matchPeople(users.values(), query)
          .slice(0, MAX_PEOPLE)
          .map((u) => ({
            id: `person-${u.id}`,
            mark: <PersonAvatar user={u} size={32} presence />,
            label: personName(u),
            hint: u.title,
            act: () => context.go(paths.person(u.id)),
          }))
      : [];
    const commands = COMMANDS.filter((c) => (c.when?.(context) ?? true) && fits(t(c.name))).map((c) => ({
      id: c.name,
      mark: <Icon name={c.icon} size={20} />,
      label: t(c.name),
      hint: c.key && keyLabel(c.key, mac),
      act: () => c.perform(context),
    }));
    return [...found, ...people, ...commands];
  }, [query, rooms, users, context]);
}

/** Rooms, people and commands by a few letters. */
export default function CommandPalette({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const now = useCommandContext();
  const [context] = useState(now);
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const { run } = useAction();
  const entries = useEntries(query, context);
  const at = Math.min(active, entries.length - 1);
  useEffect(() => {
    const d = dialog.current;
    if (d && !d.open) d.showModal();
    return () => d?.close();
  }, []);
  useEffect(() => {
    document.getElementById(`palette-${at}`)?.scrollIntoView({ block: "nearest" });
  }, [at]);
  const take = (entry: Entry | undefined) => {
    if (!entry) return;
    onClose();
    run(async () => entry.act());
  };
  const keys = (e: KeyboardEvent) => {
    if (e.nativeEvent.isComposing) return;
    if (e.key === "ArrowDown") setActive((at + 1) % entries.length);
    else if (e.key === "ArrowUp") setActive((at - 1 + entries.length) % entries.length);
    else if (e.key === "Enter") take(entries[at]);
    else return;
    e.preventDefault();
  };
  return (
    <dialog
      ref={dialog}
      className={styles.palette}
      aria-label={t("command.title")}
      onCancel={(e) => {
        e.preventDefault();
        onClose();
      }}
      onMouseDown={(e) => e.target === e.currentTarget && onClose()}
    >
      <input
        className={styles.input}
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={entries.length > 0 ? `palette-${at}` : undefined}
        aria-label={t("command.title")}
        placeholder={t("command.placeholder")}
        value={query}
        onChange={(e) => {
          setQuery(e.target.value);
          setActive(0);
        }}
        onKeyDown={keys}
      />
      <div id="palette-list" role="listbox" aria-label={t("command.title")} className={styles.list}>
        {entries.map((entry, i) => (
          // biome-ignore lint/a11y/useFocusableInteractive: aria-activedescendant points here
          // biome-ignore lint/a11y/useKeyWithClickEvents: the input has the keys
          <div
            key={entry.id}
            id={`palette-${i}`}
            role="option"
            aria-selected={i === at}
            className={styles.entry}
            onClick={() => take(entry)}
          >
            <span className={styles.mark}>{entry.mark}</span>
            <span className={styles.label}>{entry.label}</span>
            {entry.hint && <span className={styles.hint}>{entry.hint}</span>}
          </div>
        ))}
        {entries.length === 0 && <p className={styles.none}>{t("command.none")}</p>}
      </div>
    </dialog>
  );
}
