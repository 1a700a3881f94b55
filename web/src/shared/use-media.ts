import { useSyncExternalStore } from "react";

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = window.matchMedia(query);
      list.addEventListener("change", changed);
      return () => list.removeEventListener("change", changed);
    },
    () => window.matchMedia(query).matches,
  );
}

/** Rooms and one pane side by side. The style sheets say the same numbers. */
export const useTwoPanes = () => useMedia("(min-width: 720px)");
/** Rooms, timeline and details side by side. */
export const useThreePanes = () => useMedia("(min-width: 1000px)");
/** A finger, not a mouse: Enter makes a new line, the button sends. */
export const useTouch = () => useMedia("(pointer: coarse)");
