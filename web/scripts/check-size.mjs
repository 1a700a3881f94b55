// The first load must stay within its budget: the scripts that index.html starts, with everything
// they import statically. Lazy parts do not count.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const BUDGET = 115 * 1024;
const dist = join(dirname(fileURLToPath(import.meta.url)), "../dist");
const html = readFileSync(join(dist, "index.html"), "utf8");
const queue = [...html.matchAll(/(?:src|href)="\.\/([^"]+\.js)"/g)].map((m) => m[1]);
const seen = new Set();
let total = 0;

while (queue.length > 0) {
  const name = queue.pop();
  if (seen.has(name)) continue;
  seen.add(name);
  const code = readFileSync(join(dist, name), "utf8");
  const size = gzipSync(code, { level: 9 }).length;
  total += size;
  console.log(`${(size / 1024).toFixed(1).padStart(7)} KiB  ${name}`);
  for (const m of code.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) queue.push(`assets/${m[1]}`);
}

console.log(`${(total / 1024).toFixed(1).padStart(7)} KiB  first load, of ${BUDGET / 1024}`);
if (total === 0 || total > BUDGET) {
  console.error(total === 0 ? "no script found in dist/index.html" : "over the budget");
  process.exit(1);
}
