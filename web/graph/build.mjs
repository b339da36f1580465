// Makes app/static/graph: the two drawings as ES modules, their licences and checksums.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const HERE = new URL(".", import.meta.url);
const OUT = new URL("../../app/static/graph/", HERE);
const MODULES = new URL("node_modules/", HERE);

const made = await build({
  entryPoints: ["neighbourhood", "overview"].map((name) => new URL(`src/${name}.js`, HERE).pathname),
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
  outdir: OUT.pathname,
  metafile: true,
  write: false,
});
const files = {};
for (const file of made.outputFiles) files[file.path.split("/").pop()] = file.text;

// The names of namespaces are no addresses that anything is fetched from.
for (const [name, text] of Object.entries(files)) {
  const outside = (text.match(/https?:\/\/[^\s"'`)\\]+/g) ?? []).filter((a) => a !== "http://www.w3.org/2000/svg");
  if (outside.length) throw new Error(`${name} holds outside addresses: ${[...new Set(outside)].join(" ")}`);
}

const inside = Object.keys(made.metafile.inputs)
  .map((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1])
  .filter(Boolean);
const licences = [...new Set(inside)].sort().map((name) => {
  const folder = new URL(`${name}/`, MODULES);
  const { version, license } = JSON.parse(readFileSync(new URL("package.json", folder), "utf8"));
  const file = readdirSync(folder).find((f) => /^licen[cs]e(\.(md|txt))?$/i.test(f));
  if (!file) throw new Error(`${name} brings no licence`);
  return `${name} ${version} (${license})\n\n${readFileSync(new URL(file, folder), "utf8").trim()}\n`;
});
files.LICENSE = `What the scripts beside this file are made of, and under which licences.\n\n${licences.join(`\n${"-".repeat(80)}\n\n`)}`;

mkdirSync(OUT, { recursive: true });
const sums = Object.entries(files)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([name, text]) => {
    writeFileSync(new URL(name, OUT), text);
    console.log(name, Buffer.byteLength(text));
    return `${createHash("sha256").update(text).digest("hex")}  ${name}\n`;
  });
writeFileSync(new URL("SHA256SUMS", OUT), sums.join(""));
