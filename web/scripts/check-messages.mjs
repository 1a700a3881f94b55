// Fails when the code asks for a message that the English catalogue lacks, when it holds one nobody asks for,
// when a call gives other parameters than the message takes, or when another language has stray ids.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compileMessage } from "@lingui/message-utils/compileMessage";
import ts from "typescript";

const src = join(dirname(fileURLToPath(import.meta.url)), "../src");
const read = (name) => JSON.parse(readFileSync(join(src, "locales", name), "utf8"));
// One catalogue in two parts: the first screen, and all that is loaded later.
const ENGLISH = ["en.json", "en-later.json"];
const en = Object.assign({}, ...ENGLISH.map(read));
const problems = [];
const literals = new Set();
const prefixes = new Set();

/** The parameter names of a compiled message: ["name"] or ["n", "plural", {one: [...]}] anywhere in it. */
function paramsOf(tokens, names = new Set()) {
  for (const token of tokens) {
    if (!Array.isArray(token)) continue;
    names.add(token[0]);
    if (typeof token[2] !== "object" || token[2] === null) continue;
    for (const branch of Object.values(token[2])) if (Array.isArray(branch)) paramsOf(branch, names);
  }
  return names;
}

function checkCall(call, where) {
  const [id, params] = call.arguments;
  if (!id || !ts.isStringLiteralLike(id)) return;
  if (!(id.text in en)) {
    problems.push(`${where}: no message "${id.text}" in en.json`);
    return;
  }
  const wanted = paramsOf(compileMessage(en[id.text]));
  if (params && !ts.isObjectLiteralExpression(params)) return;
  const properties = params ? params.properties : [];
  if (properties.some((p) => ts.isSpreadAssignment(p))) return;
  const given = new Set(properties.map((p) => p.name.text));
  for (const name of wanted) if (!given.has(name)) problems.push(`${where}: "${id.text}" needs {${name}}`);
  for (const name of given) if (!wanted.has(name)) problems.push(`${where}: "${id.text}" has no {${name}}`);
}

function visit(node, file) {
  if (ts.isStringLiteralLike(node)) literals.add(node.text);
  if (ts.isTemplateExpression(node) && node.head.text !== "") prefixes.add(node.head.text);
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === "t") {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    checkCall(node, `${file.fileName.slice(src.length + 1)}:${line + 1}`);
  }
  ts.forEachChild(node, (child) => visit(child, file));
}

for (const name of readdirSync(src, { recursive: true })) {
  if (!/\.tsx?$/.test(name) || /\.(test|gen)\.tsx?$/.test(name)) continue;
  const path = join(src, name);
  const file = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
  visit(file, file);
}

const asked = (id) => literals.has(id) || [...prefixes].some((p) => p.includes(".") && id.startsWith(p));
for (const id of Object.keys(en)) if (!asked(id)) problems.push(`en.json: "${id}" is not used`);
for (const name of readdirSync(join(src, "locales"))) {
  if (!name.endsWith(".json") || ENGLISH.includes(name)) continue;
  for (const id of Object.keys(read(name)))
    if (!(id in en)) problems.push(`${name}: "${id}" is not in en.json`);
}

if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exit(1);
}
console.log(`${Object.keys(en).length} messages: none missing, none unused`);
