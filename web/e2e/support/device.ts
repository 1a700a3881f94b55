import type { Page } from "@playwright/test";

/** One database on the device, with every row of every table. */
export type Held = Record<string, unknown[]>;

/** Everything that the device holds in IndexedDB, by database name. */
export function heldOn(page: Page): Promise<Record<string, Held>> {
  return page.evaluate(async () => {
    const answer = <T>(r: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        r.onsuccess = () => resolve(r.result);
        r.onerror = () => reject(r.error);
      });
    const held: Record<string, Record<string, unknown[]>> = {};
    for (const { name = "" } of await indexedDB.databases()) {
      const db = await answer(indexedDB.open(name));
      const tables: Record<string, unknown[]> = {};
      for (const table of db.objectStoreNames)
        tables[table] = await answer(db.transaction(table).objectStore(table).getAll());
      db.close();
      held[name] = tables;
    }
    return held;
  });
}

/** The same as one text, to look for what must not be in it. */
export async function heldText(page: Page): Promise<string> {
  return JSON.stringify(await heldOn(page));
}
