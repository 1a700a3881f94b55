import type { BrowserContext } from "@playwright/test";

/** What the browser itself says when it cannot reach the server. */
const OUTAGE = /net::ERR_|status of 50[234]/;

/** Errors in the console (Chromium puts violations of the content security policy there) and thrown errors. */
export class Complaints {
  readonly #found: string[] = [];
  readonly #expected: RegExp[] = [];

  watch(context: BrowserContext): void {
    context.on("console", (line) => {
      if (line.type() === "error") this.#found.push(`${line.text()} (${line.location().url})`);
    });
    context.on("weberror", (thrown) => {
      const error = thrown.error();
      this.#found.push(error.stack ?? error.message);
    });
  }

  /** The browser notes each answer that is no success; some are what a test is about. */
  expect(pattern: RegExp): void {
    this.#expected.push(pattern);
  }

  expectOutage(): void {
    this.expect(OUTAGE);
  }

  list(): string[] {
    return this.#found.filter((line) => !this.#expected.some((e) => e.test(line)));
  }
}
