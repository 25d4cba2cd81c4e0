//! Clocks in text: `10:05`, `9:05:30 pm`, `2026-01-31 10:05`, `31.01.2026 10:05`, `T+0:03`, RFC 3339.

use super::day::{self, Day};
use crate::runlog::Moment;

/// A time as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clock {
    /// Seconds since midnight of a day that the text does not name.
    Bare(u32),
    /// A point in time.
    Dated(Moment),
    /// Seconds since a start that the text does not name.
    Since(u32),
    /// A clock of another zone than that of the text.
    Elsewhere,
    /// A clock of a day that may be one of several.
    SomeDay,
}

/// The clock at the start of a text and what follows; `offset` is how many minutes clocks are ahead of UTC.
pub(super) fn leading(text: &str, offset: i32) -> Option<(Clock, &str)> {
    let text = text.trim_start();
    if let Some(found) = dated(text, offset) {
        return Some(found);
    }
    let since =
        text.strip_prefix("T+").or_else(|| text.strip_prefix("t+")).or_else(|| text.strip_prefix('+'));
    if let Some((seconds, rest)) = since.and_then(bare) {
        return Some((Clock::Since(seconds), rest));
    }
    let (seconds, rest) = bare(text)?;
    Some(match zone(rest, offset) {
        Some((true, rest)) => (Clock::Bare(seconds), rest),
        Some((false, rest)) => (Clock::Elsewhere, rest),
        None => (Clock::Bare(seconds), rest),
    })
}

/// A clock that is all of a cell.
pub(super) fn whole(cell: &str, offset: i32) -> Option<Clock> {
    leading(cell.trim_matches(|c: char| c.is_whitespace() || "*_`~≈".contains(c)), offset)
        .filter(|(_, rest)| rest.trim().is_empty())
        .map(|(clock, _)| clock)
}

/// `Done at 0:03`, `finished @ 10:07`: the clock behind the last such word, with what stands before the word.
pub(super) fn trailing(text: &str, offset: i32) -> Option<(Clock, &str)> {
    let at = [" at ", " @ ", " @", " um ", " à ", " a las "]
        .into_iter()
        .filter_map(|word| text.rfind(word).map(|at| (at, word.len())))
        .max()?;
    let (clock, rest) = leading(&text[at.0 + at.1..], offset)?;
    let ends = rest.trim_matches(|c: char| c.is_whitespace() || ".!)✅✓✔*_".contains(c)).is_empty();
    ends.then_some((clock, &text[..at.0]))
}

/// The clocks anywhere in a text, at most three, each with its first byte and the one behind its last.
pub(super) fn all(text: &str, offset: i32) -> Vec<(Clock, std::ops::Range<usize>)> {
    let mut found = Vec::new();
    let (mut before, mut from) = (' ', 0);
    for (at, c) in text.char_indices() {
        let begins = c.is_alphanumeric() || c == '+';
        if at >= from
            && begins
            && !before.is_alphanumeric()
            && !matches!(before, ':' | '.' | '+')
            && found.len() < 3
            && let Some((clock, rest)) = leading(&text[at..], offset)
        {
            from = text.len() - rest.len();
            found.push((clock, at..from));
        }
        before = c;
    }
    found
}

/// `10:05`, `10:05:30`, `9:05 pm`, `9 pm`.
fn bare(text: &str) -> Option<(u32, &str)> {
    let (hours, rest) = digits(text, 2)?;
    let Some(after) = rest.strip_prefix(':') else {
        // Without minutes only `am` or `pm` makes it a clock.
        let (hours, ends) = half_day(hours, rest)?;
        return (ends.len() < rest.len()).then_some((hours * 3600, ends));
    };
    let (minutes, rest) = digits(after, 2).filter(|_| two(rest))?;
    let (seconds, rest) = match rest.strip_prefix(':') {
        Some(after) if two(rest) => {
            let (seconds, rest) = digits(after, 2)?;
            let part = rest
                .strip_prefix(['.', ','])
                .map(|part| part.trim_start_matches(|c: char| c.is_ascii_digit()));
            (seconds, part.filter(|part| part.len() + 1 < rest.len()).unwrap_or(rest))
        }
        _ => (0, rest),
    };
    let (hours, rest) = half_day(hours, rest)?;
    let rest = rest.strip_prefix(" Uhr").unwrap_or(rest);
    // `10:05:00:00` is something else, and `10:05: done` is not.
    let behind = rest.strip_prefix(':').unwrap_or(rest);
    let ends = !rest.starts_with(|c: char| c.is_alphanumeric() && c != 'Z')
        && (behind.len() == rest.len() || !behind.starts_with(|c: char| c.is_ascii_digit()));
    (hours < 24 && minutes < 60 && seconds < 60 && ends)
        .then_some((hours * 3600 + minutes * 60 + seconds, rest))
}

/// Whether two digits follow the colon that a text begins with.
fn two(text: &str) -> bool {
    text.len() >= 3 && text.as_bytes()[1..3].iter().all(u8::is_ascii_digit)
}

/// `am` and `pm`, `a.m.` and `p.m.`.
fn half_day(hours: u32, rest: &str) -> Option<(u32, &str)> {
    let word = rest.trim_start();
    let cut = |mark: &str| {
        let found = word.get(..mark.len()).filter(|found| found.eq_ignore_ascii_case(mark))?;
        let after = &word[found.len()..];
        (!after.starts_with(char::is_alphanumeric)).then_some(after)
    };
    let half = |marks: [&str; 3]| marks.into_iter().find_map(cut);
    let (add, rest) = match (half(["a.m.", "a.m", "am"]), half(["p.m.", "p.m", "pm"])) {
        (Some(rest), _) => (0, rest),
        (_, Some(rest)) => (12, rest),
        _ => return Some((hours, rest)),
    };
    (1..=12).contains(&hours).then_some((hours % 12 + add, rest))
}

/// Names of zones that people put behind a clock; which of them is meant is not always clear.
const ZONES: [&str; 24] = [
    "PST", "PDT", "MST", "MDT", "CST", "CDT", "EST", "EDT", "BST", "CET", "CEST", "EET", "EEST", "WET",
    "WEST", "MEZ", "MESZ", "MSK", "IST", "JST", "KST", "AEST", "AEDT", "SGT",
];

/// A zone behind a clock, whether it is that of the text, and what follows it.
fn zone(rest: &str, offset: i32) -> Option<(bool, &str)> {
    let word = rest.trim_start_matches([' ', '(']);
    let end = word.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(word.len());
    let (name, after) = word.split_at(end);
    let after = after.strip_prefix(')').unwrap_or(after);
    let utc = matches!(name, "UTC" | "GMT" | "Z");
    // A dash begins the end of a stretch: `10:05-10:12`.
    let ahead = if utc || rest.starts_with('+') { shift(after) } else { None };
    match ahead {
        Some((minutes, after)) => Some((minutes == offset, after)),
        None if utc => Some((offset == 0, after)),
        None => ZONES.contains(&name).then_some((false, after)),
    }
}

/// `+02:00`, `-0330`: how far a zone is ahead in minutes.
fn shift(text: &str) -> Option<(i32, &str)> {
    let ahead = text.starts_with('+');
    let (hours, rest) = digits(text.strip_prefix(['+', '-'])?, 4)?;
    let (hours, minutes, rest) =
        match rest.strip_prefix(':').filter(|_| two(rest)).and_then(|rest| digits(rest, 2)) {
            Some((minutes, rest)) => (hours, minutes, rest),
            None if hours >= 100 => (hours / 100, hours % 100, rest),
            None => (hours, 0, rest),
        };
    let total = i32::try_from(hours * 60 + minutes).ok().filter(|total| *total <= 14 * 60)?;
    Some((if ahead { total } else { -total }, rest))
}

/// `2026-01-31T10:05:00Z`, `2026-01-31 10:05`, `Jan 31, 2026 at 10:05 pm`.
fn dated(text: &str, offset: i32) -> Option<(Clock, &str)> {
    let (day, after) = day::leading(text, offset)?;
    let rest = after.strip_prefix(['T', 't']).filter(|_| text.len() - after.len() == 10);
    let glued = rest.is_some();
    let rest = rest.unwrap_or(after).trim_start_matches([' ', ',', '-', '–', '|']);
    let rest = rest.strip_prefix("at ").or_else(|| rest.strip_prefix("um ")).unwrap_or(rest);
    if rest.len() == after.len() && !glued {
        return None;
    }
    let end = rest.find(|c: char| c.is_whitespace() || "|])".contains(c)).unwrap_or(rest.len());
    let (word, behind) = rest.split_at(end);
    if let Some(moment) = text.get(..10).and_then(|day| Moment::parse(&format!("{day}T{word}"))) {
        return Some((Clock::Dated(moment), behind));
    }
    let (seconds, rest) = bare(rest)?;
    let (same, rest) = zone(rest, offset).unwrap_or((true, rest));
    let clock = match day {
        _ if !same => Clock::Elsewhere,
        Day::Unclear => Clock::SomeDay,
        Day::At(midnight) => Clock::Dated(midnight.plus_clock(i64::from(seconds))),
    };
    Some((clock, rest))
}

fn digits(text: &str, most: usize) -> Option<(u32, &str)> {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    let number = (1..=most).contains(&end).then(|| text[..end].parse().ok())??;
    Some((number, &text[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_of_people() {
        let seconds = |text| match leading(text, 0) {
            Some((Clock::Bare(seconds), rest)) => Some((seconds / 60, rest)),
            _ => None,
        };
        assert_eq!(seconds("10:05 - x"), Some((605, " - x")));
        assert_eq!(seconds("0:03"), Some((3, "")));
        assert_eq!(seconds("9:05 pm x"), Some((21 * 60 + 5, " x")));
        assert_eq!(seconds("12:00AM"), Some((0, "")));
        for text in
            ["9:05 p.m.", "9:05PM", "09:05:30.250 pm", "21:05 Uhr", "21:05 UTC", "21:05Z", "21:05 (GMT)"]
        {
            assert_eq!(seconds(text), Some((21 * 60 + 5, "")), "{text}");
        }
        assert_eq!((seconds("9 pm - x"), seconds("12am")), (Some((21 * 60, " - x")), Some((0, ""))));
        assert_eq!(leading("T+1:08 x", 0), Some((Clock::Since(4_080), " x")));
        for text in ["9:05 PST", "9:05 CEST", "9:05+02:00", "9:05 UTC-2"] {
            assert_eq!(leading(text, 0).map(|found| found.0), Some(Clock::Elsewhere), "{text}");
        }
        assert_eq!(leading("9:05+02:00", 120), Some((Clock::Bare(9 * 3600 + 300), "")));
        for text in
            ["12 tabs", "24:00", "10:60", "10:5", "1005", "13:00 pm", "10:05x", "10:05:3", "1.1.1", ""]
        {
            assert_eq!(seconds(text), None, "{text}");
        }
    }

    #[test]
    fn dates_and_zones() {
        let shown = |text, offset| match leading(text, offset) {
            Some((Clock::Dated(moment), _)) => moment.to_string(),
            other => format!("{other:?}"),
        };
        assert_eq!(shown("2026-01-31 10:05 - x", 60), "2026-01-31T09:05:00Z");
        assert_eq!(shown("2026-01-31T10:05:00+02:00", 60), "2026-01-31T08:05:00Z");
        for text in ["31.01.2026 10:05", "Jan 31, 2026 at 10:05 am", "2026/01/31, 10:05:00"] {
            assert_eq!(shown(text, 0), "2026-01-31T10:05:00Z", "{text}");
        }
        for text in ["2026-02-30 10:05", "03/04/2026 10:05", "Jan 31 10:05"] {
            assert_eq!(shown(text, 0), "Some((SomeDay, \"\"))", "{text}");
        }
        assert_eq!(shown("2026-01-31", 0), "None");
    }

    #[test]
    fn clocks_anywhere() {
        let found = |text| -> Vec<(Clock, String)> {
            let clocks = all(text, 0).into_iter();
            clocks.map(|(clock, range)| (clock, text[range].to_owned())).collect()
        };
        assert_eq!(
            found("✅ [10:05] Tab 1, T+0:03"),
            [(Clock::Bare(36_300), "10:05".to_owned()), (Clock::Since(180), "T+0:03".to_owned())]
        );
        assert_eq!(found("1.1.1 and 2:3 and v10:05x"), []);
    }

    #[test]
    fn a_clock_at_the_end_stands_behind_a_word() {
        assert_eq!(
            trailing("Win 10 (1.2.6) - Done at 0:03", 0),
            Some((Clock::Bare(180), "Win 10 (1.2.6) - Done"))
        );
        assert_eq!(trailing("look at 0:03 seconds", 0), None);
    }
}
