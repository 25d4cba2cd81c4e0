//! Hours without a unit beside them (`6`, `1:30`) and in words (`half an hour`).

use super::Minutes;
use super::duration::{DAY, Duration, counted, finish};
use super::item::StatedEstimate;
use super::text::span_in;

/// `half an hour`, `an hour` at the start of a text.
pub(super) fn in_words(text: &str) -> Option<Duration<'_>> {
    let start = text.len() - text.trim_start_matches([' ', '~', '≈', '*']).len();
    let words = [("half an hour", 30.0), ("half a day", DAY / 2.0), ("an hour", 60.0), ("one hour", 60.0)];
    words.iter().find_map(|&(word, minutes)| {
        let rest = super::text::strip_word(&text[start..], word)?;
        let ends = rest.is_empty() || rest.starts_with(['.', ',', ')', ';', '*']) || rest.starts_with(" (");
        ends.then(|| finish(text, start, text.len() - rest.len(), minutes, minutes, minutes))?
    })
}

/// `1:30`: minutes, and what follows.
pub(super) fn clock(text: &str) -> Option<(f64, &str)> {
    let (hours, rest) = super::text::leading_number(text)?;
    let rest = rest.strip_prefix(':')?;
    let minutes: u32 = rest.get(..2)?.parse().ok()?;
    let rest = &rest[2..];
    let ends = !rest.starts_with(|c: char| c.is_ascii_digit() || c == ':');
    (ends && hours < 100 && minutes < 60).then_some((f64::from(hours * 60 + minutes), rest))
}

/// A bare number or range of hours: `6`, `16-20`, `1:30`.
pub(super) fn hours(text: &str, whole: &str) -> Option<StatedEstimate> {
    let words = super::text::trim_marks(text).trim_start_matches(['~', '≈']);
    if let Some((minutes, rest)) = clock(words) {
        let value = Minutes::from_f64(minutes);
        let span = span_in(whole, words);
        return rest.trim().is_empty().then_some(StatedEstimate {
            min: value,
            max: value,
            approximate: false,
            span,
        });
    }
    counted(text, 60.0, whole)
}
