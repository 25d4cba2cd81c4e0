//! Text of a plan inside our own markdown: shown, never obeyed.

use std::fmt::Write;

/// Text on one line, with every character that hides or reorders something written as `\u{202e}`.
pub(super) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        // Joiners belong to emoji and to scripts that need them; between other characters they hide something.
        let joined = matches!(c, '\u{200c}' | '\u{200d}')
            && !before.is_ascii()
            && chars.peek().is_some_and(|next| !next.is_ascii());
        match c {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => {
                if !shown.ends_with(' ') {
                    shown.push(' ');
                }
            }
            _ if is_hidden(c) && !joined => {
                let _ = write!(shown, "\\u{{{:x}}}", u32::from(c));
            }
            _ => shown.push(c),
        }
        before = c;
    }
    shown.trim().to_owned()
}

/// Control characters, bidirectional controls, and characters without any width.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Text on one line of markdown, outside of code: it looks the same and does nothing. Only what would do something
/// is escaped, since agents read the source.
pub(super) fn inline(text: &str) -> String {
    let shown = visible(text);
    let mut escaped = String::with_capacity(shown.len() + 8);
    let mut before = ' ';
    let mut chars = shown.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        let acts = match c {
            '\\' => next.is_ascii_punctuation(),
            '`' | '*' | '[' | ']' | '<' | '|' => true,
            '_' => !(before.is_alphanumeric() && next.is_alphanumeric()),
            '&' => next == '#' || next.is_ascii_alphanumeric(),
            '~' => before == '~' || next == '~',
            // A heading may end in any number of these.
            '#' => next == ' ' || next == '#',
            // These act at the start of a line only.
            '>' | '-' | '+' | '=' => escaped.is_empty(),
            _ => false,
        };
        if acts {
            escaped.push('\\');
        }
        escaped.push(c);
        before = c;
    }
    escaped
}

/// As [`inline`], for tables that people paste into issues and chats: what could mention somebody, point at an issue
/// or become a link is code.
pub(super) fn quiet_cell(text: &str) -> String {
    let shown = visible(text);
    let calls = |word: &str| {
        let lower = word.to_ascii_lowercase();
        word.contains(['@', '#']) || ["://", "www.", "mailto:", "gh-"].iter().any(|call| lower.contains(call))
    };
    let mut parts: Vec<String> = Vec::new();
    let mut plain: Vec<&str> = Vec::new();
    for word in shown.split(' ') {
        if !calls(word) {
            plain.push(word);
            continue;
        }
        if !plain.is_empty() {
            parts.push(inline(&std::mem::take(&mut plain).join(" ")));
        }
        parts.push(code_cell(word));
    }
    if !plain.is_empty() {
        parts.push(inline(&plain.join(" ")));
    }
    parts.join(" ")
}

/// Text as a code span, for ids and paths: no mention, no link.
pub(super) fn code(text: &str) -> String {
    let shown = visible(text);
    if shown.is_empty() {
        return String::new();
    }
    let ticks = "`".repeat(longest_run(shown.as_bytes()) + 1);
    let pad = if shown.starts_with('`') || shown.ends_with('`') { " " } else { "" };
    format!("{ticks}{pad}{shown}{pad}{ticks}")
}

/// A code span for a cell of a table, where even code must escape the bar.
pub(super) fn code_cell(text: &str) -> String {
    code(text).replace('|', "\\|")
}

/// A fence that nothing inside `body` can close.
pub(super) fn fence(body: &[u8]) -> String {
    "`".repeat(longest_run(body).max(2) + 1)
}

fn longest_run(text: &[u8]) -> usize {
    text.split(|&b| b != b'`').map(<[u8]>::len).max().unwrap_or(0)
}

/// `1 subtask`, `2 subtasks`.
pub(super) fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_shown_and_emoji_stay() {
        assert_eq!(visible("a\u{1b}[31mb\u{202e}c\u{200b}"), "a\\u{1b}[31mb\\u{202e}c\\u{200b}");
        assert_eq!(visible(" two\r\nlines\t\t"), "two lines");
        assert_eq!(visible("👩\u{200d}🚀 क\u{94d}\u{200d}ष"), "👩\u{200d}🚀 क\u{94d}\u{200d}ष");
        assert_eq!(visible("1.1\u{200d}.1"), "1.1\\u{200d}.1");
    }

    #[test]
    fn titles_stay_text() {
        assert_eq!(inline("Add `x` to [y](z) | *w* <b>"), "Add \\`x\\` to \\[y\\](z) \\| \\*w\\* \\<b>");
        assert_eq!(
            inline("API & UI: user_id, _x_ &amp; ~~y~~"),
            "API & UI: user_id, \\_x\\_ \\&amp; \\~\\~y\\~\\~"
        );
        assert_eq!(inline("> a -> b"), "\\> a -> b");
        assert_eq!(inline("C# and F# #"), "C\\# and F\\# \\#");
        assert_eq!(inline("a\\*b \u{202e}"), "a\\\\\\*b \\u{202e}");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code_cell("a|b"), "`a\\|b`");
    }

    #[test]
    fn nobody_is_called_from_a_table() {
        assert_eq!(
            quiet_cell("ask @ann, see #12 - or GH-7 | *x*"),
            "ask `@ann,` see `#12` \\- or `GH-7` \\| \\*x\\*"
        );
        assert_eq!(quiet_cell("![b](https://x.example/a.png)"), "`![b](https://x.example/a.png)`");
        assert_eq!(quiet_cell("`@a|b`"), "`` `@a\\|b` ``");
        assert_eq!(quiet_cell("plain words"), "plain words");
    }

    #[test]
    fn a_fence_is_longer_than_what_it_holds() {
        assert_eq!(fence(b"plain"), "```");
        assert_eq!(fence(b"``` x ````\n"), "`````");
    }
}
