//! Clocks in text: `10:05`, `9:05:30 pm`, `2026-01-31 10:05`, RFC 3339.

use crate::runlog::Moment;

/// A time as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clock {
    /// Seconds since midnight of a day that the text does not name.
    Bare(u32),
    /// A point in time.
    Dated(Moment),
}

/// The clock at the start of a text and what follows; `offset` is how many minutes clocks are ahead of UTC.
pub(super) fn leading(text: &str, offset: i32) -> Option<(Clock, &str)> {
    let text = text.trim_start();
    if let Some(found) = dated(text, offset) {
        return Some(found);
    }
    let (seconds, rest) = bare(text)?;
    Some((Clock::Bare(seconds), rest))
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

fn bare(text: &str) -> Option<(u32, &str)> {
    let (hours, rest) = digits(text, 2)?;
    let (minutes, rest) = digits(rest.strip_prefix(':')?, 2).filter(|_| two(rest))?;
    let (seconds, rest) = match rest.strip_prefix(':') {
        Some(after) if two(rest) => digits(after, 2)?,
        _ => (0, rest),
    };
    let (hours, rest) = half_day(hours, rest)?;
    // `10:05.3` or `10:05:00:00` are something else.
    let ends = !rest.starts_with(|c: char| c.is_alphanumeric() || c == ':');
    (hours < 24 && minutes < 60 && seconds < 60 && ends)
        .then_some((hours * 3600 + minutes * 60 + seconds, rest))
}

/// Whether two digits follow the colon that a text begins with.
fn two(text: &str) -> bool {
    text.len() >= 3 && text.as_bytes()[1..3].iter().all(u8::is_ascii_digit)
}

/// `am` and `pm`.
fn half_day(hours: u32, rest: &str) -> Option<(u32, &str)> {
    let word = rest.trim_start();
    let half = word.get(..2).map(str::to_ascii_lowercase);
    let ends = word.get(2..).is_some_and(|after| !after.starts_with(char::is_alphanumeric));
    match half.as_deref().filter(|_| ends) {
        Some("am") if (1..=12).contains(&hours) => Some((hours % 12, &word[2..])),
        Some("pm") if (1..=12).contains(&hours) => Some((hours % 12 + 12, &word[2..])),
        Some("am" | "pm") => None,
        _ => Some((hours, rest)),
    }
}

/// `2026-01-31T10:05:00Z`, `2026-01-31 10:05`.
fn dated(text: &str, offset: i32) -> Option<(Clock, &str)> {
    let midnight = Moment::midnight(text.get(..10)?, offset)?;
    let rest = text[10..].strip_prefix(['T', 't', ' ', ','])?.trim_start();
    let end = rest.find(|c: char| c.is_whitespace() || c == '|' || c == ']').unwrap_or(rest.len());
    let (word, after) = rest.split_at(end);
    if let Some(moment) = Moment::parse(&format!("{}T{word}", &text[..10])) {
        return Some((Clock::Dated(moment), after));
    }
    let (seconds, rest) = bare(rest)?;
    Some((Clock::Dated(Moment::from_millis(midnight.millis() + i64::from(seconds) * 1000)), rest))
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
        for text in ["24:00", "10:60", "10:5", "1005", "13:00 pm", "10:05x", "10:05:3", "1.1.1", ""] {
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
        assert_eq!(shown("2026-02-30 10:05", 0), "None");
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
