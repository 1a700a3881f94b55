import { useStore } from "@nanostores/react";
import { useMemo, useRef } from "react";
import type { RoomView } from "../../core/client";
import type { Message } from "../../core/types";
import { t } from "../../locales/t";
import { useClient, useMe } from "../../shared/client";
import { useAction } from "../../shared/use-action";
import { Skeleton } from "../../ui/Progress";
import { Switch } from "../../ui/Switch";
import { DeedsProvider, type TimelineDeeds } from "./context";
import { MessageList, Separator } from "./MessageList";
import { MessageRow } from "./MessageRow";
import { OutboxRow } from "./OutboxRow";
import { type ListRow, toRows } from "./rows";
import styles from "./ThreadPane.module.css";

type Props = {
  view: RoomView;
  messageId: string;
  onReply?: (m: Message) => void;
  onEdit: (messageId: string, text: string) => void;
  onGoTo: (messageId: string) => void;
};

/** A message and the replies in its thread. */
export function ThreadPane({ view, messageId, onReply, onEdit, onGoTo }: Props) {
  const client = useClient();
  const thread = client.thread(messageId);
  const { root, state, timeline } = useStore(thread.$state);
  const me = useMe().user.id;
  const { run } = useAction();
  const told = useRef(0);
  const deeds = useMemo(
    (): TimelineDeeds => ({ view, reply: onReply, edit: onEdit, goToMessage: onGoTo }),
    [view, onReply, onEdit, onGoTo],
  );
  const rows = useMemo(
    () => [
      { kind: "start", key: "start" } satisfies ListRow,
      ...toRows(timeline.items, { me, firstUnread: timeline.first_unread_seq, complete: false }),
    ],
    [timeline.items, timeline.first_unread_seq, me],
  );
  const seen = (seq: number) => {
    if (seq <= Math.max(told.current, state?.read_seq ?? 0) || document.visibilityState !== "visible") return;
    told.current = seq;
    // Kept on the device until it can be told; nothing to mend here.
    thread.markRead(seq).catch(() => undefined);
  };
  if (!root && timeline.loading) return <Skeleton rows={5} label={t("timeline.loading")} />;
  const head = (
    <div className={styles.root}>
      {root && <MessageRow message={root} head marked={false} />}
      <div className={styles.follow}>
        <Switch
          label={t("thread.follow")}
          hint={t("thread.followHint")}
          checked={state?.following ?? false}
          onChange={(on) => run(() => thread.follow(on))}
        />
      </div>
    </div>
  );
  return (
    <DeedsProvider value={deeds}>
      <MessageList
        label={t("thread.label")}
        rows={rows}
        state={timeline}
        below={0}
        fromTop
        onOlder={() => run(() => thread.loadOlder())}
        onNewer={() => undefined}
        onNewest={() => undefined}
        onSeen={seen}
      >
        {(row) =>
          row.kind !== "item" ? (
            <Separator key={row.key} row={row} intro={head} />
          ) : row.item.kind === "outbox" ? (
            <OutboxRow key={row.key} item={row.item.item} head={row.head} />
          ) : (
            <MessageRow key={row.key} message={row.item.message} head={row.head} marked={false} />
          )
        }
      </MessageList>
    </DeedsProvider>
  );
}
