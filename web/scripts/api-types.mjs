// Writes src/core/schema.gen.ts from api/openapi.json; with --check it only says whether it is stale.
import { readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";

const source = new URL("../../api/openapi.json", import.meta.url);
const target = new URL("../src/core/schema.gen.ts", import.meta.url);
const head = "// Made from api/openapi.json by `npm run api`. Do not edit.\n\n";
const made = head + astToString(await openapiTS(source));

if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== made) {
    console.error("src/core/schema.gen.ts is stale: run `npm run api` in web/");
    process.exit(1);
  }
} else {
  writeFileSync(target, made);
}
