import { type MouseEvent, type PointerEvent, useEffect, useRef } from "react";

const HOLD_MS = 450;
const SLOP = 10;

type Spot = { x: number; y: number };

/** Long press on touch, right click on a mouse. Whatever it opens needs a visible twin. */
export function useLongPress(open: (at: Spot) => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const start = useRef<Spot>({ x: 0, y: 0 });
  const fired = useRef(false);
  const cancel = () => clearTimeout(timer.current);
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    onPointerDown(e: PointerEvent) {
      fired.current = false;
      if (e.pointerType === "mouse") return;
      start.current = { x: e.clientX, y: e.clientY };
      const at = start.current;
      cancel();
      timer.current = setTimeout(() => {
        fired.current = true;
        navigator.vibrate?.(10);
        swallowClick();
        open(at);
      }, HOLD_MS);
    },
    onPointerMove(e: PointerEvent) {
      if (Math.hypot(e.clientX - start.current.x, e.clientY - start.current.y) > SLOP) cancel();
    },
    onPointerUp: cancel,
    onPointerCancel: cancel,
    onContextMenu(e: MouseEvent) {
      // Links and selected text keep the browser's own menu.
      if ((e.target as Element).closest("a[href^=http]") || String(window.getSelection())) return;
      e.preventDefault();
      if (!fired.current) open({ x: e.clientX, y: e.clientY });
      fired.current = true;
      cancel();
    },
  };
}

/** The click that ends a long press would hit whatever has opened under the finger. */
function swallowClick(): void {
  const swallow = (e: Event) => {
    e.preventDefault();
    e.stopPropagation();
  };
  const lifted = () => setTimeout(() => removeEventListener("click", swallow, true), 50);
  addEventListener("click", swallow, true);
  addEventListener("pointerup", lifted, { once: true, capture: true });
  addEventListener("pointercancel", lifted, { once: true, capture: true });
}
