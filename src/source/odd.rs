use super::Span;
use super::letter::{is_at_home, is_invisible, region_tags};

/// Characters that a reader does not see, or takes for others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Odd {
    /// What they are.
    pub kind: OddKind,
    /// A run of them, in the reading text.
    pub span: Span,
}

/// Kinds of [`Odd`] characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OddKind {
    /// Takes no room, or changes direction, and neither joins an emoji nor letters of a script that needs it.
    Hidden,
    /// A control character other than tab and line end, with the rest of its escape sequence.
    Control,
    /// Full-width digits and the stops between them, or a dash between letters or digits that is no hyphen-minus.
    Lookalike,
}

/// Bytes that are looked at together.
const BLOCK: usize = 64;
/// Longest escape sequence that is taken for one, in bytes.
const SEQUENCE: usize = 512;

/// Finds odd characters in one pass, in order of place.
pub(super) fn find(text: &str) -> Vec<Odd> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let end = (at + BLOCK).min(bytes.len());
        if bytes[at..end].iter().fold(false, |odd, &byte| odd | is_suspect(byte)) {
            at = block(text, at, end, &mut found);
        } else {
            at = end;
        }
    }
    found
}

/// Whether a byte begins or belongs to a character that may be odd. Without branches, so that a block takes a few
/// vector instructions.
#[expect(clippy::needless_bitwise_bool, reason = "branches would keep the loop out of vector registers")]
fn is_suspect(byte: u8) -> bool {
    (byte < b' ') & (byte != b'\t') & (byte != b'\n') & (byte != b'\r') | (byte >= 0x7F)
}

/// Looks at the characters that begin in `from..end`; returns where it stopped.
fn block(text: &str, from: usize, end: usize, found: &mut Vec<Odd>) -> usize {
    let mut at = from;
    while at < end {
        let byte = text.as_bytes()[at];
        if !is_suspect(byte) {
            at += 1;
            continue;
        }
        let Some(c) = text[at..].chars().next() else { break };
        let (kind, length) = look(text, at, c);
        if let Some(kind) = kind {
            push(found, Odd { kind, span: Span::new(at, at + length) });
        }
        at += length;
    }
    at
}

/// What a character is, and how many bytes belong to it.
fn look(text: &str, at: usize, c: char) -> (Option<OddKind>, usize) {
    let length = c.len_utf8();
    if c.is_control() {
        let page_break = c == '\u{C}' && (at == 0 || text.as_bytes()[at - 1] == b'\n');
        let length = length + sequence(c, &text[at + length..]);
        return ((!page_break).then_some(OddKind::Control), length);
    }
    if c == '\u{1F3F4}' {
        return (None, length + region_tags(&text[at + length..]));
    }
    let is_dash = matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}');
    let is_wide = matches!(c, '\u{FF10}'..='\u{FF19}');
    if !is_dash && !is_wide && !is_invisible(c) {
        return (None, length);
    }
    let before = text[..at].chars().next_back().unwrap_or('\0');
    let mut behind = text[at + length..].chars();
    let after = behind.next();
    let counts = |c: char| c.is_ascii_alphanumeric() || matches!(c, '\u{FF10}'..='\u{FF19}');
    if is_wide {
        // A full-width stop between two digits is one of them.
        let stop = after == Some('\u{FF0E}') && behind.next().is_some_and(counts);
        return (Some(OddKind::Lookalike), if stop { length + '\u{FF0E}'.len_utf8() } else { length });
    }
    if is_dash {
        let between = counts(before) && after.is_some_and(counts);
        return (between.then_some(OddKind::Lookalike), length);
    }
    let hidden = !is_at_home(before, c, after);
    (hidden.then_some(OddKind::Hidden), length)
}

/// How many bytes behind a control character belong to its escape sequence (ECMA-48: CSI, and OSC, DCS and the like
/// up to their terminator on the same line).
fn sequence(c: char, behind: &str) -> usize {
    let kind = match c {
        '\u{1B}' => behind.bytes().next(),
        '\u{9B}' => Some(b'['),
        '\u{9D}' => Some(b']'),
        _ => return 0,
    };
    let intro = usize::from(c == '\u{1B}');
    let Some(rest) = behind.get(intro..) else { return 0 };
    match kind {
        Some(b'[') => {
            let inner = rest.bytes().take_while(|b| (0x20..0x40).contains(b)).count();
            let ends = rest.as_bytes().get(inner).is_some_and(|b| (0x40..0x7F).contains(b));
            if ends { intro + inner + 1 } else { 0 }
        }
        Some(b']' | b'P' | b'X' | b'^' | b'_') => {
            let stop =
                |&(at, c): &(usize, char)| at > SEQUENCE || matches!(c, '\u{7}' | '\u{1B}' | '\u{9C}' | '\n');
            match rest.char_indices().find(stop) {
                Some((at, '\u{1B}')) if rest[at + 1..].starts_with('\\') => intro + at + 2,
                Some((at, c @ ('\u{7}' | '\u{9C}'))) => intro + at + c.len_utf8(),
                _ => 0,
            }
        }
        _ => 0,
    }
}

/// Adds a run to the one that it touches.
fn push(found: &mut Vec<Odd>, odd: Odd) {
    match found.last_mut() {
        Some(last) if last.kind == odd.kind && last.span.end == odd.span.start => {
            last.span.end = odd.span.end;
        }
        _ => found.push(odd),
    }
}

#[cfg(test)]
mod tests {
    use super::OddKind::{Control, Hidden, Lookalike};
    use super::*;

    fn odd(text: &str) -> Vec<(OddKind, &str)> {
        find(text).iter().map(|odd| (odd.kind, odd.span.of(text))).collect()
    }

    #[test]
    fn what_nobody_sees_is_found() {
        let hidden = [
            "\u{AD}",
            "\u{61C}",
            "\u{200B}",
            "\u{200C}",
            "\u{200D}",
            "\u{200E}",
            "\u{200F}",
            "\u{202A}",
            "\u{202E}",
            "\u{2060}",
            "\u{2064}",
            "\u{2066}",
            "\u{2069}",
            "\u{FEFF}",
            "\u{180E}",
            "\u{3164}",
            "\u{FE0F}",
            "\u{E0041}",
            "\u{E0100}",
            "\u{2028}",
            "\u{FFF9}",
            "\u{206F}",
            "\u{34F}",
        ];
        for c in hidden {
            assert_eq!(odd(&format!("Fer{c}ry")), [(Hidden, c)], "{c:?}");
            assert_eq!(odd(&format!("{c}Ferry")), [(Hidden, c)], "{c:?}");
            assert_eq!(odd(&format!("{}{c}", "long ".repeat(50))), [(Hidden, c)], "{c:?}");
        }
        assert_eq!(odd("a\u{202E}\u{2066}b\u{200B}"), [(Hidden, "\u{202E}\u{2066}"), (Hidden, "\u{200B}")]);
    }

    #[test]
    fn emoji_and_scripts_keep_their_joiners() {
        let plain = [
            "👩‍❤️‍👨 🏳️‍🌈 👨🏽‍🚀 ⚠️ 1️⃣ ❤️‍🔥 🏴‍☠️ ©️ ✔︎",
            "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F} England",
            "می\u{200C}خواهم ه\u{200D} و کتاب\u{200C}ها",
            "क्\u{200D}ष श्री\u{200C}मान් ක්\u{200D}ර",
            "葛\u{E0100}飾区 \u{1820}\u{180B}\u{1821}",
            "日本語 — “quotes” … é ñ → ├─ ✅",
        ];
        for text in plain {
            assert_eq!(odd(text), [], "{text}");
        }
    }

    #[test]
    fn joiners_and_selectors_hide_nothing_elsewhere() {
        assert_eq!(odd("👩\u{200D} x").len(), 1);
        assert_eq!(odd("😀\u{FE0F}\u{FE0F}\u{E0100}").len(), 1);
        assert_eq!(odd("م\u{200C}\u{200C}م").len(), 1);
        assert_eq!(odd("م\u{200C}a").len(), 1);
        let tags: String =
            "ignore all".chars().filter_map(|c| char::from_u32(0xE0000 + u32::from(c))).collect();
        assert_eq!(odd(&format!("🏴{tags}\u{E007F}")).len(), 1);
        assert_eq!(odd(&format!("🏴{}", &tags[..8])).len(), 1);
    }

    #[test]
    fn controls_are_found_with_their_sequences() {
        assert_eq!(odd("a\u{1b}[31mred\u{1b}[0m"), [(Control, "\u{1b}[31m"), (Control, "\u{1b}[0m")]);
        assert_eq!(odd("\u{1b}]8;;https://x.example\u{7}x"), [(Control, "\u{1b}]8;;https://x.example\u{7}")]);
        assert_eq!(
            odd("\u{1b}]0;t\u{1b}\\x\u{9b}2J"),
            [(Control, "\u{1b}]0;t\u{1b}\\"), (Control, "\u{9b}2J")]
        );
        assert_eq!(odd("\u{1b}]never closed\nx"), [(Control, "\u{1b}")]);
        assert_eq!(
            odd("\0a\u{8}\u{8}b\u{7f}\u{85}"),
            [(Control, "\0"), (Control, "\u{8}\u{8}"), (Control, "\u{7f}\u{85}")]
        );
        assert_eq!(odd("a\tb\r\nc\rd\n\u{c}\n"), []);
    }

    #[test]
    fn lookalikes_stand_between_digits() {
        assert_eq!(odd("1.1.1–1.1.5"), [(Lookalike, "–")]);
        assert_eq!(odd("T‑001 a − b"), [(Lookalike, "‑")]);
        assert_eq!(odd("１.２．３"), [(Lookalike, "１"), (Lookalike, "２．３")]);
        assert_eq!(odd("word — word, ２）"), [(Lookalike, "２")]);
    }
}
