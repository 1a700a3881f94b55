import { useEffect } from "react";
import { type Loaded, useLoaded } from "../../shared/use-loaded";

const EVERY_MS = 5000;

/** Asks again every few seconds while somebody looks. */
export function useLive<T>(load: () => Promise<T>): Loaded<T> {
  const loaded = useLoaded(load, []);
  const { reload } = loaded;
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === "visible" && reload(), EVERY_MS);
    return () => clearInterval(timer);
  }, [reload]);
  return loaded;
}
