import { useStore } from "@nanostores/react";
import { useEffect, useMemo, useRef, useState } from "react";
import type { RoomView, TimelineState } from "../../core/client";
import type { Message } from "../../core/types";
import { t } from "../../locales/t";
import { useClient, useMe } from "../../shared/client";
import { useAction } from "../../shared/use-action";
import { problemText } from "../../shared/words";
import { Button } from "../../ui/Button";
import { Skeleton } from "../../ui/Progress";
import { EmptyState } from "../../ui/Surface";
import { DeedsProvider, type TimelineDeeds } from "./context";
import { JumpToDate } from "./JumpToDate";
import { MessageList, Separator } from "./MessageList";
import { MessageRow } from "./MessageRow";
import { OutboxRow } from "./OutboxRow";
import { RoomIntro } from "./RoomIntro";
import { type ListRow, toRows } from "./rows";

type Props = {
  view: RoomView;
  /** A message to go to, from a link. */
  target?: string;
  onReply?: (m: Message) => void;
  onEdit: (messageId: string, text: string) => void;
  /** Absent for who only looks into the room. */
  onThread?: (messageId: string) => void;
  pickingDate: boolean;
  onPickDate: (open: boolean) => void;
};

export function Timeline({ view, target, onReply, onEdit, onThread, pickingDate, onPickDate }: Props) {
  const client = useClient();
  const timeline = client.timeline(view.id);
  const state = useStore(timeline.$state);
  const { run } = useAction();
  const { run: runQuiet } = useAction({ quiet: true });
  const me = useMe().user.id;
  const seen = useSeen(view);
  const rows = useMemo(
    () =>
      toRows(state.items, {
        me,
        firstUnread: state.first_unread_seq,
        complete: !state.has_older && !state.loading,
      }),
    [state.items, state.first_unread_seq, state.has_older, state.loading, me],
  );
  useEffect(() => {
    if (target) run(() => timeline.goToMessage(target));
  }, [target, timeline, run]);
  const deeds = useMemo(
    (): TimelineDeeds => ({
      view,
      outsider: !onThread,
      reply: onReply,
      edit: onEdit,
      openThread: onThread,
      goToMessage: (id) => run(() => timeline.goToMessage(id)),
      markUnread:
        onThread &&
        ((m) => {
          seen.pause();
          run(() => client.rooms.markUnread(view.id, m.seq));
        }),
    }),
    [view, onReply, onEdit, onThread, timeline, client, run, seen],
  );
  if (state.items.length === 0 && !state.loading && state.problem && !state.has_older)
    return (
      <EmptyState icon="alert" title={problemText(state.problem)}>
        <Button onClick={() => runQuiet(() => timeline.goToNewest())}>{t("ui.tryAgain")}</Button>
      </EmptyState>
    );
  if (state.loading && state.items.length === 0) return <Skeleton rows={8} label={t("timeline.loading")} />;
  return (
    <DeedsProvider value={deeds}>
      <MessageList
        label={t("timeline.label", { room: view.title })}
        rows={rows}
        state={state}
        below={view.unread}
        onOlder={() => runQuiet(() => timeline.loadOlder())}
        onNewer={() => runQuiet(() => timeline.loadNewer())}
        onNewest={() => run(() => timeline.goToNewest())}
        onSeen={seen.upTo}
        onPickDate={() => onPickDate(true)}
      >
        {(row) => <Line key={row.key} row={row} state={state} view={view} />}
      </MessageList>
      {pickingDate && (
        <JumpToDate onClose={() => onPickDate(false)} onPick={(ms) => run(() => timeline.goToDate(ms))} />
      )}
    </DeedsProvider>
  );
}

function Line({ row, state, view }: { row: ListRow; state: TimelineState; view: RoomView }) {
  const marked = useMarked(row, state);
  if (row.kind !== "item") return <Separator row={row} intro={<RoomIntro view={view} />} />;
  if (row.item.kind === "outbox") return <OutboxRow item={row.item.item} head={row.head} />;
  const { message } = row.item;
  return (
    <MessageRow message={message} head={row.head} marked={marked} readBy={readersOf(message, state.reads)} />
  );
}

/** After a jump the message lights up once. */
function useMarked(row: ListRow, state: TimelineState): boolean {
  return (
    state.target_seq !== undefined &&
    row.kind === "item" &&
    row.item.kind === "message" &&
    row.item.message.seq === state.target_seq
  );
}

function readersOf(m: Message, reads: ReadonlyMap<string, number>): string[] | undefined {
  if (reads.size === 0) return undefined;
  return [...reads].filter(([id, seq]) => id !== m.author_id && seq >= m.seq).map(([id]) => id);
}

/** Tells the engine what was seen, while the page is in sight. Marking unread pauses it until the room is left. */
function useSeen(view: RoomView) {
  const client = useClient();
  const paused = useRef(false);
  const told = useRef(0);
  const state = useRef(view.state);
  state.current = view.state;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another room begins anew
  useEffect(() => {
    paused.current = false;
    told.current = 0;
  }, [view.id]);
  const [seen] = useState(() => ({ upTo: (_seq: number) => {}, pause: () => {} }));
  seen.pause = () => {
    paused.current = true;
  };
  seen.upTo = (seq) => {
    const { read_seq, unread_from_seq } = state.current;
    const news =
      seq > Math.max(read_seq, told.current) || (unread_from_seq !== undefined && told.current === 0);
    if (!news || paused.current || document.visibilityState !== "visible") return;
    told.current = seq;
    // Offline it is kept on the device; nothing here can mend a failure.
    client.rooms.markRead(view.id, Math.max(seq, read_seq)).catch(() => undefined);
  };
  return seen;
}
