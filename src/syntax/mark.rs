//! The few lines that give a document its shape: fences, typed headings and rules.

use memchr::memmem;

use super::lines::Lines;
use super::text::{strip_decoration, strip_word, trim_marks};
use super::unit::{self, Place};

/// A line that shapes the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) line: u32,
    pub(super) kind: MarkKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MarkKind {
    /// A run of at least three backticks or tildes.
    Fence { tilde: bool, length: u32, info: bool, indent: u32 },
    /// A heading at column 0 that names a subtask.
    Subtask { level: u8 },
    /// A heading at column 0, of level 2 or below, that names another unit of work (`### Task 4: …`).
    Unit { level: u8 },
    /// A heading at column 0 that names a feature, track, phase or closing test.
    Typed { level: u8, capitals: bool },
    /// Any other heading at column 0.
    Heading { level: u8 },
}

/// All marks of a text, in order of lines.
pub(super) fn marks(lines: &Lines<'_>) -> Vec<Mark> {
    let mut found = Vec::new();
    for at in candidates(lines) {
        let line = lines.get(at as usize);
        let kind = if line.starts_with('#') { heading(line) } else { fence(line) };
        found.extend(kind.map(|kind| Mark { line: at, kind }));
    }
    found
}

/// Lines that may be marks, in order: they begin with `#`, or hold three backticks or tildes.
fn candidates(lines: &Lines<'_>) -> Vec<u32> {
    let text = lines.text().as_bytes();
    let mut offsets: Vec<u32> = Vec::new();
    offsets.extend(text.starts_with(b"#").then_some(0));
    offsets.extend(memmem::find_iter(text, b"\n#").map(|at| at as u32 + 1));
    for fence in [b"```", b"~~~"] {
        offsets.extend(memmem::find_iter(text, fence).map(|at| at as u32));
    }
    offsets.sort_unstable();
    let mut found: Vec<u32> = Vec::with_capacity(offsets.len());
    // Many steps forward cost less than one search in a large file.
    let mut line = 0;
    for offset in offsets {
        while lines.start(line + 1) <= offset {
            line += 1;
        }
        if found.last() != Some(&(line as u32)) {
            found.push(line as u32);
        }
    }
    found
}

/// Level and text of an ATX heading, without closing `#`s.
pub(super) fn heading_text(line: &str) -> Option<(u8, &str)> {
    let level = line.bytes().take_while(|&b| b == b'#').count();
    let rest = &line[level..];
    if level == 0 || level > 6 || !(rest.is_empty() || rest.starts_with([' ', '\t'])) {
        return None;
    }
    let text = rest.trim();
    let cut = text.trim_end_matches('#');
    let text = if cut.is_empty() || cut.ends_with([' ', '\t']) { cut.trim_end() } else { text };
    Some((level as u8, text))
}

fn heading(line: &str) -> Option<MarkKind> {
    let (level, text) = heading_text(line)?;
    let words = strip_decoration(text);
    let kind = if subtask_words(words).is_some() {
        MarkKind::Subtask { level }
    } else if level > 1 && is_unit(words, line) {
        MarkKind::Unit { level }
    } else if is_typed(words) {
        let keyword = words.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or("");
        MarkKind::Typed { level, capitals: keyword.bytes().all(|b| b.is_ascii_uppercase()) }
    } else {
        MarkKind::Heading { level }
    };
    Some(kind)
}

/// Cuts `SUBTASK`, `Sub-task` with an id behind it; returns what follows the word.
pub(super) fn subtask_words(text: &str) -> Option<&str> {
    let text = super::text::strip_check_box(text).map_or(text, |(_, rest)| strip_decoration(rest));
    let rest = ["subtask", "sub-task", "sub task"].iter().find_map(|word| strip_word(text, word))?;
    rest.bytes().take(12).any(|b| b.is_ascii_digit()).then_some(rest)
}

/// Whether the words are those of a closing test: `INTEGRATION TEST`, `INTEGRATION TEST PROMPT: …`.
pub(super) fn is_integration_test(text: &str) -> bool {
    let text = trim_marks(strip_decoration(text));
    let Some(rest) = strip_word(text, "integration test") else { return false };
    let rest = strip_word(rest.trim_start(), "prompt").unwrap_or(rest);
    let rest = rest.trim_matches(|c: char| c.is_whitespace() || c == '*');
    rest.is_empty() || rest.starts_with([':', '-', '–', '—', '('])
}

/// Whether the words announce a unit of work beyond doubt.
fn is_unit(words: &str, whole: &str) -> bool {
    let first = words.as_bytes().first();
    first.is_some_and(|b| matches!(b, b'T' | b't' | b'S' | b'W' | b'[' | 0x80..))
        && unit::read(words, Place::Heading, whole).is_some_and(|unit| unit.certain)
}

fn is_typed(text: &str) -> bool {
    const WORDS: [&str; 6] = ["track", "feature", "phase", "sub-phase", "subphase", "wave"];
    let named = WORDS.iter().find_map(|word| strip_word(text, word)).is_some_and(|rest| {
        rest.starts_with([' ', '\t']) && rest.trim_start().starts_with(|c: char| c.is_alphanumeric())
    });
    named
        || strip_word(text, "integration test").is_some()
        || strip_word(text, "integration testing").is_some()
}

/// A fence line, also below list markers and quotes.
fn fence(line: &str) -> Option<MarkKind> {
    let indent = line.bytes().position(|b| !matches!(b, b' ' | b'\t' | b'>'))?;
    let first = line.as_bytes()[indent];
    if first != b'`' && first != b'~' {
        return None;
    }
    let (text, indent) = (&line[indent..], indent as u32);
    let length = text.bytes().take_while(|&b| b == first).count();
    let info = text[length..].trim();
    if length < 3 || (first == b'`' && info.contains('`')) {
        return None;
    }
    Some(MarkKind::Fence { tilde: first == b'~', length: length as u32, info: !info.is_empty(), indent })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<MarkKind> {
        marks(&Lines::new(text)).into_iter().map(|m| m.kind).collect()
    }

    #[test]
    fn headings_are_told_apart() {
        assert_eq!(kinds("## SUBTASK 1.1.1: x"), [MarkKind::Subtask { level: 2 }]);
        assert_eq!(kinds("### SubTask 1: x"), [MarkKind::Subtask { level: 3 }]);
        assert_eq!(kinds("# TRACK 1.1: x"), [MarkKind::Typed { level: 1, capitals: true }]);
        assert_eq!(kinds("## 📋 PHASE 1: x"), [MarkKind::Typed { level: 2, capitals: true }]);
        assert_eq!(kinds("# Subtasks"), [MarkKind::Heading { level: 1 }]);
        assert_eq!(kinds("#tag"), []);
        assert_eq!(
            kinds("```` text\n~~~\n``` a`b"),
            [
                MarkKind::Fence { tilde: false, length: 4, info: true, indent: 0 },
                MarkKind::Fence { tilde: true, length: 3, info: false, indent: 0 },
            ]
        );
    }

    #[test]
    fn closing_tests_are_named_exactly() {
        for text in [
            "INTEGRATION TEST",
            "INTEGRATION TEST PROMPT",
            "Integration test: all of it",
            "🧪 **Integration Test**",
        ] {
            assert!(is_integration_test(text), "{text}");
        }
        for text in ["INTEGRATION TESTING", "Integration tests", "Integration test suite for mail"] {
            assert!(!is_integration_test(text), "{text}");
        }
    }
}
