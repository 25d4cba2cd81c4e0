//! Whether two titles can mean the same work.

/// Words that say nothing about which work is meant.
const FILLERS: [&str; 32] = [
    "a",
    "add",
    "an",
    "and",
    "as",
    "at",
    "build",
    "by",
    "create",
    "develop",
    "do",
    "for",
    "from",
    "implement",
    "in",
    "into",
    "make",
    "new",
    "of",
    "on",
    "or",
    "set",
    "setup",
    "task",
    "the",
    "to",
    "up",
    "update",
    "via",
    "with",
    "write",
    "subtask",
];

/// Whether at least two thirds of the words of the shorter title stand in the other one too, whatever their case,
/// order, ending or abbreviation; a remark in brackets at the end may be left out.
pub(super) fn similar(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b) || alike(a, b) || alike(without_remark(a), without_remark(b))
}

fn without_remark(title: &str) -> &str {
    let text = title.trim_end();
    match text.find(['(', '（', '[']) {
        Some(open) if open > 0 && text.ends_with([')', '）', ']']) => &text[..open],
        _ => title,
    }
}

fn alike(a: &str, b: &str) -> bool {
    let (a, b) = (words(a), words(b));
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    let shared = short.iter().filter(|word| long.iter().any(|other| same(word, other))).count();
    shared * 3 >= short.len() * 2 || is_acronym(short, long)
}

/// The words of a title in lower case without fillers; every sign of a script without spaces is a word.
fn words(title: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for part in title.to_lowercase().split(|c: char| !c.is_alphanumeric()) {
        let mut word = String::new();
        for c in part.chars() {
            if is_sign(c) {
                words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
                words.push(c.to_string());
            } else {
                word.push(c);
            }
        }
        words.extend((!word.is_empty()).then_some(word));
    }
    let meant: Vec<String> = words.iter().filter(|w| !FILLERS.contains(&w.as_str())).cloned().collect();
    if meant.is_empty() { words } else { meant }
}

/// Han, kana and hangul.
fn is_sign(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}')
}

/// Equal words, a word and its beginning (`auth`, `schemas`), or a word and its consonants (`cfg`, `mgmt`).
fn same(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short == long {
        return true;
    }
    let common = short.bytes().zip(long.bytes()).take_while(|(a, b)| a == b).count();
    // `verify` and `verification`, `hashing` and `hashes`: the ending differs.
    if common >= 3 && (common == short.len() || common >= 4 && short.len() - common <= 3) {
        return true;
    }
    let vowels = short.bytes().skip(1).any(|b| matches!(b, b'a' | b'e' | b'i' | b'o' | b'u'));
    let mut rest = long.bytes();
    !vowels
        && common > 0
        && short.len() >= 2
        && short.is_ascii()
        && short.bytes().all(|b| rest.any(|c| c == b))
}

/// `JWT` for `JSON web token`.
fn is_acronym(short: &[String], long: &[String]) -> bool {
    let [word] = short else { return false };
    let initials: String = long.iter().filter_map(|word| word.chars().next()).collect();
    word.len() >= 2 && initials.contains(word.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_one_work_are_similar() {
        for (a, b) in [
            ("Ticket model", "TICKET MODEL"),
            ("Ticket model", "Create the Ticket-Model base"),
            ("Auth cfg", "Add Authentication Configuration File"),
            ("DB setup", "Set up the database"),
            ("Fare verification", "Verify fares"),
            ("JWT", "Create JSON web tokens"),
            ("票价表", "创建票价表"),
            ("Harbour — dues!", "harbour dues"),
            ("Ticket test suite (can start early)", "Ticket office of 1924 test suite"),
        ] {
            assert!(similar(a, b) && similar(b, a), "{a} / {b}");
        }
    }

    #[test]
    fn titles_of_other_work_are_not() {
        for (a, b) in [
            ("Timetable", "Fares"),
            ("Create login page", "Create fare table"),
            ("Ticket model", "Ticket office opening hours"),
            ("Harbour dues", "Berths"),
            ("票价表", "时刻"),
        ] {
            assert!(!similar(a, b) && !similar(b, a), "{a} / {b}");
        }
    }
}
