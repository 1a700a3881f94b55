import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
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

/** What the effects below share without drawing anew. */
type Place = {
  box: RefObject<HTMLDivElement | null>;
  list: RefObject<VirtualizerHandle | null>;
  latest: RefObject<Input>;
  /** At the end, and to stay there. */
  pinned: RefObject<boolean>;
  /** Until when sizes are still being measured after a jump: such moves are not the reader's. */
  settling: RefObject<number>;
  toEnd: () => void;
};

/** Where the list stands, and everything that moves it. */
export function useListScroll(input: Input) {
  const place = usePlace(input);
  const [atEnd, setAtEnd] = useState(true);
  const [topDay, setTopDay] = useState<number>();
  const { moving, moved } = useMoving();
  const { list, latest, pinned, settling, toEnd } = place;

  const look = () => {
    const v = list.current;
    const { rows, state, onOlder, onNewer, onSeen } = latest.current;
    if (!v || rows.length === 0) return;
    const end = v.scrollOffset + v.viewportSize;
    const rest = v.scrollSize - end;
    if (rest < AT_END && !state.has_newer) pinned.current = true;
    else if (performance.now() > settling.current) pinned.current = false;
    setAtEnd(rest < AT_END * 2);
    const top = rows[v.findItemIndex(v.scrollOffset + 8)];
    setTopDay(top?.kind === "item" ? top.day : top?.kind === "day" ? top.ms : undefined);
    onSeen(seqUpTo(rows, pinned.current ? rows.length - 1 : v.findItemIndex(end - 24)));
    if (v.scrollOffset < NEAR_EDGE && state.has_older && !state.loading_older) onOlder();
    if (rest < NEAR_EDGE && state.has_newer && !state.loading_newer) onNewer();
  };

  const ready = useOpening(place, input);
  useJump(place, input);
  useFollowing(place, input.rows, ready);
  useSize(place);
  useHands(place);
  useLooking(look, input, ready);

  const onScroll = () => {
    if (!ready) return;
    look();
    moved();
  };
  const onResize = () => pinned.current && toEnd();
  return { box: place.box, list, ready, atEnd, topDay, moving, onScroll, onResize, toEnd };
}

function usePlace(input: Input): Place {
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const latest = useRef(input);
  latest.current = input;
  const pinned = useRef(true);
  const settling = useRef(0);
  const toEnd = useCallback(() => {
    pinned.current = true;
    settling.current = performance.now() + SETTLE_MS;
    list.current?.scrollToIndex(latest.current.rows.length - 1, { align: "end" });
  }, []);
  const [place] = useState(() => ({ box, list, latest, pinned, settling, toEnd }));
  return place;
}

/** Opens at the line of the first unread message, else at the end. Nothing is shown before it stands there. */
function useOpening({ list, latest, pinned, toEnd }: Place, { rows, state }: Input): boolean {
  const [ready, setReady] = useState(false);
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
  }, [filled, ready, list, latest, pinned, toEnd]);
  return ready;
}

/** To a message, a date, the newest: whenever the timeline names another target and holds it. */
function useJump({ list, pinned, settling, toEnd }: Place, { rows, state }: Input): void {
  const done = useRef("");
  const { goto_token, target_seq, has_newer, loading } = state;
  useLayoutEffect(() => {
    const jump = `${goto_token} ${target_seq}`;
    if (jump === done.current || target_seq === undefined || loading) return;
    const index = indexOfSeq(rows, target_seq);
    if (index < 0) return;
    done.current = jump;
    if (index === rows.length - 1 && !has_newer) return toEnd();
    pinned.current = false;
    settling.current = 0;
    list.current?.scrollToIndex(index, { align: "center" });
  }, [goto_token, target_seq, has_newer, loading, rows, list, pinned, settling, toEnd]);
}

/** New rows at the end take along only a reader who is there, or who wrote them. */
function useFollowing({ pinned, toEnd }: Place, rows: ListRow[], ready: boolean): void {
  const last = rows.at(-1);
  const lastKey = last?.key;
  const mine = last?.kind === "item" && last.item.kind === "outbox";
  useLayoutEffect(() => {
    if (ready && lastKey !== undefined && (pinned.current || mine)) toEnd();
  }, [lastKey, ready, mine, pinned, toEnd]);
}

/** The keyboard opens, a pane appears: who was at the end stays there. */
function useSize({ box, pinned, toEnd }: Place): void {
  useEffect(() => {
    const el = box.current;
    if (!el) return;
    const resized = new ResizeObserver(() => pinned.current && toEnd());
    resized.observe(el);
    return () => resized.disconnect();
  }, [box, pinned, toEnd]);
}

/** A hand on the list ends the settling at once. */
function useHands({ box, settling }: Place): void {
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
  }, [box, settling]);
}

/** Looks again when rows or the loading state change, and when the page comes back into sight. */
function useLooking(look: () => void, { rows, state }: Input, ready: boolean): void {
  const latest = useRef(look);
  latest.current = look;
  // biome-ignore lint/correctness/useExhaustiveDependencies: these changes are the reason to look again
  useEffect(() => {
    if (!ready) return;
    const frame = requestAnimationFrame(() => latest.current());
    return () => cancelAnimationFrame(frame);
  }, [rows, ready, state.loading_older, state.loading_newer]);
  useEffect(() => {
    const again = () => document.visibilityState === "visible" && latest.current();
    document.addEventListener("visibilitychange", again);
    return () => document.removeEventListener("visibilitychange", again);
  }, []);
}

/** True while the list moves and a moment longer. */
function useMoving() {
  const [moving, setMoving] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const moved = () => {
    setMoving(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setMoving(false), MOVING_MS);
  };
  return { moving, moved };
}
