import { atom } from "nanostores";
import { useEffect } from "react";

/** What the window is about. The app writes it into the title, with the count of what waits. */
export const $title = atom("");

export function useTitle(title: string | undefined): void {
  useEffect(() => {
    if (title) $title.set(title);
  }, [title]);
}
