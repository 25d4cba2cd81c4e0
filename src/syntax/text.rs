//! Small cuts of a line. Every function returns a part of its input, so that spans come from pointers.

use crate::source::Span;

/// Where `part` stands in `text`. Both must come from one allocation; else the span is empty.
pub(super) fn span_in(text: &str, part: &str) -> Span {
    let start = (part.as_ptr() as usize).wrapping_sub(text.as_ptr() as usize);
    if start + part.len() <= text.len() { Span::new(start, start + part.len()) } else { Span::default() }
}

/// Whether a line holds nothing but white space.
#[inline]
pub(super) fn is_blank(line: &str) -> bool {
    match line.bytes().find(|b| !matches!(b, b' ' | b'\t')) {
        Some(b'!'..=b'~') => false,
        Some(_) => line.trim_start().is_empty(),
        None => true,
    }
}

/// Where `part` stands first. For a few bytes in a line: nothing is prepared as for a search in long texts.
pub(super) fn first_of(text: &str, part: &str) -> Option<usize> {
    let (bytes, part) = (text.as_bytes(), part.as_bytes());
    memchr::memchr_iter(*part.first()?, bytes).find(|&at| bytes[at..].starts_with(part))
}

/// Where `part` stands last, as [`first_of`].
pub(super) fn last_of(text: &str, part: &str) -> Option<usize> {
    let (bytes, part) = (text.as_bytes(), part.as_bytes());
    memchr::memrchr_iter(*part.first()?, bytes).find(|&at| bytes[at..].starts_with(part))
}

/// Cuts white space and emphasis marks (`*`, `_`, backticks) from both ends.
pub(super) fn trim_marks(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`'))
}

/// Cuts a list marker (`-`, `*`, `+`, `1.`, `1)`) and what stands before it; `None` if there is none.
pub(super) fn strip_list_marker(line: &str) -> Option<&str> {
    let text = line.trim_start();
    let bytes = text.as_bytes();
    let rest = match bytes.first()? {
        b'-' | b'+' | b'*' => &text[1..],
        b'0'..=b'9' => {
            let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
            if digits > 3 || !matches!(bytes.get(digits), Some(b'.' | b')')) {
                return None;
            }
            &text[digits + 1..]
        }
        _ => text.strip_prefix('•')?,
    };
    (rest.is_empty() || rest.starts_with([' ', '\t'])).then(|| rest.trim_start())
}

/// Columns before the first mark of a line; a tab counts as four.
pub(super) fn indent(line: &str) -> usize {
    let mut columns = 0;
    for byte in line.bytes() {
        match byte {
            b' ' => columns += 1,
            b'\t' => columns += 4,
            _ => break,
        }
    }
    columns.min(200)
}

/// Cuts a check box (`[ ]`, `[x]`, `[X]`); returns whether it is ticked and the rest.
pub(super) fn strip_check_box(text: &str) -> Option<(bool, &str)> {
    let rest = text.strip_prefix('[')?;
    let mut chars = rest.chars();
    let ticked = match chars.next()? {
        ' ' => false,
        'x' | 'X' | '✓' | '✔' => true,
        ']' => return Some((false, chars.as_str().trim_start())),
        _ => return None,
    };
    chars.as_str().strip_prefix(']').map(|rest| (ticked, rest.trim_start()))
}

/// Cuts what is neither letter, digit, `[` nor `(` from the start: emoji, bullets, emphasis.
pub(super) fn strip_decoration(text: &str) -> &str {
    text.trim_start_matches(|c: char| !(c.is_alphanumeric() || matches!(c, '[' | '(' | '"' | '#')))
}

/// Cuts `word` from the start, in any case and only as a whole word.
pub(super) fn strip_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let head = text.get(..word.len())?;
    if !head.eq_ignore_ascii_case(word) {
        return None;
    }
    let rest = &text[word.len()..];
    let inside = word.ends_with(|c: char| c.is_ascii_alphanumeric())
        && rest.starts_with(|c: char| c.is_alphanumeric());
    (!inside).then_some(rest)
}

/// Cuts the separator between an id and its title: `:`, `-`, dashes, `.`, `|` and white space.
pub(super) fn strip_separator(text: &str) -> &str {
    text.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, ':' | '-' | '–' | '—' | '−' | '：' | '|' | '.')
    })
}

/// The last bracketed part of a line, `(…)`: what stands before it and inside it. Brackets may nest.
pub(super) fn last_brackets(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_end();
    let text = text.strip_suffix(['*', '_']).map_or(text, |t| t.trim_end_matches(['*', '_']));
    let (open, close) = if text.ends_with(')') {
        ('(', ')')
    } else if text.ends_with('）') {
        ('（', '）')
    } else {
        return None;
    };
    let mut depth = 0;
    for (at, c) in text.char_indices().rev() {
        if c == close {
            depth += 1;
        } else if c == open {
            depth -= 1;
            if depth == 0 {
                let inside = &text[at + open.len_utf8()..text.len() - close.len_utf8()];
                return Some((text[..at].trim_end(), inside));
            }
        }
    }
    None
}

/// The number at the start and what follows it.
pub(super) fn leading_number(text: &str) -> Option<(u32, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 {
        return None;
    }
    text[..digits].parse().ok().map(|number| (number, &text[digits..]))
}

/// Whether a clock time (`10:05`, `0:35`) stands at the start.
pub(super) fn starts_with_clock(text: &str) -> bool {
    let bytes = text.as_bytes();
    let hours = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    (1..=2).contains(&hours)
        && bytes.get(hours) == Some(&b':')
        && bytes.get(hours + 1).is_some_and(u8::is_ascii_digit)
        && bytes.get(hours + 2).is_some_and(u8::is_ascii_digit)
}

/// Whether a clock time stands anywhere in the text as a word of its own.
pub(super) fn holds_clock(text: &str) -> bool {
    text.match_indices(':').any(|(at, _)| {
        let before = text[..at].bytes().rev().take_while(u8::is_ascii_digit).count();
        let after = text[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
        let free = !text[..at - before].ends_with(|c: char| c.is_alphanumeric() || c == '.');
        (1..=2).contains(&before) && after == 2 && free
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_are_parts_of_the_line() {
        let line = "  - [x] **1.1.1** Title (needs 1.2 (a))";
        let item = strip_list_marker(line).expect("marker");
        let (ticked, rest) = strip_check_box(item).expect("box");
        assert!(ticked);
        assert_eq!(span_in(line, rest).start, 8);
        assert_eq!(last_brackets(rest), Some(("**1.1.1** Title", "needs 1.2 (a)")));
        assert_eq!(strip_decoration("📋 **PHASE 1"), "PHASE 1");
        assert_eq!(strip_word("SubTask 1", "SUBTASK"), Some(" 1"));
        assert_eq!(strip_word("SUBTASKS 1", "SUBTASK"), None);
        assert!(starts_with_clock("10:05 - Window 1"));
        assert!(!starts_with_clock("1.2.3: x"));
    }
}
