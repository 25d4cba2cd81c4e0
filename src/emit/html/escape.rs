//! Words of a plan in HTML, attributes and JSON inside a script element.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::emit::tty;
use crate::source::is_part_of_emoji;

/// Escapes words for text and for quoted attributes alike.
pub(in crate::emit) fn attr(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    push(&mut out, words);
    out
}

/// Appends words, escaped for text and for quoted attributes alike.
pub(in crate::emit) fn push(out: &mut String, words: &str) {
    let mut from = 0;
    for (at, byte) in words.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            b'`' => "&#96;",
            _ => continue,
        };
        out.push_str(&words[from..at]);
        out.push_str(entity);
        from = at + 1;
    }
    out.push_str(&words[from..]);
}

/// JSON text that stays inside its script element: `<`, `>`, `&` and everything above ASCII as `\u` escapes.
pub(in crate::emit) fn island(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' | '>' | '&' | '\u{7F}'.. => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
            _ => out.push(c),
        }
    }
    out
}

/// Makes characters visible that hide or reorder others: controls, bidirectional marks, zero-width characters.
/// Line ends and tabs become spaces. Joiners and variation selectors inside emoji are kept.
pub(in crate::emit) fn visible(words: &str) -> Cow<'_, str> {
    shown(words, false)
}

/// Like [`visible`], but keeps line feeds and tabs; a carriage return before a line feed is dropped.
pub(in crate::emit) fn visible_lines(words: &str) -> Cow<'_, str> {
    shown(words, true)
}

fn shown(words: &str, lines: bool) -> Cow<'_, str> {
    if !words.chars().any(|c| c == '\n' && !lines || c != '\t' && tty::is_hidden(c)) {
        return Cow::Borrowed(words);
    }
    let mut out = String::with_capacity(words.len() + 16);
    let mut before = ' ';
    let mut rest = words.chars().peekable();
    while let Some(c) = rest.next() {
        let after = rest.peek().copied();
        match c {
            '\n' | '\t' if lines => out.push(c),
            '\r' if lines && after == Some('\n') => {}
            '\n' | '\t' => out.push(' '),
            _ if tty::is_hidden(c) && !is_part_of_emoji(before, c, after) => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            _ => out.push(c),
        }
        before = c;
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_special_character_has_an_entity() {
        assert_eq!(attr("a<b>&\"'`é"), "a&lt;b&gt;&amp;&quot;&#39;&#96;é");
    }

    #[test]
    fn an_island_is_plain_ascii_and_reads_back() {
        let text = "\n</script><!--<script>]]>&\u{2028}\u{2029}é😀\u{7F}\r\n\t";
        let json = island(&serde_json::to_string(text).expect("JSON"));
        assert!(json.is_ascii() && !json.contains(['<', '>', '&', '\u{7F}']), "{json}");
        assert_eq!(serde_json::from_str::<String>(&json).expect("JSON"), text);
    }

    #[test]
    fn hidden_characters_are_shown_and_emoji_are_left_alone() {
        assert_eq!(visible("a\u{202E}b\u{200B}"), "a\\u{202e}b\\u{200b}");
        assert_eq!(visible("a\u{1B}[0m\tb"), "a\\u{1b}[0m b");
        assert_eq!(visible("x\u{E0041}\u{FE0F}\u{200D}y"), "x\\u{e0041}\\u{fe0f}\\u{200d}y");
        for emoji in ["👩‍❤️‍👨", "🏳️‍🌈", "✔️", "1️⃣", "→ ← é 日本語"] {
            assert_eq!(visible(emoji), emoji);
        }
        assert_eq!(visible_lines("a\r\n\tb\rc"), "a\n\tb\\u{d}c");
    }
}
