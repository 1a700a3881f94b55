import { type PointerEvent, type RefObject, useRef } from "react";

const START = 12;
const ENOUGH = 56;
const LIMIT = 72;

/** A swipe to the right on touch. Its visible twin is a button. */
export function useSwipe(target: RefObject<HTMLElement | null>, onSwipe: (() => void) | undefined) {
  const from = useRef<{ x: number; y: number } | null>(null);
  const dx = useRef(0);
  const move = (px: number) => {
    dx.current = px;
    if (target.current) target.current.style.transform = px ? `translateX(${px}px)` : "";
  };
  const end = (act: boolean) => {
    const far = dx.current >= ENOUGH;
    from.current = null;
    move(0);
    if (act && far) onSwipe?.();
  };
  if (!onSwipe) return {};
  return {
    onPointerDown(e: PointerEvent) {
      from.current = e.pointerType === "mouse" ? null : { x: e.clientX, y: e.clientY };
    },
    onPointerMove(e: PointerEvent) {
      if (!from.current) return;
      const [x, y] = [e.clientX - from.current.x, e.clientY - from.current.y];
      // A scroll is not a swipe.
      if (dx.current === 0 && Math.abs(y) > START) from.current = null;
      else if (x > START) move(Math.min(LIMIT, x - START));
    },
    onPointerUp: () => end(true),
    onPointerCancel: () => end(false),
  };
}
