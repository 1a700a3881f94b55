import { type KeyboardEvent, type RefObject, useId, useMemo, useState } from "react";
import { t } from "../../locales/t";
import { useUsers } from "../../shared/client";
import { PersonAvatar } from "../../shared/PersonAvatar";
import { Icon } from "../../ui/Icon";
import styles from "./Composer.module.css";
import { type Candidate, EVERYBODY, insertMention, matchCandidates, mentionQuery } from "./mentions";

type Input = {
  box: RefObject<HTMLTextAreaElement | null>;
  text: string;
  candidates: Candidate[];
  setText: (text: string, caret?: number) => void;
};

/** The combobox behaviour of the text box: names appear after "@", arrows choose, Enter or Tab takes. */
export function useMentionList({ box, text, candidates, setText }: Input) {
  const id = useId();
  const [caret, setCaret] = useState<number>();
  const [active, setActive] = useState(0);
  const asked = caret === undefined ? undefined : mentionQuery(text, caret);
  const query = asked?.query;
  const found = useMemo(
    () => (query === undefined ? [] : matchCandidates(candidates, query)),
    [candidates, query],
  );
  const open = found.length > 0;
  const at = Math.min(active, found.length - 1);
  const close = () => setCaret(undefined);
  const take = (c: Candidate | undefined) => {
    if (!c || !asked || caret === undefined) return;
    const next = insertMention(text, caret, asked.start, c.name);
    setText(next.text, next.caret);
    box.current?.focus();
    close();
  };
  const onKey = (e: KeyboardEvent): boolean => {
    if (!open) return false;
    if (e.key === "ArrowDown") setActive((at + 1) % found.length);
    else if (e.key === "ArrowUp") setActive((at - 1 + found.length) % found.length);
    else if (e.key === "Enter" || e.key === "Tab") take(found[at]);
    else if (e.key === "Escape") close();
    else return false;
    e.preventDefault();
    return true;
  };
  return {
    id,
    open,
    found,
    at,
    take,
    onKey,
    onBlur: close,
    onSelect: () => {
      const el = box.current;
      const next = el && el.selectionStart === el.selectionEnd ? el.selectionStart : undefined;
      if (next !== caret) setActive(0);
      setCaret(next);
    },
    aria: {
      "aria-controls": open ? id : undefined,
      "aria-autocomplete": "list",
      "aria-activedescendant": open ? `${id}-${at}` : undefined,
    } as const,
  };
}

type ListProps = { id: string; found: Candidate[]; at: number; take: (c: Candidate) => void };

export function MentionList({ id, found, at, take }: ListProps) {
  const users = useUsers();
  return (
    <div id={id} role="listbox" aria-label={t("composer.mention")} className={styles.mentions}>
      {found.map((c, i) => (
        // The text box keeps the focus and the keys; these are its options.
        // biome-ignore lint/a11y/useFocusableInteractive: aria-activedescendant points here
        // biome-ignore lint/a11y/useKeyWithClickEvents: the text box has the keys
        <div
          key={c.id}
          id={`${id}-${i}`}
          role="option"
          aria-selected={i === at}
          className={styles.mention}
          onPointerDown={(e) => e.preventDefault()}
          onClick={() => take(c)}
        >
          {c.id === EVERYBODY ? (
            <Icon name="people" size={28} />
          ) : (
            <PersonAvatar user={users.get(c.id)} size={32} presence />
          )}
          <span>
            {c.id === EVERYBODY ? `@${c.name}` : c.name}
            {c.hint && <small>{c.hint}</small>}
          </span>
        </div>
      ))}
    </div>
  );
}
