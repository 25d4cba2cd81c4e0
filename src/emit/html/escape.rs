//! Words of a plan in HTML, attributes and JSON inside a script element.

use std::borrow::Cow;
use std::fmt::Write as _;

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
    if words.chars().all(|c| !is_hidden(c) || (lines && matches!(c, '\n' | '\t'))) {
        return Cow::Borrowed(words);
    }
    let mut out = String::with_capacity(words.len() + 16);
    let mut before = ' ';
    let mut rest = words.chars().peekable();
    while let Some(c) = rest.next() {
        let after = rest.peek().copied().unwrap_or(' ');
        match c {
            '\n' | '\t' if lines => out.push(c),
            '\r' if lines && after == '\n' => {}
            '\n' | '\t' => out.push(' '),
            '\u{FE0E}' | '\u{FE0F}' if is_symbol(before) || matches!(before, '0'..='9' | '#' | '*') => {
                out.push(c);
            }
            '\u{200D}' if (is_symbol(before) || before == '\u{FE0F}') && is_symbol(after) => out.push(c),
            _ if is_hidden(c) => {
                let _ = write!(out, "⟨U+{:04X}⟩", c as u32);
            }
            _ => out.push(c),
        }
        before = c;
    }
    Cow::Owned(out)
}

/// Controls, `Bidi_Control`, and characters that are drawn as nothing.
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}'
        | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
        | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Blocks that emoji come from.
fn is_symbol(c: char) -> bool {
    matches!(c, '\u{A9}' | '\u{AE}' | '\u{2190}'..='\u{2BFF}' | '\u{3030}' | '\u{303D}'
        | '\u{3297}' | '\u{3299}' | '\u{1F000}'..='\u{1FAFF}')
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
        assert_eq!(visible("a\u{202E}b\u{200B}"), "a⟨U+202E⟩b⟨U+200B⟩");
        assert_eq!(visible("a\u{1B}[0m\tb"), "a⟨U+001B⟩[0m b");
        assert_eq!(visible("x\u{E0041}\u{FE0F}\u{200D}y"), "x⟨U+E0041⟩⟨U+FE0F⟩⟨U+200D⟩y");
        for emoji in ["👩‍❤️‍👨", "🏳️‍🌈", "✔️", "1️⃣", "→ ← é 日本語"] {
            assert_eq!(visible(emoji), emoji);
        }
        assert_eq!(visible_lines("a\r\n\tb\rc"), "a\n\tb⟨U+000D⟩c");
    }
}
