import { useStore } from "@nanostores/react";
import type { Message } from "../../core/types";
import { t } from "../../locales/t";
import { useClient, useMe } from "../../shared/client";
import { copyText } from "../../shared/share";
import { useAction } from "../../shared/use-action";
import { IconButton } from "../../ui/Button";
import { QUICK } from "../../ui/emoji";
import { MenuPanel } from "../../ui/Menu";
import { useToast } from "../../ui/Toast";
import { useDeeds } from "./context";
import { DeleteDialog } from "./DeleteDialog";
import { DetailsDialog } from "./DetailsDialog";
import styles from "./MessageMenu.module.css";
import { type DialogName, MESSAGE_ACTIONS } from "./message-actions";
import { ReadersDialog } from "./ReadersDialog";
import { ReportDialog } from "./ReportDialog";

export type Opened = {
  what: "menu" | DialogName;
  anchor: () => Element | { x: number; y: number } | null;
};

type Props = {
  message: Message;
  opened: Opened;
  onOpen: (next: Opened | undefined) => void;
  onClose: () => void;
};

/** The open menu of a message, or the dialog that was chosen in it. */
export function MessageMenu({ message: m, opened, onOpen, onClose }: Props) {
  switch (opened.what) {
    case "readers":
      return <ReadersDialog message={m} onClose={onClose} />;
    case "details":
      return <DetailsDialog message={m} onClose={onClose} />;
    case "report":
      return <ReportDialog message={m} onClose={onClose} />;
    case "delete":
      return <DeleteDialog message={m} onClose={onClose} />;
    default:
      return <Panel message={m} opened={opened} onOpen={onOpen} onClose={onClose} />;
  }
}

function Panel({ message: m, opened, onOpen, onClose }: Props) {
  const client = useClient();
  const me = useMe().user;
  const deeds = useDeeds();
  const saved = useStore(client.$saved).some(
    (s) => s.saved.message_id === m.message_id && !s.saved.removed_ms,
  );
  const toast = useToast();
  const { run } = useAction();
  const copy = async (text: string) => {
    const done = await copyText(text);
    toast({ text: done ? t("ui.copied") : t("ui.copyFailed"), tone: done ? "plain" : "danger" });
  };
  const setting = { m, me, saved, deeds };
  const open = (what: DialogName) => onOpen({ what, anchor: opened.anchor });
  return (
    <MenuPanel
      label={t("message.more")}
      anchor={opened.anchor}
      onClose={onClose}
      header={!deeds.outsider && <QuickReactions message={m} onOpen={open} onClose={onClose} />}
      items={MESSAGE_ACTIONS.filter((a) => a.when(setting)).map((a) => ({
        label: t(a.name),
        icon: a.icon,
        danger: a.danger,
        onSelect: () => run(async () => a.perform({ ...setting, client, open, copy })),
      }))}
    />
  );
}

function QuickReactions({
  message: m,
  onOpen,
  onClose,
}: {
  message: Message;
  onOpen: (what: DialogName) => void;
  onClose: () => void;
}) {
  const client = useClient();
  const me = useMe().user.id;
  const { run } = useAction();
  const has = (emoji: string) =>
    m.reactions?.some((r) => r.emoji === emoji && r.user_ids.includes(me)) ?? false;
  return (
    <div className={styles.quick}>
      {QUICK.map((emoji) => (
        <button
          key={emoji}
          type="button"
          aria-pressed={has(emoji)}
          aria-label={t("message.reactWith", { emoji })}
          onClick={() => {
            onClose();
            run(() => client.messages.react(m.message_id, emoji, !has(emoji)));
          }}
        >
          {emoji}
        </button>
      ))}
      <IconButton icon="reaction" label={t("message.react")} onClick={() => onOpen("emoji")} />
    </div>
  );
}
