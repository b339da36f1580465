// Makes app/static/yasgui from the ES module of @zazuko/yasgui. Each change below must find its
// place exactly once, so that a new version which moved it is noticed.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { build, transform } from "esbuild";

const HERE = new URL(".", import.meta.url);
const OUT = new URL("../../app/static/yasgui/", HERE);
const MODULES = new URL("node_modules/", HERE);
const SOURCE = new URL("@zazuko/yasgui/build/", MODULES);
// Names of vocabularies and namespaces; nothing is fetched from them.
const NAMES = ["http://www.w3.org/"];

const CHANGES = [
  // The prefixes come from the server.
  [/, madsrdf = "[\s\S]*?prefixes_default = \{[^}]*\}/, ", prefixes_default = {}"],
  // The one eval, in a stand-in for JSON.parse that no browser needs.
  [/eval\("\(" \+ text \+ "\)"\)/, "null"],
  // No completion by an outside service.
  [/let s = `\$\{r\}lov\.linkeddata\.es[^`]*`;/, "return Promise.resolve([]); let s = '';"],
  [/"https:\/\/dbpedia\.org\/sparql"/, '"/sparql"'],
  // Literals stay as they are, also where they hold {{words}}.
  [/for \(let t in e\) e\[t\]\.type !== "uri" && \(e\[t\]\.value = [^\n]*\n/, ""],
  // Filtering and sorting go by the words themselves; the filter reads them as HTML, so escaped.
  [/n === "filter" \|\| n === "sort" \|\| !n \? sanitize_default\(t\.value\)/, 'n === "sort" ? t.value : n === "filter" || !n ? escape$1(t.value)'],
  // Links to pages about YASGUI: ours explain themselves.
  [/"https:\/\/docs\.triply\.cc\/yasgui\/#table"/, '""'],
  [/"https:\/\/docs\.triply\.cc\/yasgui\/#response"/, '""'],
  [/"https:\/\/docs\.triply\.cc\/yasgui\/"/, '""'],
  [/"http:\/\/enable-cors\.org\/"/, '""'],
  [/ please see https:\/\/datatables\.net\/tn\//, " DataTables technical note "],
  [/ - https:\/\/datatables\.net\/tn\/17/, ""],
];

function change(text, [pattern, replacement]) {
  const found = text.match(new RegExp(pattern.source, "g")) ?? [];
  if (found.length !== 1) throw new Error(`${found.length} places, not one, for ${pattern}`);
  return text.replace(pattern, () => replacement);
}

function outside(text) {
  const found = text.match(/https?:\/\/[^\s"'`)\\]+/g) ?? [];
  return found.filter((address) => !NAMES.some((name) => address.startsWith(name)));
}

let source = readFileSync(new URL("yasgui.esm.js", SOURCE), "utf8");
// YASGUI itself (tabs, endpoint box, share links) stands last in the module.
const [parts, rest] = source.split("//#region packages/yasgui/src/defaults.ts");
if (!rest || !rest.includes("export { Yasgui")) throw new Error("the module is ordered otherwise");
source = CHANGES.reduce(change, parts) + "\nexport { Yasqe, Yasr };\n";

const bundle = await build({
  stdin: { contents: source, resolveDir: HERE.pathname },
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
  write: false,
});
const script = bundle.outputFiles[0].text;
const styles = await transform(readFileSync(new URL("yasgui.min.css", SOURCE), "utf8"), {
  loader: "css",
  minify: true,
  legalComments: "none",
});
for (const text of [script, styles.code]) {
  const left = outside(text);
  if (left.length) throw new Error(`outside addresses are left:\n${[...new Set(left)].join("\n")}`);
}

const MIT = readFileSync(new URL("MIT.txt", HERE), "utf8").trim();
// The licences of all that the module was made of, by its source map; the styles bring one more.
const { sources } = JSON.parse(readFileSync(new URL("yasgui.esm.js.map", SOURCE), "utf8"));
const inside = sources.map((s) => s.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]).filter(Boolean);
const own = ["@zazuko/yasgui", "@zazuko/yasqe", "@zazuko/yasr", "@zazuko/yasgui-utils"];
const names = [...own, "datatables.net-dt", ...inside];
const licences = [...new Set(names)].sort().map((name) => {
  const folder = new URL(`${name}/`, MODULES);
  const { version, license, author } = JSON.parse(readFileSync(new URL("package.json", folder), "utf8"));
  const file = readdirSync(folder).find((f) => /^licen[cs]e(\.(md|txt))?$/i.test(f));
  const who = typeof author === "string" ? author : (author?.name ?? "");
  // A package that says MIT and brings no file gets the text of the licence that it names.
  const text = file ? readFileSync(new URL(file, folder), "utf8").trim() : license === "MIT" ? MIT : license;
  return `${name} ${version} (${license ?? "see below"})${who ? `, ${who}` : ""}\n\n${text}\n`;
});
mkdirSync(OUT, { recursive: true });
const files = {
  "LICENSE": `What yasgui.js and yasgui.css are made of, and under which licences.\n\n${licences.join(`\n${"-".repeat(80)}\n\n`)}`,
  "yasgui.css": styles.code,
  "yasgui.js": script,
};
const sums = Object.entries(files).map(([name, text]) => {
  writeFileSync(new URL(name, OUT), text);
  return `${createHash("sha256").update(text).digest("hex")}  ${name}\n`;
});
writeFileSync(new URL("SHA256SUMS", OUT), sums.join(""));
for (const [name, text] of Object.entries(files)) console.log(name, Buffer.byteLength(text));
