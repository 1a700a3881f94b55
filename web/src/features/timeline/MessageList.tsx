import { type KeyboardEvent, type ReactElement, useLayoutEffect, useRef, useState } from "react";
import { Virtualizer } from "virtua";
import type { TimelineState } from "../../core/client";
import { t } from "../../locales/t";
import { useNow } from "../../shared/client";
import { Badge } from "../../ui/Badge";
import { cx } from "../../ui/cx";
import { Icon } from "../../ui/Icon";
import { Progress } from "../../ui/Progress";
import { formatDay } from "../../ui/time";
import styles from "./MessageList.module.css";
import { isPrepend, type ListRow } from "./rows";
import { useListScroll } from "./use-list-scroll";

type Props = {
  label: string;
  rows: ListRow[];
  state: TimelineState;
  /** How many unread messages stand below; shown on the way down. */
  below: number;
  onOlder: () => void;
  onNewer: () => void;
  onNewest: () => void;
  /** The highest message number in sight. */
  onSeen: (seq: number) => void;
  onPickDate?: () => void;
  /** A short list stands at the top, not above the composer. */
  fromTop?: boolean;
  children: (row: ListRow) => ReactElement;
};

/**
 * A virtual list that opens at the first unread message, stays at the end while it is there, and keeps its
 * place while history loads above.
 */
export function MessageList(props: Props) {
  const { label, rows, state, below, onNewest, onPickDate, fromTop, children } = props;
  const before = useRef<readonly ListRow[]>([]);
  const shift = isPrepend(before.current, rows);
  useLayoutEffect(() => {
    before.current = rows;
  });
  const { box, list, ready, atEnd, topDay, moving, onScroll, onResize, toEnd } = useListScroll(props);
  const now = useNow(60_000);
  return (
    <div className={styles.frame}>
      {(state.loading_older || state.loading_newer || state.loading) && (
        <div className={styles.loading}>
          <Progress label={t("timeline.loadingOlder")} />
        </div>
      )}
      {topDay !== undefined && (
        <button
          type="button"
          className={cx(styles.floatingDay, moving && styles.shown)}
          onClick={onPickDate}
          tabIndex={-1}
        >
          {formatDay(topDay, now)}
        </button>
      )}
      <div
        ref={box}
        className={cx(styles.scroll, !ready && styles.placing)}
        role="log"
        aria-live="off"
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs focus (WCAG 2.1.1)
        tabIndex={0}
        onKeyDown={moveBetweenMessages}
      >
        {!fromTop && <div className={styles.push} />}
        <Virtualizer
          ref={list}
          data={rows}
          shift={shift}
          bufferSize={600}
          onScroll={onScroll}
          onResize={onResize}
        >
          {children}
        </Virtualizer>
      </div>
      {(!atEnd || state.has_newer) && ready && (
        <button
          type="button"
          className={styles.jump}
          onClick={() => (state.has_newer ? onNewest() : toEnd())}
          aria-label={below > 0 ? t("timeline.jumpCount", { n: below }) : t("timeline.jump")}
        >
          <Icon name="arrowDown" />
          {below > 0 && <Badge tone="accent">{below > 99 ? "99+" : below}</Badge>}
        </button>
      )}
    </div>
  );
}

function moveBetweenMessages(e: KeyboardEvent<HTMLDivElement>) {
  if (e.key !== "ArrowUp" && e.key !== "ArrowDown") return;
  if (e.target instanceof Element && e.target.closest("input, textarea, [popover]")) return;
  const all = [...e.currentTarget.querySelectorAll<HTMLElement>("[data-message]")];
  const now = all.findIndex((m) => m.contains(document.activeElement));
  const next = now < 0 ? all.at(-1) : all[now + (e.key === "ArrowUp" ? -1 : 1)];
  if (!next) return;
  e.preventDefault();
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

/** Rows that are no messages. */
export function Separator({ row, intro }: { row: ListRow; intro?: ReactElement }) {
  const [now] = useState(Date.now);
  if (row.kind === "day")
    return (
      <h2 className={styles.day}>
        <span>{formatDay(row.ms, now)}</span>
      </h2>
    );
  if (row.kind === "new")
    return (
      <h2 className={styles.new}>
        <span>{t("timeline.new")}</span>
      </h2>
    );
  return intro ?? <div />;
}
