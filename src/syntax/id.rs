//! Ids as people write them: `1.1.6`, `F1-1.1.6`, `T001`, `TASK-001`.

use super::item::StatedId;
use super::slip::{goes_on, is_torn};
use super::text::span_in;

/// An id at the start of `text`, and what follows it.
///
/// Dotted numbers with at least two components, letters with a number (`T001`, `AUTH-12`), each with or
/// without a feature prefix (`F1-`). A bare number is none; see [`after_keyword`].
pub(super) fn leading_id<'t>(text: &'t str, whole: &str) -> Option<(StatedId, &'t str)> {
    let (feature, rest) = feature_prefix(text);
    let named = || (feature.is_some() && rest.starts_with(TEST)).then_some(TEST.len());
    let length =
        dotted(rest).or_else(named).or_else(|| if feature.is_none() { lettered(rest) } else { None })?;
    let (id, after) = rest.split_at(length);
    if !ends(after) {
        return None;
    }
    let start = span_in(whole, text);
    let mut span = span_in(whole, id);
    span.start = start.start;
    Some((StatedId { text: id.to_owned(), feature: feature.map(str::to_owned), span }, after))
}

/// Whether an id or a number may end before this text: letters may follow only in a script without spaces (`T001完成后`),
/// and there no unit of time (`2.5小时`).
pub(super) fn ends(after: &str) -> bool {
    let Some(first) = after.chars().next().filter(|c| c.is_alphanumeric()) else { return true };
    first >= '\u{2E80}' && super::duration::unit(after).is_none()
}

/// As [`leading_id`], where nothing shows that the id goes on (`1.1 .3`).
pub(super) fn whole_id<'t>(text: &'t str, whole: &str) -> Option<(StatedId, &'t str)> {
    leading_id(text, whole).filter(|(id, rest)| !goes_on(id, rest))
}

/// An id behind a word such as `SUBTASK`, where a bare number or any word with a digit is one too.
pub(super) fn after_keyword<'t>(text: &'t str, whole: &str) -> Option<(StatedId, &'t str)> {
    let text = text
        .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '#' | '*' | '_' | '`' | ':' | '['));
    if let Some((id, rest)) = leading_id(text, whole) {
        return (!goes_on(&id, rest)).then_some((id, rest));
    }
    let length =
        text.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-')).count();
    let word = text[..length].trim_end_matches(['.', '-', '_']);
    if word.is_empty() || word.len() > 40 || !word.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let id = StatedId { text: word.to_owned(), feature: None, span: span_in(whole, word) };
    let rest = &text[word.len()..];
    (!is_torn(word) && !goes_on(&id, rest)).then_some((id, rest))
}

/// `Agent6`, `Step2`: a capital, small letters and a number. Only the plan says whether it is an id.
pub(super) fn mixed<'t>(text: &'t str, whole: &str) -> Option<(StatedId, &'t str)> {
    let bytes = text.as_bytes();
    if !bytes.first().is_some_and(u8::is_ascii_uppercase) || !bytes.get(1).is_some_and(u8::is_ascii_lowercase)
    {
        return None;
    }
    let letters = 1 + bytes[1..].iter().take_while(|b| b.is_ascii_lowercase()).count();
    let digits = bytes[letters..].iter().take_while(|b| b.is_ascii_digit()).count();
    let (id, after) = text.split_at(letters + digits);
    let ends = !after.starts_with(|c: char| {
        c.is_ascii_alphanumeric() || c == '.' && after[1..].starts_with(|c: char| c.is_ascii_digit())
    });
    let id = StatedId { text: id.to_owned(), feature: None, span: span_in(whole, id) };
    (letters <= 12 && (1..=4).contains(&digits) && ends).then_some((id, after))
}

/// `task-001`, `wp-3`: small letters, a hyphen and a number. Only the plan says whether it is an id.
pub(super) fn hyphenated<'t>(text: &'t str, whole: &str) -> Option<(StatedId, &'t str)> {
    let letters = text.bytes().take_while(u8::is_ascii_lowercase).count();
    let number = text[letters..].strip_prefix('-')?;
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let (id, after) = text.split_at(letters + 1 + digits);
    let ends = !after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_'))
        && !after.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric()));
    let id = StatedId { text: id.to_owned(), feature: None, span: span_in(whole, id) };
    ((2..=12).contains(&letters) && (1..=4).contains(&digits) && ends).then_some((id, after))
}

/// `05-02`: the second plan of phase 5. Only the plan says whether it is an id.
pub(super) fn of_phase<'t>(text: &'t str, whole: &str) -> Option<(StatedId, &'t str)> {
    let bytes = text.as_bytes();
    let two = |at: usize| bytes.get(at..at + 2).is_some_and(|pair| pair.iter().all(u8::is_ascii_digit));
    if !two(0) || bytes.get(2) != Some(&b'-') || !two(3) {
        return None;
    }
    let (id, after) = text.split_at(5);
    let ends = !after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '/' | '_'));
    ends.then(|| (StatedId { text: id.to_owned(), feature: None, span: span_in(whole, id) }, after))
}

/// `G.1`: a capital letter, a dot and a number. Only the plan says whether it is an id.
pub(super) fn of_letter<'t>(text: &'t str, whole: &str) -> Option<(StatedId, &'t str)> {
    let letter = text.starts_with(|c: char| c.is_ascii_uppercase());
    let number = text.get(1..)?.strip_prefix('.').filter(|_| letter)?;
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let (id, after) = text.split_at(2 + digits);
    let ends = !after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_'))
        && !after.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric()));
    let id = StatedId { text: id.to_owned(), feature: None, span: span_in(whole, id) };
    ((1..=3).contains(&digits) && ends).then_some((id, after))
}

/// Letters of ids that name requirements, decisions and the like, never work.
pub(super) fn is_foreign(letters: &str) -> bool {
    const LETTERS: [&str; 28] = [
        "FR", "NFR", "SC", "REQ", "AC", "CHK", "US", "UC", "BR", "ADR", "RFC", "CVE", "ISO", "TC", "SHA",
        "UTF", "P", "H", "Q", "V", "OWASP", "CWE", "PEP", "HTTP", "ES", "EC", "MD", "RISK",
    ];
    LETTERS.contains(&letters)
}

/// The id of a closing test, as in `F1-INTEGRATION`.
const TEST: &str = "INTEGRATION";

/// `F1-` before a digit or a closing test: the feature number and what follows.
fn feature_prefix(text: &str) -> (Option<&str>, &str) {
    let Some(rest) = text.strip_prefix(['F', 'f']) else { return (None, text) };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    match rest[digits..].strip_prefix('-') {
        Some(after) if digits > 0 && after.starts_with(|c: char| c.is_ascii_digit() || c == 'I') => {
            (Some(&rest[..digits]), after)
        }
        _ => (None, text),
    }
}

/// Length of a dotted number with two to six components; a letter may follow the last (`1.1.6b`).
fn dotted(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut components = 0;
    loop {
        let digits = bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
        if digits == 0 || digits > 9 {
            return None;
        }
        at += digits;
        components += 1;
        let more = bytes.get(at) == Some(&b'.') && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
        if !more {
            break;
        }
        at += 1;
    }
    if bytes.get(at).is_some_and(u8::is_ascii_lowercase)
        && !bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric)
    {
        at += 1;
    }
    (2..=6).contains(&components).then_some(at)
}

/// Length of capital letters with a number: `T001`, `US12`, `TASK-001`, `MCP-SEC-001`.
fn lettered(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        let letters = bytes[at..].iter().take_while(|b| b.is_ascii_uppercase()).count();
        if letters == 0 || letters > 16 || at > 40 {
            return None;
        }
        at += letters;
        // `APP-M8-TASK-043`: a number may stand in the middle.
        let digits = bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
        let inner = (1..=3).contains(&digits)
            && matches!(bytes.get(at + digits), Some(b'-' | b'_'))
            && word_with_number(&bytes[at + digits + 1..]);
        if inner {
            at += digits;
        }
        if !matches!(bytes.get(at), Some(b'-' | b'_')) {
            break;
        }
        at += 1;
        if !bytes.get(at).is_some_and(u8::is_ascii_uppercase) {
            break;
        }
    }
    // `T-A.1`
    at += usize::from(at > 2 && bytes.get(at) == Some(&b'.'));
    let digits = bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
    if !(1..=6).contains(&digits) {
        return None;
    }
    // `T-1-01` and `T-02-01` have two numbers; `T-001-004` is a range.
    let second = text[at + digits..].strip_prefix('-').map_or("", |rest| {
        let length = rest.bytes().take_while(u8::is_ascii_digit).count();
        &rest[..length]
    });
    let of_two = digits == 2 && second.len() == 2 && at > 0 && bytes[at - 1] == b'-';
    let padded = second.starts_with('0') && (second.len() > digits || of_two);
    at += digits + if padded { second.len() + 1 } else { 0 };
    // `M1-T01`, `W1-A`; `T1-T5` is a range.
    if let Some(part) = text[at..].strip_prefix('-') {
        let letters = part.bytes().take_while(u8::is_ascii_uppercase).count();
        let digits = part[letters..].bytes().take_while(u8::is_ascii_digit).count();
        let ends = !part[letters + digits..].starts_with(|c: char| c.is_alphanumeric() || c == '-');
        let own = text.bytes().take_while(u8::is_ascii_uppercase).count();
        if (1..=3).contains(&letters) && digits <= 3 && ends && part[..letters] != text[..own] {
            return Some(at + 1 + letters + digits);
        }
    }
    // `T002-01` is a part of T002; `T001-005`, `T1-5` and `T2-14` are ranges.
    if let Some(part) = text[at..].strip_prefix('-') {
        let more = part.bytes().take_while(u8::is_ascii_digit).count();
        let ends = !part[more..].starts_with(|c: char| c.is_alphanumeric() || c == '-');
        if part.starts_with('0') && (1..digits).contains(&more) && ends {
            return Some(at + 1 + more);
        }
    }
    // `T001a`, `TASK-1.2`
    if bytes.get(at).is_some_and(u8::is_ascii_lowercase)
        && !bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric)
    {
        at += 1;
    }
    while bytes.get(at) == Some(&b'.') && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) {
        at += 1 + bytes[at + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
    }
    Some(at)
}

/// `TASK-043`: a word in capital letters, a dash and a digit.
fn word_with_number(bytes: &[u8]) -> bool {
    let letters = bytes.iter().take_while(|b| b.is_ascii_uppercase()).count();
    letters >= 3
        && matches!(bytes.get(letters), Some(b'-' | b'_'))
        && bytes.get(letters + 1).is_some_and(u8::is_ascii_digit)
}

/// The number of components of a dotted id; 1 for any other.
pub(crate) fn components(id: &str) -> usize {
    if id.starts_with(|c: char| c.is_ascii_digit()) { id.split('.').count() } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> Option<String> {
        leading_id(text, text).map(|(id, _)| match id.feature {
            Some(feature) => format!("F{feature}:{}", id.text),
            None => id.text,
        })
    }

    #[test]
    fn ids_that_only_the_plan_confirms() {
        let small = |text: &str| hyphenated(text, text).map(|(id, _)| id.text);
        assert_eq!(small("task-001: x").as_deref(), Some("task-001"));
        assert_eq!(small("utf-8-bom"), None);
        assert_eq!(small("a-1"), None);
        let plan = |text: &str| of_phase(text, text).map(|(id, _)| id.text);
        assert_eq!(plan("05-02 (done)").as_deref(), Some("05-02"));
        assert_eq!(plan("05-02-2026"), None);
        let letter = |text: &str| of_letter(text, text).map(|(id, _)| id.text);
        assert_eq!(letter("G.12 (done)").as_deref(), Some("G.12"));
        assert_eq!(letter("A.1.2"), None);
        assert_eq!(letter("J.S. Bach"), None);
    }

    #[test]
    fn ids_end_where_people_end_them() {
        assert_eq!(id("1.1.6: Title").as_deref(), Some("1.1.6"));
        assert_eq!(id("1.1.1-UserBase").as_deref(), Some("1.1.1"));
        assert_eq!(id("F1-1.1.4").as_deref(), Some("F1:1.1.4"));
        assert_eq!(id("F2-INTEGRATION").as_deref(), Some("F2:INTEGRATION"));
        assert_eq!(id("T001 [P]").as_deref(), Some("T001"));
        assert_eq!(id("TASK-001 — x").as_deref(), Some("TASK-001"));
        assert_eq!(id("1.1.6b x").as_deref(), Some("1.1.6b"));
        assert_eq!(id("M1-T01: x").as_deref(), Some("M1-T01"));
        assert_eq!(id("W1-A: x").as_deref(), Some("W1-A"));
        assert_eq!(id("T-A.2: x").as_deref(), Some("T-A.2"));
        assert_eq!(id("T-1-02: x").as_deref(), Some("T-1-02"));
        assert_eq!(id("T-001-004").as_deref(), Some("T-001"));
        assert_eq!(id("T1-T5").as_deref(), Some("T1"));
        assert_eq!(id("1.1.6. x").as_deref(), Some("1.1.6"));
        assert_eq!(id("APP-M8-TASK-043.4: x").as_deref(), Some("APP-M8-TASK-043.4"));
        assert_eq!(id("T002-01: x").as_deref(), Some("T002-01"));
        assert_eq!(id("T-001-004").as_deref(), Some("T-001"));
        assert_eq!(id("T001完成后").as_deref(), Some("T001"));
        assert_eq!(id("1.2完了後").as_deref(), Some("1.2"));
        for text in ["12 items", "4GB", "v1.2", "1.2GHz", "2.5小时", "1.5時間", "Title", ""] {
            assert_eq!(id(text), None, "{text}");
        }
        assert_eq!(after_keyword(" #52: x", "").map(|(id, _)| id.text).as_deref(), Some("52"));
    }
}
