// Every line of `concise`, coloured or not, means what `json` says to the problem matcher.
import { readdirSync, readFileSync } from "node:fs";

const [matcher, folder] = process.argv.slice(2);
const pattern = JSON.parse(readFileSync(matcher, "utf8")).problemMatcher[0].pattern[0];
const regexp = new RegExp(pattern.regexp);
let seen = 0;
for (const file of readdirSync(folder).filter((name) => name.endsWith(".concise"))) {
  const name = file.replace(".concise", "");
  const plain = readFileSync(`${folder}/${file}`, "utf8").split("\n").slice(0, -1);
  const colored = readFileSync(`${folder}/${name}.colored`, "utf8").split("\n").slice(0, -1);
  const known = name === "ignored";
  const { findings } = JSON.parse(readFileSync(`${folder}/${name}.json`, "utf8"));
  if (!known && (plain.length !== findings.length || colored.length !== findings.length)) {
    throw new Error(`${file}: ${plain.length} and ${colored.length} lines for ${findings.length} findings`);
  }
  for (const lines of known ? [colored] : [plain, colored]) {
    lines.forEach((line, at) => {
      const found = regexp.exec(line);
      if (!found) throw new Error(`${file}: the matcher passes over ${JSON.stringify(line)}`);
      seen += 1;
      if (known) return;
      const wanted = findings[at];
      const place = [wanted.span.start.line, wanted.span.start.column, wanted.severity, wanted.rule].join();
      const got = [found[pattern.line], found[pattern.column], found[pattern.severity], found[pattern.code]].join();
      if (got !== place || !/^[^\x1b]+$/.test(found[pattern.file] + found[pattern.message])) {
        throw new Error(`${file}: ${JSON.stringify(line)} is read as ${got}`);
      }
    });
  }
}
if (seen < 50) throw new Error(`only ${seen} lines were tried`);
