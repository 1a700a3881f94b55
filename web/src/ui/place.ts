const GAP = 6;
const EDGE = 8;
const PHONE = 600;

/** Puts an open popover beside its anchor inside the window. On phones the style sheet docks it below. */
export function place(panel: HTMLElement, anchor: Element | { x: number; y: number } | null) {
  if (!anchor || window.innerWidth < PHONE) return;
  const box =
    anchor instanceof Element ? anchor.getBoundingClientRect() : new DOMRect(anchor.x, anchor.y, 0, 0);
  const { width, height } = panel.getBoundingClientRect();
  const below = box.bottom + GAP;
  const fits = below + height <= window.innerHeight - EDGE;
  const top = fits ? below : Math.max(EDGE, box.top - GAP - height);
  const alignEnd = box.left + width > window.innerWidth - EDGE;
  const left = alignEnd ? box.right - width : box.left;
  panel.style.top = `${Math.min(top, window.innerHeight - EDGE - height)}px`;
  panel.style.left = `${Math.max(EDGE, Math.min(left, window.innerWidth - EDGE - width))}px`;
}
