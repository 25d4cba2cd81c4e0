//! Hours without a unit beside them (`6`, `1:30`) and in words (`half an hour`).

use super::Minutes;
use super::duration::{DAY, Duration, counted, finish};
use super::item::StatedEstimate;
use super::text::span_in;

/// Durations in words, in lower case.
const WORDS: [(&str, f64); 35] = [
    ("half an hour", 30.0),
    ("half a day", DAY / 2.0),
    ("half day", DAY / 2.0),
    ("half-day", DAY / 2.0),
    ("an hour", 60.0),
    ("one hour", 60.0),
    ("a day", DAY),
    ("one day", DAY),
    ("eine halbe stunde", 30.0),
    ("ein halber tag", DAY / 2.0),
    ("eine stunde", 60.0),
    ("ein tag", DAY),
    ("une demi-heure", 30.0),
    ("une demi-journée", DAY / 2.0),
    ("une heure", 60.0),
    ("une journée", DAY),
    ("un jour", DAY),
    ("media hora", 30.0),
    ("media jornada", DAY / 2.0),
    ("medio día", DAY / 2.0),
    ("una hora", 60.0),
    ("un día", DAY),
    ("meia hora", 30.0),
    ("meio dia", DAY / 2.0),
    ("uma hora", 60.0),
    ("um dia", DAY),
    ("半小时", 30.0),
    ("半个小时", 30.0),
    ("半小時", 30.0),
    ("半時間", 30.0),
    ("半天", DAY / 2.0),
    ("半日", DAY / 2.0),
    ("半个工作日", DAY / 2.0),
    ("반나절", DAY / 2.0),
    ("반일", DAY / 2.0),
];

/// Numbers in words that stand before a unit of time.
const COUNTS: [(char, f64); 11] = [
    ('一', 1.0),
    ('二', 2.0),
    ('两', 2.0),
    ('三', 3.0),
    ('四', 4.0),
    ('五', 5.0),
    ('六', 6.0),
    ('七', 7.0),
    ('八', 8.0),
    ('九', 9.0),
    ('十', 10.0),
];

/// `half an hour`, `an hour`, `两小时` at the start of a text.
pub(super) fn in_words(text: &str) -> Option<Duration<'_>> {
    let start = text.len() - text.trim_start_matches([' ', '~', '≈', '*', '约', '約']).len();
    let words = &text[start..];
    // Few texts begin like one of the words.
    let may = |c: char| !c.is_ascii() || matches!(c.to_ascii_lowercase(), 'h' | 'a' | 'o' | 'e' | 'u' | 'm');
    if !words.starts_with(may) {
        return None;
    }
    let ends = |rest: &str| {
        rest.is_empty()
            || rest.starts_with(['.', ',', ')', ';', '*', '，', '（', '）', '。', '；'])
            || rest.starts_with(" (")
    };
    let found = WORDS.iter().find_map(|&(word, minutes)| {
        super::text::strip_word(words, word).filter(|rest| ends(rest)).map(|rest| (minutes, rest))
    });
    let (minutes, rest) = found.or_else(|| {
        // `两小时`, `三天`; what begins with a digit is read elsewhere.
        let first = words.chars().next().filter(|c| !c.is_ascii())?;
        let (_, count) = COUNTS.iter().find(|(word, _)| *word == first)?;
        let (minutes, rest) = super::duration::unit(&words[first.len_utf8()..])?;
        ends(rest).then_some((count * minutes, rest))
    })?;
    finish(text, start, text.len() - rest.len(), minutes, minutes, minutes)
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
