//! Text of plans made fit for terminals and logs.
//!
//! A title may hold escape sequences, text that runs backwards or characters that take no room. Here they become
//! visible (`\u{1b}`), and nothing that a plan says can be taken for a command to a log reader (`::error`, `##[`).

use std::borrow::Cow;
use std::fmt;
use std::fmt::Write as _;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::source::{is_invisible, is_part_of_emoji};

/// Makes control, direction and zero-width characters visible as `\u{1b}`; keeps line ends, a tab becomes a space.
///
/// Joiners and variation selectors that belong to an emoji stay. `##[`, which starts a command anywhere in a line
/// of a GitHub log, loses its bracket to an escape.
pub fn clean(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut chars = text.chars().peekable();
    let mut before = '\0';
    while let Some(c) = chars.next() {
        push(&mut out, before, c, chars.peek().copied());
        before = c;
    }
    if out == text { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

/// Like [`clean`] for a place that holds one line: line ends become visible too.
pub fn line(text: &str) -> Cow<'_, str> {
    match clean(text) {
        cleaned if cleaned.contains('\n') => Cow::Owned(cleaned.replace('\n', "\\u{a}")),
        cleaned => cleaned,
    }
}

/// How many columns cleaned text takes.
pub fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { UnicodeWidthStr::width(text) }
}

/// Cuts cleaned text to at most `columns`, with `…` where something is missing.
pub fn fit(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    let mut used = 0;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used >= columns {
            break;
        }
        out.push(c);
    }
    if columns > 0 {
        out.push('…');
    }
    Cow::Owned(out)
}

/// Breaks words of cleaned text into lines of at most `columns`; a longer word keeps a line of its own.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut used = 0;
    for word in text.split_whitespace() {
        let wide = width(word);
        match lines.last_mut() {
            Some(last) if used + 1 + wide <= columns => {
                last.push(' ');
                last.push_str(word);
                used += 1 + wide;
            }
            _ => {
                lines.push(word.to_owned());
                used = wide;
            }
        }
    }
    lines
}

/// Appends formatted text to a string, which cannot fail.
pub(super) fn add(out: &mut String, text: fmt::Arguments<'_>) {
    let _ = out.write_fmt(text);
}

/// The last step of every human format: no line begins with `::`, which GitHub takes for a command even behind
/// spaces.
pub fn guard(text: String) -> String {
    if memchr::memmem::find(text.as_bytes(), b"::").is_none() || !text.split('\n').any(is_command) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 8);
    for line in text.split_inclusive('\n') {
        if is_command(line) {
            let at = line.find("::").unwrap_or(0);
            out.push_str(&line[..at]);
            out.push_str("\\u{3a}");
            out.push_str(&line[at + 1..]);
        } else {
            out.push_str(line);
        }
    }
    out
}

/// Whether a character takes no room, changes direction or controls the terminal.
pub fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\n') || is_invisible(c)
}

/// Writes one character of a plan, visible, given its neighbours.
pub(super) fn push(out: &mut String, before: char, c: char, after: Option<char>) {
    if c == '\t' {
        out.push(' ');
    } else if (c == '[' && out.ends_with("##")) || (is_hidden(c) && !is_part_of_emoji(before, c, after)) {
        add(out, format_args!("\\u{{{:x}}}", u32::from(c)));
    } else {
        out.push(c);
    }
}

fn is_plain(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b' '..=b'~' | b'\n'))
        && memchr::memmem::find(text.as_bytes(), b"##[").is_none()
}

/// Whether a line starts with `::` behind spaces and colours.
fn is_command(line: &str) -> bool {
    let mut rest = line.trim_start();
    while let Some((_, behind)) = rest.strip_prefix("\u{1b}[").and_then(|code| code.split_once('m')) {
        rest = behind.trim_start();
    }
    rest.starts_with("::")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::hostile;

    #[test]
    fn plain_text_is_not_copied() {
        assert!(matches!(clean("Fares, 3 µs\n"), Cow::Borrowed(_)));
        assert!(matches!(clean("日本語 👩‍❤️‍👨 🏳️‍🌈 1️⃣ ⚠️"), Cow::Borrowed(_)));
    }

    #[test]
    fn what_cannot_be_seen_becomes_visible() {
        assert_eq!(clean("a\u{1b}[31mb"), "a\\u{1b}[31mb");
        assert_eq!(clean("a\u{202E}b\u{200B}c\u{9b}d\u{7f}"), "a\\u{202e}b\\u{200b}c\\u{9b}d\\u{7f}");
        assert_eq!(clean("x\u{200D}y z\u{FE0F}"), "x\\u{200d}y z\\u{fe0f}");
        assert_eq!(clean("a\tb\r\nc"), "a b\\u{d}\nc");
        assert_eq!(clean("see ##[group]x"), "see ##\\u{5b}group]x");
        assert_eq!(line("a\nb"), "a\\u{a}b");
    }

    #[test]
    fn no_hostile_text_keeps_a_hidden_character() {
        for text in hostile::TEXTS {
            assert!(!line(text).chars().any(char::is_control), "{text:?}");
            hostile::check(&guard(clean(text).into_owned()));
        }
    }

    #[test]
    fn commands_are_broken_at_the_start_of_lines_only() {
        assert_eq!(guard("a::b\n".into()), "a::b\n");
        assert_eq!(guard("  ::error::x\n".into()), "  \\u{3a}:error::x\n");
        assert_eq!(guard("\u{1b}[1m::x".into()), "\u{1b}[1m\\u{3a}:x");
    }

    #[test]
    fn cutting_counts_columns() {
        assert_eq!(fit("日本語", 5), "日本…");
        assert_eq!(fit("abc", 3), "abc");
        assert_eq!(fit("abcd", 3), "ab…");
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
    }
}
