import { lazy, Suspense, useRef, useState } from "react";
import { t } from "../../locales/t";
import { useClient, useMe, useNow } from "../../shared/client";
import { useAction } from "../../shared/use-action";
import { problemText, statusOf } from "../../shared/words";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Select, TextField } from "../../ui/Field";
import { Popover } from "../../ui/Popover";
import { Skeleton } from "../../ui/Progress";
import styles from "./settings.module.css";

const EmojiPicker = lazy(() => import("../../ui/EmojiPicker"));

const HOUR = 3_600_000;
const PRESETS = [
  { emoji: "🏔️", id: "status.preset.tour", hours: 10 },
  { emoji: "🚁", id: "status.preset.rescue", hours: 4 },
  { emoji: "🚗", id: "status.preset.travel", hours: 4 },
  { emoji: "🌙", id: "status.preset.rest", hours: 8 },
  { emoji: "🌴", id: "status.preset.off", hours: 24 * 7 },
] as const;

type Lasts = "1" | "4" | "10" | "24" | "168" | "0";
const LASTS: Lasts[] = ["1", "4", "10", "24", "168", "0"];

export function StatusDialog({ onClose }: { onClose: () => void }) {
  const client = useClient();
  const now = useNow();
  const current = statusOf(useMe().user, now);
  const { run, busy, error } = useAction({ quiet: true });
  const [emoji, setEmoji] = useState(current?.emoji ?? "🏔️");
  const [text, setText] = useState(current?.text ?? "");
  const [hours, setHours] = useState<string>("10");
  const set = async (status: Parameters<typeof client.people.setStatus>[0]) => {
    if (await run(() => client.people.setStatus(status))) onClose();
  };
  const save = () =>
    set({
      emoji,
      text: text.trim() || undefined,
      until_ms: Number(hours) ? Date.now() + Number(hours) * HOUR : undefined,
    });
  const lasts = (h: number) =>
    h === 0 ? t("status.always") : h < 24 ? t("notify.hours", { n: h }) : t("notify.days", { n: h / 24 });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("status.title")}
      onSubmit={save}
      footer={
        <>
          {current && <Button onClick={() => set({})}>{t("status.clear")}</Button>}
          <Button kind="primary" type="submit" busy={busy}>
            {t("ui.save")}
          </Button>
        </>
      }
    >
      <div className={styles.statusLine}>
        <EmojiChoice emoji={emoji} onChange={setEmoji} />
        <TextField
          label={t("status.text")}
          value={text}
          maxLength={100}
          onChange={(e) => setText(e.target.value)}
        />
      </div>
      <div className={styles.presets}>
        {PRESETS.map((p) => (
          <button
            key={p.id}
            type="button"
            onClick={() => {
              setEmoji(p.emoji);
              setText(t(p.id));
              setHours(String(p.hours));
            }}
          >
            <span>{p.emoji}</span> {t(p.id)}
          </button>
        ))}
      </div>
      <Select
        label={t("status.lasts")}
        value={hours}
        onChange={(e) => setHours(e.target.value)}
        choices={LASTS.map((value) => ({ value, label: lasts(Number(value)) }))}
      />
      {error !== undefined && <p role="alert">{problemText(error)}</p>}
    </Dialog>
  );
}

function EmojiChoice({ emoji, onChange }: { emoji: string; onChange: (emoji: string) => void }) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <button
        ref={button}
        type="button"
        className={styles.emojiButton}
        aria-label={t("status.emoji")}
        onClick={() => setOpen(true)}
      >
        {emoji}
      </button>
      {open && (
        <Popover label={t("status.emoji")} anchor={() => button.current} onClose={() => setOpen(false)}>
          <Suspense fallback={<Skeleton rows={4} label={t("ui.loading")} />}>
            <EmojiPicker
              onPick={(e) => {
                onChange(e);
                setOpen(false);
              }}
            />
          </Suspense>
        </Popover>
      )}
    </>
  );
}
