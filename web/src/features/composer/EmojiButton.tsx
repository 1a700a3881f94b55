import { lazy, Suspense, useRef, useState } from "react";
import { t } from "../../locales/t";
import { IconButton } from "../../ui/Button";
import { Popover } from "../../ui/Popover";
import { Skeleton } from "../../ui/Progress";

const EmojiPicker = lazy(() => import("../../ui/EmojiPicker"));

export function EmojiButton({ onPick }: { onPick: (emoji: string) => void }) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <IconButton
        ref={button}
        icon="smile"
        label={t("composer.emoji")}
        aria-expanded={open}
        onClick={() => setOpen(true)}
      />
      {open && (
        <Popover label={t("composer.emoji")} anchor={() => button.current} onClose={() => setOpen(false)}>
          <Suspense fallback={<Skeleton rows={4} label={t("ui.loading")} />}>
            <EmojiPicker
              onPick={(emoji) => {
                setOpen(false);
                onPick(emoji);
              }}
            />
          </Suspense>
        </Popover>
      )}
    </>
  );
}
