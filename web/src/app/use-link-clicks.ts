import { useEffect } from "react";
import { useLocation } from "../shared/router";

/**
 * Plain links to our own pages change the page without loading it anew. One listener for all, so that a building
 * block needs no router to hold a link, and "open in a new tab" stays what it is.
 */
export function useLinkClicks(): void {
  const [, go] = useLocation();
  useEffect(() => {
    const click = (e: MouseEvent) => {
      if (e.defaultPrevented || e.button !== 0 || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return;
      const link = e.target instanceof Element ? e.target.closest("a") : null;
      if (!link?.href || link.target || link.origin !== location.origin) return;
      if (/^\/(api|metrics|healthz)\b/.test(link.pathname)) return;
      e.preventDefault();
      // A dialog or popover that holds the link has done its work.
      link.closest("dialog")?.dispatchEvent(new Event("cancel", { cancelable: true }));
      go(link.pathname + link.search);
    };
    document.addEventListener("click", click);
    return () => document.removeEventListener("click", click);
  }, [go]);
}
