//! Arithmetic over the columns of a table of figures.

use super::said::short;
use crate::syntax::{Figure, RowRole, SumRow, SumTable, Unit};

/// Terms that a sum spells out.
const SHOWN: usize = 10;

/// The singular of a noun, so that `1 task` and `3 tasks` are one kind.
pub(super) fn noun(text: &str) -> &str {
    text.trim_end_matches('s')
}

pub(super) fn is_maximum(head: &str) -> bool {
    let head = head.to_lowercase();
    ["max", "peak", "parallel", "windows", "agents", "最大"].iter().any(|word| head.contains(word))
        && !head.contains("time")
        && !head.contains("min")
}

pub(super) fn is_shared(head: &str) -> bool {
    let head = head.to_lowercase();
    ["agent", "window", "people", "developer", "engineer", "file", "tab"]
        .iter()
        .any(|word| head.contains(word))
}

pub(super) fn sum(figures: &[&Figure]) -> (f64, f64) {
    figures.iter().fold((0.0, 0.0), |sum, figure| (sum.0 + figure.min, sum.1 + figure.max))
}

/// What a speedup or a saving of the totals can be: from the stated totals, and from exact sums.
pub(super) fn ratios(table: &SumTable, at: usize, unit: Unit) -> Vec<(f64, f64)> {
    if !matches!(unit, Unit::Factor | Unit::Percent) {
        return Vec::new();
    }
    let times = |row: &SumRow, column: usize| {
        row.figure(column)
            .filter(|figure| figure.unit == Unit::Minutes)
            .map(|figure| (figure.min, figure.max))
    };
    let columns: Vec<usize> =
        (0..table.heads.len()).filter(|&column| times(&table.rows[at], column).is_some()).collect();
    let [one, other] = columns[..] else { return Vec::new() };
    let exact = |column: usize| {
        let rows = table.rows[..at].iter().filter(|row| row.role == RowRole::Plain);
        rows.filter_map(|row| times(row, column))
            .fold((0.0, 0.0), |sum, time| (sum.0 + time.0, sum.1 + time.1))
    };
    let stated = |column: usize| times(&table.rows[at], column).unwrap_or_default();
    let mut found = Vec::new();
    for (a, b) in [(exact(one), exact(other)), (stated(one), stated(other))] {
        let (slow, fast) = if a.1 >= b.1 { (a, b) } else { (b, a) };
        if fast.0 <= 0.0 {
            continue;
        }
        let factor = (slow.0 / fast.1, slow.1 / fast.0);
        let saved = |factor: f64| (1.0 - 1.0 / factor) * 100.0;
        found.push(if unit == Unit::Factor { factor } else { (saved(factor.0), saved(factor.1)) });
    }
    found
}

/// `29 + 28 + 16`; of many terms the first ones and how many more there are.
pub(super) fn terms(figures: &[&Figure], sign: &str, total: &Figure) -> String {
    let value = |figure: &&Figure| {
        let scale = if total.unit == Unit::Minutes { scale(total) } else { 1.0 };
        let (min, max) = (short(figure.min / scale), short(figure.max / scale));
        if min == max { max } else { format!("{min}-{max}") }
    };
    let mut shown: Vec<String> = figures.iter().take(SHOWN).map(value).collect();
    if figures.len() > SHOWN {
        shown.push(format!("({} more)", figures.len() - SHOWN));
    }
    shown.join(sign)
}

pub(super) fn scale(total: &Figure) -> f64 {
    if total.scale >= 1.0 { total.scale } else { 1.0 }
}
