// Reads step summaries as GitHub does: tables keep their columns, and nothing in a plan became markup.
import { readFileSync } from "node:fs";
import MarkdownIt from "markdown-it";

const markdown = new MarkdownIt({ html: true, linkify: true });
for (const path of process.argv.slice(2)) {
  let columns = 0;
  let cells = 0;
  const fail = (what) => {
    throw new Error(`${path}: ${what}`);
  };
  for (const token of markdown.parse(readFileSync(path, "utf8"), {})) {
    if (token.type === "thead_open") columns = 0;
    if (token.type === "th_open") columns += 1;
    if (token.type === "tr_open") cells = 0;
    if (token.type === "td_open") cells += 1;
    if (token.type === "tr_close" && cells > 0 && cells !== columns) fail(`${cells} cells of ${columns}`);
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
