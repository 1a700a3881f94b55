import { useSyncExternalStore } from "react";

const MOVED = "guideops:moved";

export function navigate(to: string, { replace = false }: { replace?: boolean } = {}): void {
  if (replace) history.replaceState(null, "", to);
  else history.pushState(null, "", to);
  dispatchEvent(new Event(MOVED));
}

function subscribe(changed: () => void): () => void {
  addEventListener("popstate", changed);
  addEventListener(MOVED, changed);
  return () => {
    removeEventListener("popstate", changed);
    removeEventListener(MOVED, changed);
  };
}

/** The path of the address, and the way to another. Which screen it shows is said in app/panes.ts. */
export function useLocation(): [string, typeof navigate] {
  return [useSyncExternalStore(subscribe, () => location.pathname), navigate];
}

/** The part of the address behind the "?". */
export const useSearch = () => useSyncExternalStore(subscribe, () => location.search);
