import type { TimelineItem } from "../../core/client";
import type { Message } from "../../core/types";
import { dayOf } from "../../ui/time";

/** A line of the list: a message, or what stands between messages. */
export type ListRow =
  | { kind: "start"; key: string }
  | { kind: "day"; key: string; ms: number }
  | { kind: "new"; key: string }
  | { kind: "item"; key: string; item: TimelineItem; head: boolean; day: number };

/** Messages of one author this close together share one head. */
const GROUP_MS = 5 * 60_000;
/** How long after its (corrected) writing time a message must arrive to be called late. */
const LATE_MS = 2 * 60_000;

export const itemTime = (item: TimelineItem) =>
  item.kind === "message" ? item.message.ts_ms : item.item.composed_ms;

/** When it was written, corrected by the known error of the phone's clock; without a claim, the arrival. */
export function writtenMs(m: Message): number {
  return m.composed_ms ? m.composed_ms - (m.skew_ms ?? 0) : m.ts_ms;
}

export const isLate = (m: Message) => m.ts_ms - writtenMs(m) >= LATE_MS;

const authorOf = (item: TimelineItem, me: string) => (item.kind === "message" ? item.message.author_id : me);
const isInfo = (item: TimelineItem) => item.kind === "message" && item.message.kind === "info";

function continues(item: TimelineItem, before: TimelineItem | undefined, me: string): boolean {
  return (
    before !== undefined &&
    !isInfo(item) &&
    !isInfo(before) &&
    authorOf(item, me) === authorOf(before, me) &&
    itemTime(item) - itemTime(before) < GROUP_MS
  );
}

type Options = { me: string; firstUnread?: number; complete: boolean };

/** Day lines, the "new" line and author groups, from what the timeline holds. */
export function toRows(items: readonly TimelineItem[], { me, firstUnread, complete }: Options): ListRow[] {
  const rows: ListRow[] = complete ? [{ kind: "start", key: "start" }] : [];
  let before: TimelineItem | undefined;
  let day = 0;
  let marked = firstUnread === undefined;
  for (const item of items) {
    const at = itemTime(item);
    if (dayOf(at) !== day) {
      day = dayOf(at);
      rows.push({ kind: "day", key: `day-${day}`, ms: at });
      before = undefined;
    }
    const isNew =
      item.kind === "message" && item.message.seq >= (firstUnread ?? 0) && item.message.author_id !== me;
    if (!marked && isNew) {
      marked = true;
      rows.push({ kind: "new", key: "new" });
      before = undefined;
    }
    rows.push({ kind: "item", key: item.key, item, head: !continues(item, before, me), day: at });
    before = item;
  }
  return dropRepeatedDays(rows);
}

/** A phone with a wrong clock may put a waiting message on a day that was left already: keys must stay unique. */
function dropRepeatedDays(rows: ListRow[]): ListRow[] {
  const seen = new Set<string>();
  return rows.filter((r) => {
    if (r.kind !== "day") return true;
    if (seen.has(r.key)) return false;
    seen.add(r.key);
    return true;
  });
}

/** Were rows only added above? Then the list keeps its place from the end. */
export function isPrepend(before: readonly ListRow[], after: readonly ListRow[]): boolean {
  if (before.length === 0 || after.length === before.length) return false;
  const firstItem = before.find((r) => r.kind === "item")?.key;
  return (
    before.at(-1)?.key === after.at(-1)?.key &&
    firstItem !== undefined &&
    after.find((r) => r.kind === "item")?.key !== firstItem
  );
}

/**
 * The row of a message number, or the next one where the very message is not shown. Rows that begin after it do
 * not hold it: -1, until those that do are here.
 */
export function indexOfSeq(rows: readonly ListRow[], seq: number): number {
  const seqOf = (r: ListRow) =>
    r.kind === "item" && r.item.kind === "message" ? r.item.message.seq : undefined;
  const index = rows.findIndex((r) => (seqOf(r) ?? Number.NEGATIVE_INFINITY) >= seq);
  const row = rows[index];
  if (!row || seqOf(row) === seq) return index;
  const before = rows.slice(0, index).some((r) => seqOf(r) !== undefined || r.kind === "start");
  return before ? index : -1;
}

/** The highest message number up to a row: what has been seen when that row is in sight. */
export function seqUpTo(rows: readonly ListRow[], index: number): number {
  for (let i = Math.min(index, rows.length - 1); i >= 0; i--) {
    const row = rows[i];
    if (row?.kind === "item" && row.item.kind === "message") return row.item.message.seq;
  }
  return 0;
}
