import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";
import type { Options } from "./support/test";

// The browser of the system: nothing is downloaded.
const browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

export default defineConfig<Options>({
  testDir: ".",
  outputDir: "../test-results",
  fullyParallel: true,
  workers: 2,
  timeout: 120_000, // two cores may be shared with others; what hangs is told all the same
  expect: { timeout: 20_000 },
  forbidOnly: true,
  reporter: [["list"]],
  use: {
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? browsers.find((b) => existsSync(b)),
      args: [
        // A name on a LAN, for what an address without https takes away.
        "--host-resolver-rules=MAP *.lan 127.0.0.1",
        // Chromium refuses to run as root inside its own sandbox, as in most containers of a CI.
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      ],
    },
    locale: "en-GB",
    timezoneId: "Europe/Oslo",
    viewport: { width: 1440, height: 900 },
    screenshot: "only-on-failure",
    // With pictures of every moment a trace would slow the whole suite down.
    trace: { mode: "retain-on-failure", screenshots: false, snapshots: true, sources: true },
  },
  projects: [
    { name: "sqlite", testIgnore: ["pictures.spec.ts", "cluster.spec.ts"], use: { database: "sqlite" } },
    {
      name: "postgres",
      testMatch: ["first-run.spec.ts", "offline.spec.ts", "server.spec.ts"],
      use: { database: "postgres" },
    },
    // Two nodes over one PostgreSQL and one Redis.
    { name: "cluster", testMatch: "cluster.spec.ts", use: { database: "postgres" } },
    // Not part of the suite: `npm run pictures` takes pictures of every screen.
    ...(process.env.GUIDEOPS_PICTURES ? [{ name: "pictures", testMatch: "pictures.spec.ts" }] : []),
  ],
});
