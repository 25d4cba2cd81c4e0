//! Durations as people write them: `~15 minutes`, `1.5h`, `45-60 min`, `1 hour 50 minutes`, `2 days`.

use super::Minutes;
pub(super) use super::hours::hours;
use super::hours::{clock, in_words};
use super::item::StatedEstimate;
use super::text::span_in;

/// Minutes of a day of work.
pub(super) const DAY: f64 = 480.0;

/// Words before a number that make it approximate.
pub(super) const ABOUT: [&str; 9] = ["~", "≈", "about", "ca.", "circa", "around", "approx.", "约", "約"];

/// A duration found in a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Duration<'t> {
    /// Least minutes.
    pub(super) min: f64,
    /// Most minutes.
    pub(super) max: f64,
    /// Whether `~`, `about`, `ca.`, `≈` or `+` makes it approximate.
    pub(super) approximate: bool,
    /// Minutes that one step of the last written digit stands for.
    pub(super) precision: f64,
    /// The words.
    pub(super) text: &'t str,
}

impl Duration<'_> {
    /// The estimate that it states.
    pub(super) fn estimate(&self, whole: &str) -> StatedEstimate {
        StatedEstimate {
            min: Minutes::from_f64(self.min),
            max: Minutes::from_f64(self.max),
            approximate: self.approximate,
            span: span_in(whole, self.text),
        }
    }
}

/// The first duration anywhere in `text`.
pub(super) fn find(text: &str) -> Option<Duration<'_>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    if let Some(found) = in_words(text) {
        return Some(found);
    }
    while let Some(offset) = bytes[at..].iter().position(u8::is_ascii_digit) {
        let start = at + offset;
        let inside_word = text[..start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '#' | '$' | ':'))
            // `1/2 day`
            || text[..start].ends_with("1/");
        if !inside_word && let Some(found) = leading(text, start) {
            return Some(found);
        }
        at = start + bytes[start..].iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
    }
    None
}

/// A bare number or range of a unit that takes this many minutes.
pub(super) fn counted(text: &str, minutes: f64, whole: &str) -> Option<StatedEstimate> {
    let words = super::text::trim_marks(text).trim_start_matches(['~', '≈']);
    let (low, _, rest) = number(words)?;
    let (high, rest) = match dash(rest).and_then(number) {
        Some((high, _, rest)) => (high, rest),
        None => (low, rest),
    };
    let minutes = |count: f64| Minutes::from_f64(count * minutes);
    let plain = rest.trim_matches(['+', ' ']).is_empty() && high >= low;
    plain.then(|| StatedEstimate {
        min: minutes(low),
        max: minutes(high),
        approximate: false,
        span: span_in(whole, words),
    })
}

/// A duration whose first digit is at `start`.
pub(super) fn leading(text: &str, start: usize) -> Option<Duration<'_>> {
    if let Some((minutes, rest)) = clock(&text[start..]) {
        // `1:30 hours`, `1:30 h`; a clock alone says when, not how long.
        let (of, rest) = unit(rest)?;
        return if (of - 60.0).abs() < f64::EPSILON {
            finish(text, start, text.len() - rest.len(), minutes, minutes, 1.0)
        } else {
            None
        };
    }
    let (low, low_step, rest) = number(&text[start..])?;
    let (first_unit, rest_after_unit) = match unit(rest) {
        Some((minutes, rest)) => (Some(minutes), rest),
        None => (None, rest),
    };
    // A range: `45-60 min`, `1h - 2h`, `1 to 2 hours`.
    if let Some((high, high_step, after)) = dash(rest_after_unit).and_then(number)
        && let Some((minutes, after)) = unit(after)
    {
        let end = text.len() - after.len();
        let low = low * first_unit.unwrap_or(minutes);
        let step = low_step.min(high_step) * minutes;
        let high = high * minutes;
        // `60-45 min` has its ends the wrong way round.
        return finish(text, start, end, low.min(high), low.max(high), step);
    }
    let minutes = first_unit?;
    let mut total = low * minutes;
    let mut step = low_step * minutes;
    let mut after = rest_after_unit;
    // A second, smaller part: `1 hour 50 minutes`, `1h30`.
    if minutes >= 60.0
        && let Some((part, part_step, rest)) =
            number(after.trim_start_matches([' ', ',']).trim_start_matches("and "))
    {
        if let Some((smaller, rest)) = unit(rest)
            && smaller < minutes
        {
            total += part * smaller;
            step = part_step * smaller;
            after = rest;
        } else if (minutes - 60.0).abs() < f64::EPSILON
            && part < 60.0
            && (after.starts_with(|c: char| c.is_ascii_digit()) || ends_a_time(after, rest))
        {
            total += part;
            step = 1.0;
            after = rest;
        }
    }
    finish(text, start, text.len() - after.len(), total, total, step)
}

/// Whether bare minutes stand behind hours: `1 h 50`, and nothing that they could count.
fn ends_a_time(after: &str, rest: &str) -> bool {
    let close = rest.trim_start();
    after.trim_start().starts_with(|c: char| c.is_ascii_digit())
        && (close.is_empty() || close.starts_with([')', ',', ';', '*', '|', '）']))
}

pub(super) fn finish(
    text: &str,
    start: usize,
    end: usize,
    min: f64,
    max: f64,
    precision: f64,
) -> Option<Duration<'_>> {
    let before = text[..start].trim_end();
    let word = ABOUT.iter().find(|word| ends_with_ignoring_case(before, word));
    let from = word.map_or(start, |word| before.len() - word.len());
    let plus = text[end..].starts_with('+');
    (max >= min && max < 1e7).then_some(Duration {
        min,
        max,
        approximate: word.is_some() || plus,
        precision,
        text: &text[from..end],
    })
}

/// Whether the words before a number make it approximate.
pub(super) fn is_about(before: &str) -> bool {
    ABOUT.iter().any(|word| ends_with_ignoring_case(before, word))
}

fn ends_with_ignoring_case(text: &str, word: &str) -> bool {
    text.len() >= word.len()
        && text.get(text.len() - word.len()..).is_some_and(|tail| tail.eq_ignore_ascii_case(word))
}

/// A decimal number, the value of one step of its last digit, and what follows it.
pub(super) fn number(text: &str) -> Option<(f64, f64, &str)> {
    let text = text.trim_start_matches(['~', '≈', ' ']);
    let whole = text.bytes().take_while(u8::is_ascii_digit).count();
    if whole == 0 || whole > 7 {
        return None;
    }
    let digits = |rest: &str| rest.bytes().take_while(u8::is_ascii_digit).count();
    let fraction = match (text[whole..].strip_prefix('.'), text[whole..].strip_prefix(',')) {
        (Some(rest), _) => digits(rest),
        // `1,5 Stunden`; of a list such as `1,2,3` nothing is a fraction.
        (_, Some(rest))
            if (1..=2).contains(&digits(rest)) && !rest[digits(rest)..].starts_with([',', '.']) =>
        {
            digits(rest)
        }
        _ => 0,
    };
    let end = if fraction > 0 { whole + 1 + fraction } else { whole };
    let value = text[..end].replace(',', ".").parse().ok()?;
    Some((value, (0..fraction).fold(1.0, |step, _| step / 10.0), &text[end..]))
}

/// A dash or `to` between the ends of a range.
pub(super) fn dash(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let rest = text
        .strip_prefix(['-', '–', '—', '−', '～', '〜', '~', '至', '到'])
        .or_else(|| ["to ", "bis ", "à ", "a "].iter().find_map(|word| text.strip_prefix(word)))?;
    Some(rest.trim_start())
}

/// A unit of time: its minutes and what follows it.
pub(super) fn unit(text: &str) -> Option<(f64, &str)> {
    const UNITS: [(&str, f64); 40] = [
        ("minutes", 1.0),
        ("minute", 1.0),
        ("minuten", 1.0),
        ("minutos", 1.0),
        ("mins", 1.0),
        ("min", 1.0),
        ("m", 1.0),
        ("hours", 60.0),
        ("hour", 60.0),
        ("stunden", 60.0),
        ("stunde", 60.0),
        ("heures", 60.0),
        ("heure", 60.0),
        ("horas", 60.0),
        ("hora", 60.0),
        ("std", 60.0),
        ("hrs", 60.0),
        ("hr", 60.0),
        ("h", 60.0),
        ("days", DAY),
        ("day", DAY),
        ("tage", DAY),
        ("tag", DAY),
        ("jours", DAY),
        ("jour", DAY),
        ("dias", DAY),
        ("dia", DAY),
        ("d", DAY),
        ("weeks", 5.0 * DAY),
        ("week", 5.0 * DAY),
        ("wochen", 5.0 * DAY),
        ("woche", 5.0 * DAY),
        ("semanas", 5.0 * DAY),
        ("semana", 5.0 * DAY),
        ("wk", 5.0 * DAY),
        ("jornadas", DAY),
        ("jornada", DAY),
        ("seconds", 1.0 / 60.0),
        ("sec", 1.0 / 60.0),
        ("s", 1.0 / 60.0),
    ];
    const OTHER_SCRIPTS: [(&str, f64); 26] = [
        ("分钟", 1.0),
        ("分鐘", 1.0),
        ("分間", 1.0),
        ("分", 1.0),
        ("분", 1.0),
        ("小时", 60.0),
        ("个小时", 60.0),
        ("小時", 60.0),
        ("時間", 60.0),
        ("天", DAY),
        ("日", DAY),
        ("시간", 60.0),
        ("个工作日", DAY),
        ("工作日", DAY),
        ("人天", DAY),
        ("人日", DAY),
        ("일", DAY),
        ("个自然日", DAY),
        ("个人日", DAY),
        ("个人天", DAY),
        ("人時", 60.0),
        ("人时", 60.0),
        ("周", 5.0 * DAY),
        ("週間", 5.0 * DAY),
        ("週", 5.0 * DAY),
        ("주", 5.0 * DAY),
    ];
    let text = text.trim_start_matches([' ', '-', '\u{A0}']);
    for (word, minutes) in OTHER_SCRIPTS {
        if let Some(rest) = text.strip_prefix(word) {
            return Some((minutes, rest));
        }
    }
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let word = &text[..letters];
    UNITS
        .iter()
        .find(|(name, _)| word.eq_ignore_ascii_case(name))
        .map(|&(_, minutes)| (minutes, &text[letters..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(text: &str) -> Option<(f64, f64)> {
        find(text).map(|d| (d.min, d.max))
    }

    #[test]
    fn the_forms_people_write() {
        let forms: [(&str, f64, f64); 31] = [
            ("1 h 50", 110.0, 110.0),
            ("3 dias", 1440.0, 1440.0),
            ("30분", 30.0, 30.0),
            ("1,5 Stunden", 90.0, 90.0),
            ("~15 minutes (all complete in parallel)", 15.0, 15.0),
            ("1.5h", 90.0, 90.0),
            ("1.5 hours", 90.0, 90.0),
            ("45-60 minutes", 45.0, 60.0),
            ("~10-12 min", 10.0, 12.0),
            ("1 hour 50 minutes (vs. 4 hours sequential)", 110.0, 110.0),
            ("1h30", 90.0, 90.0),
            ("2 days", 960.0, 960.0),
            ("1.5-2 hours", 90.0, 120.0),
            ("15 min total", 15.0, 15.0),
            ("**70 min**", 70.0, 70.0),
            ("2 to 3 hours", 120.0, 180.0),
            ("30 分钟", 30.0, 30.0),
            ("Takes 8 m", 8.0, 8.0),
            ("0.75h", 45.0, 45.0),
            ("90 s", 1.5, 1.5),
            ("60-45 min", 45.0, 60.0),
            ("half an hour", 30.0, 30.0),
            ("1:30 hours", 90.0, 90.0),
            ("2〜3時間", 120.0, 180.0),
            ("1시간 30분", 90.0, 90.0),
            ("2 à 3 heures", 120.0, 180.0),
            ("3 jornadas", 1440.0, 1440.0),
            ("半天", 240.0, 240.0),
            ("约两小时（含测试）", 120.0, 120.0),
            ("media jornada", 240.0, 240.0),
            ("ein halber Tag", 240.0, 240.0),
        ];
        for (text, min, max) in forms {
            assert_eq!(minutes(text), Some((min, max)), "{text}");
        }
        for text in [
            "15",
            "1.1.1",
            "v2.0",
            "3 monitors",
            "8 micro-prompts",
            "",
            "10:05",
            "16GB",
            "5 tasks",
            "10:05 min",
            "after half an hourly",
            "一天一次",
            "三方",
        ] {
            assert_eq!(minutes(text), None, "{text}");
        }
    }

    #[test]
    fn precision_is_that_of_the_last_digit() {
        assert!((find("1.5 hours").expect("one").precision - 6.0).abs() < 1e-9);
        assert!((find("70 min").expect("one").precision - 1.0).abs() < 1e-9);
        assert!((find("4h").expect("one").precision - 60.0).abs() < 1e-9);
        assert!(find("about 2 hours").expect("one").approximate);
    }
}
