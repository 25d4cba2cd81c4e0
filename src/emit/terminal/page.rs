use super::Look;
use crate::emit::tty;

/// Renders a page of the documentation for a terminal: headings, paragraphs wrapped to the width, lists, tables as
/// they are, examples indented.
pub(super) fn page(markdown: &str, look: Look) -> String {
    let mut out = String::new();
    let mut paragraph = String::new();
    let mut lines = markdown.lines();
    while let Some(line) = lines.next() {
        let fence = line.len() - line.trim_start_matches('`').len();
        let heading = line.trim_start_matches('#');
        let is_block = fence >= 3 || heading.len() < line.len() || is_item(line) || line.starts_with('|');
        if line.trim().is_empty() || is_block {
            flush(&mut out, &mut paragraph, look);
        }
        if fence >= 3 {
            let close = "`".repeat(fence);
            for code in lines.by_ref().take_while(|code| !code.starts_with(&close)) {
                let code = tty::line(code);
                out.push_str(&look.ink.code(format!("    {code}").trim_end()));
                out.push('\n');
            }
        } else if heading.len() < line.len() {
            out.push_str(&look.ink.bold(&tty::line(heading.trim())));
            out.push('\n');
        } else if line.starts_with('|') {
            out.push_str(&tty::line(line));
            out.push('\n');
        } else if line.trim().is_empty() {
            out.push('\n');
        } else {
            paragraph.push_str(line);
            paragraph.push('\n');
        }
    }
    flush(&mut out, &mut paragraph, look);
    out
}

fn is_item(line: &str) -> bool {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    line.starts_with("- ")
        || line.starts_with("* ")
        || (digits.len() < line.len() && digits.starts_with(". "))
}

fn flush(out: &mut String, paragraph: &mut String, look: Look) {
    let hang = if is_item(paragraph) { paragraph.find(' ').map_or(0, |at| at + 1) } else { 0 };
    let room = look.width.saturating_sub(hang).clamp(20, 100);
    for (at, line) in tty::wrap(&tty::clean(paragraph), room).iter().enumerate() {
        let indent = if at == 0 { 0 } else { hang };
        out.push_str(&" ".repeat(indent));
        out.push_str(&inline(line, look));
        out.push('\n');
    }
    paragraph.clear();
}

/// Code in colour where there are colours; else the author's backticks stay.
fn inline(line: &str, look: Look) -> String {
    let pieces: Vec<&str> = line.split('`').collect();
    if !look.ink.color || pieces.len().is_multiple_of(2) {
        return line.to_owned();
    }
    let piece =
        |(at, text): (usize, &&str)| if at % 2 == 1 { look.ink.code(text) } else { (*text).to_owned() };
    pieces.iter().enumerate().map(piece).collect()
}
