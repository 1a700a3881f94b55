import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { emoji } from "./scripts/emoji-plugin.ts";
import { messages } from "./scripts/messages-plugin.ts";

const api = process.env.GUIDEOPS_DEV_API ?? "http://localhost:8080";

export default defineConfig({
  plugins: [messages(), emoji(), react()],
  // The page names its parts from "./", and the server, which knows where the app lives, makes addresses of that.
  base: "./",
  build: {
    target: "es2022",
    // The server embeds dist; it serves /assets as immutable because their names hold a hash.
    assetsInlineLimit: 0, // data: URLs would need a hole in the content security policy
    modulePreload: { polyfill: false },
    emptyOutDir: true, // public/.gitkeep comes back with every build: `go build` embeds dist, empty or not
  },
  server: { proxy: { "/api": { target: api, changeOrigin: false } } },
  css: { modules: { localsConvention: "camelCaseOnly" } },
  test: {
    include: ["src/**/*.test.{ts,tsx}"],
    environment: "node",
    testTimeout: 20_000,
    restoreMocks: true,
  },
});
