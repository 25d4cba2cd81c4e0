//! Figures in tables and sentences: `142`, `~23h`, `2.7x`, `62%`, `1.5-2 hours`, `12 active`.

use super::duration::{self, Duration};
use super::text::{span_in, trim_marks};
use crate::source::Span;

/// What a figure measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Things.
    Count,
    /// Time, in minutes.
    Minutes,
    /// How many times as much.
    Factor,
    /// Hundredths.
    Percent,
}

/// A number as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Least value; minutes for a time.
    pub min: f64,
    /// Most value; equal to `min` for a single one.
    pub max: f64,
    /// What it measures.
    pub unit: Unit,
    /// Whether a `~`, `≈`, `about` or `+` makes it approximate.
    pub approximate: bool,
    /// What one step of the last written digit stands for.
    pub precision: f64,
    /// Minutes that a written 1 stands for: 60 for hours; 1 for all that is no time.
    pub scale: f64,
    /// Words behind a count, in lower case: `active`.
    pub noun: String,
    /// Where it stands, with its unit.
    pub span: Span,
    /// Where its only number stands; empty for ranges and mixed times such as `1 h 50`.
    pub number: Span,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing, or a dash.
    Empty,
    /// Words.
    Words,
    /// A number.
    Figure(Figure),
}

/// Reads a cell.
pub(super) fn cell(text: &str, whole: &str) -> Cell {
    let words = trim_marks(text);
    if words.is_empty() || ["-", "–", "—", "n/a", "N/A"].contains(&words) {
        return Cell::Empty;
    }
    let bare = cut_about(words).unwrap_or(words).trim_start();
    if !bare.starts_with(|c: char| c.is_ascii_digit()) {
        return Cell::Words;
    }
    let start = words.len() - bare.len();
    match at(words, start, whole) {
        // `1.1.1`, `3/5`, `10:05`, `12GB` and `3rd` are names.
        Some((figure, rest))
            if !rest
                .starts_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '/' | ':' | ',' | '_')) =>
        {
            let noun = rest.trim_start_matches('+').trim().trim_matches(['(', ')']).to_lowercase();
            let noun = if figure.unit == Unit::Count { noun } else { String::new() };
            // A sentence that begins with a number is no figure.
            if noun.split(' ').count() > 3 { Cell::Words } else { Cell::Figure(Figure { noun, ..figure }) }
        }
        _ => Cell::Words,
    }
}

/// All figures of a sentence with a unit or without one, in their order.
pub(super) fn all(text: &str, whole: &str) -> Vec<Figure> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(offset) = bytes[from..].iter().position(u8::is_ascii_digit) {
        let start = from + offset;
        let inside_word = text[..start]
            .ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '#' | '$' | '/' | ':' | '_'));
        let read = if inside_word { None } else { at(text, start, whole) };
        let digits =
            |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
        match read {
            Some((figure, rest))
                if !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | ':' | '_')) =>
            {
                from = text.len() - rest.len();
                from += digits(from);
                found.push(figure);
            }
            _ => from = start + digits(start),
        }
    }
    found
}

/// The figure whose first digit is at `start`, and what follows it.
fn at<'t>(text: &'t str, start: usize, whole: &str) -> Option<(Figure, &'t str)> {
    let digits = &text[start..];
    if let Some(time) = duration::leading(text, start) {
        let behind = &text[text.len().min(end_of(text, time.text))..];
        return Some((of_time(&time, whole), behind));
    }
    let (min, step, after) = plain_number(digits)?;
    let mut number = span_in(whole, &digits[..digits.len() - after.len()]);
    let (max, precision, rest) = match duration::dash(after).and_then(plain_number) {
        Some((max, other, rest)) if max >= min => {
            number = Span::default();
            (max, step.min(other), rest)
        }
        Some(_) => return None,
        None => (min, step, after),
    };
    let before = text[..start].trim_end();
    let (unit, behind) = unit(rest);
    let figure = Figure {
        min,
        max,
        unit,
        approximate: duration::is_about(before) || behind.starts_with('+'),
        precision,
        scale: 1.0,
        noun: String::new(),
        span: span_in(whole, &digits[..digits.len() - behind.len()]),
        number,
    };
    Some((figure, behind))
}

/// A time as a figure.
pub(super) fn of_time(time: &Duration<'_>, whole: &str) -> Figure {
    let from = time.text.bytes().take_while(|byte| !byte.is_ascii_digit()).count();
    let digits = &time.text[from..];
    let single = duration::number(digits).filter(|_| (time.max - time.min).abs() < f64::EPSILON);
    let (scale, number) = match single {
        Some((value, _, rest)) if value > 0.0 => {
            (time.min / value, span_in(whole, &digits[..digits.len() - rest.len()]))
        }
        _ => (0.0, Span::default()),
    };
    // `1 h 50` is written with two numbers.
    let is_unit = [1.0 / 60.0, 1.0, 60.0, 480.0, 2400.0].iter().any(|unit| (scale - unit).abs() < 1e-6);
    Figure {
        min: time.min,
        max: time.max,
        unit: Unit::Minutes,
        approximate: time.approximate,
        precision: time.precision,
        scale: if is_unit {
            scale
        } else {
            [480.0, 60.0].into_iter().find(|&unit| time.precision >= unit).unwrap_or(1.0)
        },
        noun: String::new(),
        span: span_in(whole, time.text),
        number: if is_unit { number } else { Span::default() },
    }
}

fn end_of(text: &str, part: &str) -> usize {
    (part.as_ptr() as usize).wrapping_sub(text.as_ptr() as usize).saturating_add(part.len())
}

/// A number with or without separators of thousands.
fn plain_number(text: &str) -> Option<(f64, f64, &str)> {
    let bytes = text.as_bytes();
    let head = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    let mut end = head;
    while (1..=3).contains(&head)
        && bytes.get(end) == Some(&b',')
        && bytes.len() >= end + 4
        && bytes[end + 1..end + 4].iter().all(u8::is_ascii_digit)
        && !bytes.get(end + 4).is_some_and(u8::is_ascii_digit)
    {
        end += 4;
    }
    if end > head {
        let value = text[..end].replace(',', "").parse().ok()?;
        return Some((value, 1.0, &text[end..]));
    }
    duration::number(text)
}

/// The unit behind a number.
fn unit(text: &str) -> (Unit, &str) {
    let rest = text.trim_start_matches([' ', '\u{A0}']);
    if let Some(rest) = rest.strip_prefix(['%', '％']) {
        return (Unit::Percent, rest);
    }
    let factor = ["x", "X", "×", "times", "倍", "fach"].iter().find_map(|word| rest.strip_prefix(word));
    match factor {
        Some(rest) if !rest.starts_with(char::is_alphanumeric) => (Unit::Factor, rest),
        _ => (Unit::Count, text),
    }
}

fn cut_about(text: &str) -> Option<&str> {
    duration::ABOUT.iter().find_map(|word| {
        let head = text.get(..word.len())?;
        head.eq_ignore_ascii_case(word).then(|| &text[word.len()..])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(f64, f64, Unit, bool)> {
        match cell(text, text) {
            Cell::Figure(f) => Some((f.min, f.max, f.unit, f.approximate)),
            _ => None,
        }
    }

    #[test]
    fn cells_as_people_write_them() {
        use Unit::{Count, Factor, Minutes, Percent};
        let forms = [
            ("**142**", 142.0, 142.0, Count, false),
            ("1,250", 1250.0, 1250.0, Count, false),
            ("~23h", 1380.0, 1380.0, Minutes, true),
            ("≈ 1.5-2h", 90.0, 120.0, Minutes, true),
            ("1 h 50", 110.0, 110.0, Minutes, false),
            ("2.7x", 2.7, 2.7, Factor, false),
            ("3 ×", 3.0, 3.0, Factor, false),
            ("62 %", 62.0, 62.0, Percent, false),
            ("12 active", 12.0, 12.0, Count, false),
            ("5+", 5.0, 5.0, Count, true),
        ];
        for (text, min, max, unit, about) in forms {
            assert_eq!(read(text), Some((min, max, unit, about)), "{text}");
        }
        for text in ["", "-", "1.1.1", "3/5", "10:05", "12GB", "3rd", "$5", "Windows 1-12", "2024-01-05"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_single_number_can_be_replaced() {
        let number = |text: &str| match cell(text, text) {
            Cell::Figure(f) => f.number.of(text).to_owned(),
            _ => String::new(),
        };
        assert_eq!((number("**~23h**"), number("1.5 hours")), ("23".into(), "1.5".into()));
        assert_eq!((number("1 h 50"), number("1-2 h")), (String::new(), String::new()));
    }

    #[test]
    fn sentences_hold_several() {
        let text = "2.5 hours (62% faster, 2.7x), version 1.2.3";
        let found: Vec<(f64, Unit)> = all(text, text).iter().map(|f| (f.min, f.unit)).collect();
        assert_eq!(found[..3], [(150.0, Unit::Minutes), (62.0, Unit::Percent), (2.7, Unit::Factor)]);
    }
}
