/**
 * Makes a mistake of our own visible (the console, a failing test) without stopping what has to go on. A closed
 * database is none: the cache is closed under its readers when another takes its place.
 */
export function surface(error: unknown): void {
  if (error instanceof DOMException && (error.name === "InvalidStateError" || error.name === "AbortError"))
    return;
  if (typeof reportError === "function") {
    reportError(error);
    return;
  }
  queueMicrotask(() => {
    throw error;
  });
}
