/// What an id looks like: equal for ids that a reader takes for one. Letters lose their case; letters and signs of
/// other scripts become the Latin ones that they look like; `l`, `I` and `O` beside digits and dots become digits.
pub(super) fn skeleton(id: &str) -> String {
    let mut look = String::with_capacity(id.len());
    let mut chars = id.chars().map(latin).peekable();
    let is_number = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || c == '.');
    while let Some(c) = chars.next() {
        let beside = is_number(look.chars().next_back()) || is_number(chars.peek().copied());
        look.push(digit_like(c).filter(|_| beside).unwrap_or(c.to_ascii_lowercase()));
    }
    look
}

/// The digit that a letter looks like.
pub(super) fn digit_like(c: char) -> Option<char> {
    match latin(c) {
        'l' | 'I' => Some('1'),
        'O' | 'o' => Some('0'),
        _ => None,
    }
}

/// The Latin letter, digit or sign that a character of another script looks like (a part of Unicode's confusables:
/// Cyrillic and Greek letters, full-width forms, dashes).
fn latin(c: char) -> char {
    match c {
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'С' => 'C',
        'Е' | 'Ε' => 'E',
        'Н' | 'Η' => 'H',
        'І' | 'Ι' | 'Ӏ' => 'I',
        'Ј' => 'J',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'Ν' => 'N',
        'О' | 'Ο' => 'O',
        'Р' | 'Ρ' => 'P',
        'Ѕ' => 'S',
        'Т' | 'Τ' => 'T',
        'Х' | 'Χ' => 'X',
        'Υ' | 'Ү' => 'Y',
        'Ζ' => 'Z',
        'а' | 'α' => 'a',
        'е' => 'e',
        'і' | 'ι' => 'i',
        'ј' => 'j',
        'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'с' => 'c',
        'у' => 'y',
        'х' => 'x',
        'ѕ' => 's',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_alike_has_one_skeleton() {
        for (a, b) in [
            ("T00l", "T001"),
            ("1.1.O", "1.1.0"),
            ("Т001", "T001"),
            ("Api-1", "API-1"),
            ("１.１", "1.1"),
            ("1.lI", "1.11"),
        ] {
            assert_eq!(skeleton(a), skeleton(b), "{a} {b}");
        }
        for (a, b) in [("1.1.1", "1.1.2"), ("1.1.6b", "1.1.6"), ("LOG-1", "IOG-1"), ("T010", "T100")] {
            assert_ne!(skeleton(a), skeleton(b), "{a} {b}");
        }
    }
}
