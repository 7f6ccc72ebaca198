// Writes the libraries that the catalog's page uses into src/salespack/catalog/assets/vendor, as classic scripts that
// a page opened from disk may load, with their licences and checksums. Run it at
// release time: npm ci && npm run vendor
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "../src/salespack/catalog/assets/vendor");
const modules = join(here, "node_modules");
const versionOf = (name) => JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8")).version;

// Snowball's stemmers by ISO 639-1 code; the module is named after the language.
const STEMMERS = {
  da: "danish", de: "german", en: "english", es: "spanish", fi: "finnish", fr: "french", hu: "hungarian",
  it: "italian", nb: "norwegian", nl: "dutch", no: "norwegian", pt: "portuguese", ro: "romanian", ru: "russian",
  sv: "swedish", tr: "turkish",
};

async function bundle(name, contents, banner) {
  const result = await build({
    stdin: { contents, resolveDir: here },
    bundle: true, minify: true, format: "iife", target: "es2020", charset: "utf8", write: false, legalComments: "none",
  });
  writeFileSync(join(target, name), `/* ${banner} */\n${result.outputFiles[0].text}`);
}

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
await bundle(
  "minisearch.js",
  'import MiniSearch from "minisearch"; window.MiniSearch = MiniSearch;',
  `MiniSearch ${versionOf("minisearch")}, MIT, see minisearch.LICENSE.txt`,
);
copyFileSync(join(modules, "minisearch/LICENSE.txt"), join(target, "minisearch.LICENSE.txt"));
for (const [code, language] of Object.entries(STEMMERS)) {
  await bundle(
    `stemmer-${code}.js`,
    `import { stemmer } from "@orama/stemmers/${language}"; (window.stemmers ||= {}).${code} = stemmer;`,
    `@orama/stemmers ${versionOf("@orama/stemmers")} (${language}), Apache-2.0, see stemmers.LICENSE.txt`,
  );
}
copyFileSync(join(modules, "@orama/stemmers/LICENSE.md"), join(target, "stemmers.LICENSE.txt"));
const files = readdirSync(target).sort();
const sums = files.map((name) => `${createHash("sha256").update(readFileSync(join(target, name))).digest("hex")}  ${name}`);
writeFileSync(join(target, "SHA256SUMS"), `${sums.join("\n")}\n`);
