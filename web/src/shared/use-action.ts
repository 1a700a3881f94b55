import { useCallback, useRef, useState } from "react";
import { useToast } from "../ui/Toast";
import { problemText } from "./words";

/**
 * Runs actions that may fail. While one runs another is ignored (a glove taps twice); a failure is said in a
 * toast, or kept in `error` for the form to show when `quiet`.
 */
export function useAction({ quiet = false }: { quiet?: boolean } = {}) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const running = useRef(false);
  const toast = useToast();
  const run = useCallback(
    async (action: () => Promise<unknown>): Promise<boolean> => {
      if (running.current) return false;
      running.current = true;
      setBusy(true);
      setError(undefined);
      try {
        await action();
        return true;
      } catch (e) {
        if (quiet) setError(e);
        else toast({ text: problemText(e), tone: "danger" });
        return false;
      } finally {
        running.current = false;
        setBusy(false);
      }
    },
    [quiet, toast],
  );
  return { run, busy, error, clear: () => setError(undefined) };
}
