/** Puts marks around the selection, or takes them away when they are there. */
export function toggleMark(text: string, start: number, end: number, mark: string) {
  const n = mark.length;
  const inside = text.slice(start, end);
  if (text.slice(start - n, start) === mark && text.slice(end, end + n) === mark)
    return { text: text.slice(0, start - n) + inside + text.slice(end + n), start: start - n, end: end - n };
  return {
    text: text.slice(0, start) + mark + inside + mark + text.slice(end),
    start: start + n,
    end: end + n,
  };
}
