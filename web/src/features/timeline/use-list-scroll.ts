import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { VirtualizerHandle } from "virtua";
import type { TimelineState } from "../../core/client";
import { indexOfSeq, type ListRow, seqUpTo } from "./rows";

const NEAR_EDGE = 800;
const AT_END = 48;
const MOVING_MS = 1200;
const SETTLE_MS = 500;

type Input = {
  rows: ListRow[];
  state: TimelineState;
  onOlder: () => void;
  onNewer: () => void;
  onSeen: (seq: number) => void;
};

/** Where the list stands, and everything that moves it. */
export function useListScroll({ rows, state, onOlder, onNewer, onSeen }: Input) {
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const [ready, setReady] = useState(false);
  const [atEnd, setAtEnd] = useState(true);
  const [topDay, setTopDay] = useState<number>();
  const [moving, setMoving] = useState(false);
  const pinned = useRef(true); // at the end, and to stay there
  const jumped = useRef("");
  const settling = useRef(0);
  const quiet = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef({ rows, state, onOlder, onNewer, onSeen });
  latest.current = { rows, state, onOlder, onNewer, onSeen };

  const toEnd = useCallback(() => {
    pinned.current = true;
    settling.current = performance.now() + SETTLE_MS;
    list.current?.scrollToIndex(latest.current.rows.length - 1, { align: "end" });
  }, []);

  const look = () => {
    const v = list.current;
    const { rows, state, onOlder, onNewer, onSeen } = latest.current;
    if (!v || rows.length === 0) return;
    const end = v.scrollOffset + v.viewportSize;
    const rest = v.scrollSize - end;
    // While the list settles after a jump, sizes are still being measured: that is not the reader scrolling away.
    if (rest < AT_END && !state.has_newer) pinned.current = true;
    else if (performance.now() > settling.current) pinned.current = false;
    setAtEnd(rest < AT_END * 2);
    const top = rows[v.findItemIndex(v.scrollOffset + 8)];
    setTopDay(top?.kind === "item" ? top.day : top?.kind === "day" ? top.ms : undefined);
    onSeen(seqUpTo(rows, pinned.current ? rows.length - 1 : v.findItemIndex(end - 24)));
    if (v.scrollOffset < NEAR_EDGE && state.has_older && !state.loading_older) onOlder();
    if (rest < NEAR_EDGE && state.has_newer && !state.loading_newer) onNewer();
  };

  // Opening: at the line of the first unread message, else at the end. Nothing is shown before it stands there.
  const filled = rows.length > 0 && !state.loading;
  useLayoutEffect(() => {
    if (!filled || ready) return;
    const line = latest.current.rows.findIndex((r) => r.kind === "new");
    if (line > 0) {
      pinned.current = false;
      list.current?.scrollToIndex(line, { align: "start", offset: -64 });
    } else if (latest.current.state.target_seq === undefined) toEnd();
    // The sizes are known only after a first layout, and the offset settles with them.
    requestAnimationFrame(() => requestAnimationFrame(() => setReady(true)));
  }, [filled, ready, toEnd]);

  // A jump: to a message, a date, the newest.
  useLayoutEffect(() => {
    const jump = `${state.goto_token} ${state.target_seq}`;
    if (jump === jumped.current || state.target_seq === undefined || !filled) return;
    const index = indexOfSeq(rows, state.target_seq);
    if (index < 0) return;
    jumped.current = jump;
    if (index === rows.length - 1 && !state.has_newer) return toEnd();
    pinned.current = false;
    settling.current = 0;
    list.current?.scrollToIndex(index, { align: "center" });
  }, [state.goto_token, state.target_seq, state.has_newer, rows, filled, toEnd]);

  // New rows at the end follow only a reader who is there.
  const lastKey = rows.at(-1)?.key;
  const lastMine = rows.at(-1);
  const isMine = lastMine?.kind === "item" && lastMine.item.kind === "outbox";
  useLayoutEffect(() => {
    if (!ready || lastKey === undefined) return;
    if (pinned.current || isMine) toEnd();
  }, [lastKey, ready, isMine, toEnd]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: look again whenever the rows or the loading state change
  useEffect(() => {
    if (!ready) return;
    const frame = requestAnimationFrame(look);
    return () => cancelAnimationFrame(frame);
  }, [rows, ready, state.loading_older, state.loading_newer]);

  useEffect(() => {
    const again = () => document.visibilityState === "visible" && look();
    document.addEventListener("visibilitychange", again);
    return () => document.removeEventListener("visibilitychange", again);
  });

  // The keyboard opens, a pane appears: who was at the end stays there.
  useEffect(() => {
    const el = box.current;
    if (!el) return;
    const resized = new ResizeObserver(() => pinned.current && toEnd());
    resized.observe(el);
    return () => resized.disconnect();
  });
  // A hand on the list ends the settling at once.
  useEffect(() => {
    const el = box.current;
    const byHand = () => {
      settling.current = 0;
    };
    const events = ["wheel", "touchmove", "keydown"] as const;
    for (const e of events) el?.addEventListener(e, byHand, { passive: true });
    return () => {
      for (const e of events) el?.removeEventListener(e, byHand);
    };
  }, []);
  useEffect(() => () => clearTimeout(quiet.current), []);

  const onScroll = () => {
    if (!ready) return;
    look();
    setMoving(true);
    clearTimeout(quiet.current);
    quiet.current = setTimeout(() => setMoving(false), MOVING_MS);
  };
  const onResize = () => pinned.current && toEnd();
  return { box, list, ready, atEnd, topDay, moving, onScroll, onResize, toEnd };
}
