// Reads step summaries as GitHub does: tables keep their columns, and nothing in a plan became markup.
import { readFileSync } from "node:fs";
import MarkdownIt from "markdown-it";

const markdown = new MarkdownIt({ html: true, linkify: true });
for (const path of process.argv.slice(2)) {
  const lines = readFileSync(path, "utf8").split("\n");
  let bars = 0;
  const fail = (what) => {
    throw new Error(`${path}: ${what}`);
  };
  for (const token of markdown.parse(lines.join("\n"), {})) {
    // Readers drop surplus cells without a word, so the bars themselves are counted.
    const count = token.map ? lines[token.map[0]].split("|").length : 0;
    if (token.type === "thead_open") bars = count;
    if (token.type === "tr_open" && count !== bars) fail(`a row with other columns: ${lines[token.map[0]]}`);
    if (["html_block", "fence", "code_block", "blockquote_open", "hr"].includes(token.type)) fail(token.type);
    for (const child of token.children ?? []) {
      const html = child.type === "html_inline" && !/^<\/?code>$/.test(child.content);
      if (html || ["image", "link_open", "em_open", "strong_open", "s_open"].includes(child.type)) {
        fail(`${child.type} ${child.content}`);
      }
    }
  }
  if (readFileSync(path).length > 1_000_000) fail("too long");
}
