//! Days in text: `2026-01-31`, `31.01.2026`, `31 Jan 2026`, `January 31, 2026`, `01/31/2026`.

use crate::runlog::Moment;

/// What looks like a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Day {
    /// Its midnight.
    At(Moment),
    /// It may be one of several days, or none: `03/04/2026`, `31.01.26`.
    Unclear,
}

/// The beginnings of months in several languages, by number.
const MONTHS: [&[&str]; 12] = [
    &["jan", "ene"],
    &["feb", "fév"],
    &["mar", "mär"],
    &["apr", "avr", "abr"],
    &["may", "mai"],
    &["jun", "juin"],
    &["jul", "juil"],
    &["aug", "août", "ago"],
    &["sep"],
    &["oct", "okt"],
    &["nov"],
    &["dec", "dez", "déc", "dic"],
];

/// The day at the start of a text and what follows; clocks are `offset` minutes ahead of UTC.
pub(super) fn leading(text: &str, offset: i32) -> Option<(Day, &str)> {
    let (day, rest) = in_numbers(text, offset).or_else(|| in_words(text, offset))?;
    (!rest.starts_with(|c: char| c.is_alphanumeric() && !"Tt".contains(c))).then_some((day, rest))
}

/// The first day anywhere in a text that is one for sure.
pub(super) fn find(text: &str, offset: i32) -> Option<Moment> {
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if !before.is_alphanumeric()
            && c.is_alphanumeric()
            && let Some((Day::At(day), _)) = leading(&text[at..], offset)
        {
            return Some(day);
        }
        before = c;
    }
    None
}

/// Three numbers with the same mark between them.
fn in_numbers(text: &str, offset: i32) -> Option<(Day, &str)> {
    let (first, rest) = number(text)?;
    let mark = rest.chars().next().filter(|mark| "-/.".contains(*mark))?;
    let (second, rest) = number(&rest[1..])?;
    let (third, rest) = number(rest.strip_prefix(mark)?)?;
    let (year, month, day) = match (first.len(), third.len(), mark) {
        (4, 1 | 2, _) if second.len() <= 2 => (first, second, third),
        (1 | 2, 4, '.') => (third, second, first),
        // With strokes some put the month first and some the day.
        (1 | 2, 4, _) if over(first) => (third, second, first),
        (1 | 2, 4, _) if over(second) || first == second => (third, first, second),
        (1 | 2, 4, _) => return Some((Day::Unclear, rest)),
        // `1.1.26` may be a subtask; three times two numbers are a day without a century.
        (2, 2, _) if second.len() == 2 => return Some((Day::Unclear, rest)),
        _ => return None,
    };
    Some((midnight(year, month.parse().ok()?, day, offset), rest))
}

/// `31 Jan 2026`, `31. Januar 2026`, `January 31st, 2026`; without a year it may be any.
fn in_words(text: &str, offset: i32) -> Option<(Day, &str)> {
    let (month, day, rest) = match number(text) {
        Some((day, rest)) if day.len() <= 2 => {
            let (month, rest) = month(gap(rest.trim_start_matches(['.', 's', 't', 'n', 'd', 'r', 'h'])))?;
            (month, day, rest)
        }
        Some(_) => return None,
        None => {
            let (month, rest) = month(text)?;
            let (day, rest) = number(gap(rest)).filter(|(day, _)| day.len() <= 2)?;
            (month, day, rest.trim_start_matches(['s', 't', 'n', 'd', 'r', 'h']))
        }
    };
    match number(gap(rest)).filter(|(year, _)| year.len() == 4) {
        Some((year, rest)) => Some((midnight(year, month, day, offset), rest)),
        None => Some((Day::Unclear, rest)),
    }
}

fn midnight(year: &str, month: u32, day: &str, offset: i32) -> Day {
    Moment::midnight(&format!("{year}-{month:02}-{day:0>2}"), offset).map_or(Day::Unclear, Day::At)
}

/// Whether a number is none of a month.
fn over(number: &str) -> bool {
    number.parse::<u32>().is_ok_and(|number| number > 12)
}

fn number(text: &str) -> Option<(&str, &str)> {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=4).contains(&end).then(|| text.split_at(end))
}

/// What follows a space, a comma or a point.
fn gap(text: &str) -> &str {
    text.trim_start_matches([' ', ',', '.', '-'])
}

fn month(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let word = text[..end].to_lowercase();
    let is = |names: &&[&str]| {
        (3..=9).contains(&word.chars().count()) && names.iter().any(|name| word.starts_with(name))
    };
    let at = MONTHS.iter().position(is)?;
    Some((at as u32 + 1, &text[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_people() {
        let read = |text: &'static str| match leading(text, 0) {
            Some((Day::At(day), rest)) => format!("{}|{rest}", &day.to_string()[..10]),
            Some((Day::Unclear, rest)) => format!("?|{rest}"),
            None => "-".to_owned(),
        };
        for text in [
            "2026-01-31",
            "2026/1/31",
            "2026.01.31",
            "31.01.2026",
            "31.1.2026",
            "31/01/2026",
            "01/31/2026",
            "1-31-2026",
            "31 Jan 2026",
            "Jan 31, 2026",
            "January 31st, 2026",
            "31. Januar 2026",
            "31 janvier 2026",
        ] {
            assert_eq!(read(text), "2026-01-31|", "{text}");
        }
        assert_eq!(read("2026-01-31 10:05"), "2026-01-31| 10:05");
        assert_eq!(read("03/03/2026"), "2026-03-03|");
        for text in ["03/04/2026", "31.01.26", "31 Jan", "Jan 31", "2026-02-30"] {
            assert_eq!(read(text), "?|", "{text}");
        }
        for text in ["1.1.1", "1.1.26", "10:05", "12 tabs", "march on", "F1-1.1.1", "2026-01-31x", "1.2.3.4"]
        {
            assert!(read(text) == "-" || read(text).starts_with("?|."), "{text}: {}", read(text));
        }
        assert_eq!(
            find("## Monday, 2 March 2026 (session 1)", 0).map(|day| day.to_string()).as_deref(),
            Some("2026-03-02T00:00:00Z")
        );
        assert_eq!(find("## Phase 2 (20 minutes)", 0), None);
    }
}
