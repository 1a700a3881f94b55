import { useDeferredValue, useEffect, useState } from "react";
import { t } from "../locales/t";
import styles from "./EmojiPicker.module.css";
import { type Emoji, type EmojiGroup, findEmoji, loadEmoji, recentEmoji, rememberEmoji } from "./emoji";
import { TextField } from "./Field";
import { Skeleton } from "./Progress";

/** Loaded when it is first opened: the names of all emoji are larger than the chat itself. */
export default function EmojiPicker({ onPick }: { onPick: (emoji: string) => void }) {
  const [groups, setGroups] = useState<EmojiGroup[] | "failed">();
  const [query, setQuery] = useState("");
  const deferred = useDeferredValue(query);
  useEffect(() => {
    loadEmoji().then(setGroups, () => setGroups("failed"));
  }, []);
  const pick = (char: string) => {
    rememberEmoji(char);
    onPick(char);
  };
  const recent = recentEmoji().map((char) => ({ char, label: char, words: "" }));
  return (
    <div className={styles.picker}>
      <TextField
        label={t("emoji.search")}
        hideLabel
        type="search"
        placeholder={t("emoji.search")}
        value={query}
        onChange={(e) => setQuery(e.target.value)}
      />
      <div className={styles.scroll}>
        {groups === undefined && <Skeleton rows={4} label={t("ui.loading")} />}
        {groups === "failed" && <p className={styles.note}>{t("emoji.failed")}</p>}
        {Array.isArray(groups) &&
          (deferred.trim() ? (
            <Found emoji={findEmoji(groups, deferred)} onPick={pick} />
          ) : (
            <>
              {recent.length > 0 && <Group title={t("emoji.recent")} emoji={recent} onPick={pick} />}
              {groups.map((g) => (
                <Group key={g.id} title={groupName(g.id)} emoji={g.emoji} onPick={pick} />
              ))}
            </>
          ))}
      </div>
    </div>
  );
}

function Found({ emoji, onPick }: { emoji: Emoji[]; onPick: (char: string) => void }) {
  if (emoji.length === 0) return <p className={styles.note}>{t("emoji.none")}</p>;
  return <Group title={t("emoji.found")} emoji={emoji} onPick={onPick} />;
}

function Group({ title, emoji, onPick }: { title: string; emoji: Emoji[]; onPick: (char: string) => void }) {
  return (
    <section className={styles.group} aria-label={title}>
      <h3>{title}</h3>
      <div className={styles.grid}>
        {emoji.map((e) => (
          <button
            key={e.char}
            type="button"
            title={e.label}
            aria-label={e.label}
            onClick={() => onPick(e.char)}
          >
            {e.char}
          </button>
        ))}
      </div>
    </section>
  );
}

const NAMES = [
  "emoji.smileys",
  "emoji.people",
  "emoji.people",
  "emoji.nature",
  "emoji.food",
  "emoji.travel",
  "emoji.activities",
  "emoji.objects",
  "emoji.symbols",
  "emoji.flags",
] as const;

const groupName = (id: number) => t(NAMES[id] ?? "emoji.symbols");
