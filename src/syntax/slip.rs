//! Slips of the pen: words that differ from a known one in a letter, and ids that were mistyped.

use super::item::StatedId;

/// Whether a word is not the wanted one, but differs from it by one letter that is missing, doubled, wrong or
/// swapped with the next; words of ten letters and more may differ by two. ASCII, in any case.
pub(super) fn near(word: &str, wanted: &str) -> bool {
    let most = if wanted.len() >= 10 { 2 } else { 1 };
    !word.eq_ignore_ascii_case(wanted)
        && word.len().abs_diff(wanted.len()) <= most
        && distance(word.as_bytes(), wanted.as_bytes()) <= most
}

/// What follows a slip of `wanted`, a word or several, at the start of `text`.
pub(super) fn strip_near<'t>(text: &'t str, wanted: &str) -> Option<&'t str> {
    let most = if wanted.len() >= 10 { 2 } else { 1 };
    (wanted.len() - most..=wanted.len() + most).find_map(|length| {
        let (word, rest) = (text.get(..length)?, text.get(length..)?);
        let ends = !word.ends_with(' ') && !rest.starts_with(|c: char| c.is_alphabetic());
        (ends && near(word, wanted)).then_some(rest)
    })
}

/// The letters that `text` begins with, and what follows.
pub(super) fn word(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().take_while(u8::is_ascii_alphabetic).count())
}

/// Letters that have to change, with swapped neighbours as one change (optimal string alignment); at most 24 letters.
fn distance(a: &[u8], b: &[u8]) -> usize {
    const LONGEST: usize = 24;
    if a.len() > LONGEST || b.len() > LONGEST {
        return usize::MAX;
    }
    let same = |x: u8, y: u8| x.eq_ignore_ascii_case(&y);
    let mut rows = [[0usize; LONGEST + 1]; 3];
    for (at, cell) in rows[1].iter_mut().enumerate() {
        *cell = at;
    }
    for i in 1..=a.len() {
        let [before, last, row] = &mut rows;
        row[0] = i;
        for j in 1..=b.len() {
            let cost = usize::from(!same(a[i - 1], b[j - 1]));
            let mut best = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + cost);
            if i > 1 && j > 1 && same(a[i - 1], b[j - 2]) && same(a[i - 2], b[j - 1]) {
                best = best.min(before[j - 2] + 1);
            }
            row[j] = best;
        }
        rows.rotate_left(1);
    }
    rows[1][b.len()]
}

/// Whether what stands behind an id shows that the id goes on: `1.1` before `.: Title`, ` .3`, `. 3`, `.O`; `1`
/// before `,1,3`.
pub(super) fn goes_on(id: &StatedId, rest: &str) -> bool {
    let bytes = rest.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    match bytes.first() {
        Some(b'.') => {
            let letter = bytes.get(1).is_some_and(|b| matches!(b, b'l' | b'I' | b'O' | b'o' | b'x' | b'X'));
            let parts = id.text.contains('.');
            letter && !bytes.get(2).is_some_and(u8::is_ascii_alphanumeric)
                || bytes.get(1) == Some(&b'.') && digit(2)
                || bytes.get(1) == Some(&b' ') && digit(2) && parts
                || parts && rest[1..].trim_start().starts_with([':', '-', '–', '—'])
        }
        Some(b' ') => bytes.get(1) == Some(&b'.') && digit(2),
        Some(b',' | b':' | b';') => digit(1),
        _ => false,
    }
}

/// What is missing where a line names a subtask and its id cannot be read.
pub(super) fn missing_id(line: &str) -> &'static str {
    let lookalike = |part: &str| matches!(part, "l" | "I" | "O" | "o");
    let dotted = |word: &str| word.contains('.') && word.trim_end_matches(':').split('.').any(lookalike);
    if line.split_whitespace().take(3).any(dotted) {
        "an id without a letter that looks like a digit"
    } else {
        "an id behind `SUBTASK`"
    }
}

/// Whether a word that stands where an id is expected is a mistyped one: `1..3`, `l.1.3`, `1.1.2Title`.
pub(super) fn is_torn(word: &str) -> bool {
    let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
    word.contains("..")
        || word.contains('.') && word.split('.').any(|part| matches!(part, "l" | "I" | "O" | "o"))
        || word.contains('.') && word.starts_with(|c: char| c.is_ascii_digit()) && letters > 1
}

/// Whether a text begins like a mistyped dotted id with a colon or dash behind it: `1.1.: T`, `1..6: T`, `1,1,6: T`.
pub(super) fn begins_torn(text: &str) -> bool {
    let length = text
        .bytes()
        .take(16)
        .take_while(|b| {
            b.is_ascii_digit()
                || matches!(b, b'.' | b',' | b';' | b' ' | b'l' | b'O' | b'o' | b'I' | b':' | b'-')
        })
        .count();
    let head = text[..length].trim_end_matches([' ', '-']);
    let (body, behind) = (head.trim_end_matches(':'), &text[head.len()..]);
    let ends = head.len() > body.len() || behind.trim_start().starts_with(['-', '–', '—', ':']);
    let parts = body.split(['.', ',', ';', ':', '-']).map(str::trim);
    let short = parts.clone().all(|part| part.len() <= 2);
    let numbers = parts.clone().filter(|part| part.bytes().any(|b| b.is_ascii_digit())).count();
    ends && short && numbers >= 2 && parts.count() >= 3 && !body.starts_with(['.', ',', ':', '-', ' '])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_makes_a_slip() {
        for word in ["subtsk", "SUBTAKS", "subtas", "subtasks", "suptask", "ubtask"] {
            assert!(near(word, "subtask"), "{word}");
        }
        for word in ["subtask", "SUBTASK", "task", "subject", "substance"] {
            assert!(!near(word, "subtask"), "{word}");
        }
        assert_eq!(strip_near("depends one 1.1.1", "depends on"), Some(" 1.1.1"));
        assert_eq!(strip_near("needs 1.1.1", "needs"), None);
        assert_eq!(strip_near("kneeds: x", "needs"), Some(": x"));
        assert!(near("Prequisites", "prerequisites"));
    }

    #[test]
    fn torn_ids_are_told_from_whole_ones() {
        for text in
            ["1.1.: T", "1..6: T", "1,1,6: T", "1.1 .6: T", "1.1. 6: T", "l.1.6: T", "1.1.O - T", "1:1:6: T"]
        {
            assert!(begins_torn(text), "{text}");
        }
        for text in
            ["1,000 users", "2024-01-15: release", "10:05 start", "1.1 Title", "3 - 5 items", "Title: x"]
        {
            assert!(!begins_torn(text), "{text}");
        }
        assert!(is_torn("1..3") && is_torn("1.l.3") && is_torn("1.1.2Add"));
        assert!(!is_torn("1.1.2b") && !is_torn("T001.2") && !is_torn("AUTH-1"));
    }
}
