// Writes the YAML examples of a page to a folder, each to the path of its first line: node examples.mjs PAGE FOLDER
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const [page, folder] = process.argv.slice(2);
const examples = [...readFileSync(page, "utf8").matchAll(/^```yaml\n# (\S+)\n([^]*?)^```$/gm)];
if (examples.length < 3) throw new Error(`${page} has lost its examples`);
for (const [, path, text] of examples) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
