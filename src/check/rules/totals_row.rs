#![doc = include_str!("../../../docs/rules/P505-totals-row.md")]

use crate::check::said::{Said, short, time_words};
use crate::check::{DocumentMap, Facts, Rule};
use crate::diag::{Diagnostic, Severity};
use crate::plan::Place;
use crate::syntax::{Cell, Figure, RowRole, SumTable, Unit};

pub(in crate::check) static RULE: Rule = Rule {
    code: "P505",
    name: "totals-row",
    severity: Severity::Error,
    page: include_str!("../../../docs/rules/P505-totals-row.md"),
    check,
};

/// Terms that a sum spells out.
const SHOWN: usize = 10;

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    for map in facts.maps {
        for table in &facts.documents[map.file.index()].tables {
            if table.rows.iter().any(|row| row.role == RowRole::Gap) {
                continue;
            }
            for at in 0..table.rows.len() {
                totals(rule, map, table, at, found);
            }
        }
    }
}

/// Judges one row of totals.
fn totals(rule: &Rule, map: &DocumentMap, table: &SumTable, at: usize, found: &mut Vec<Diagnostic>) {
    let kind = table.rows[at].role;
    if !matches!(kind, RowRole::Total | RowRole::Bold) {
        return;
    }
    let verdicts: Vec<(usize, Verdict)> =
        (0..table.heads.len()).filter_map(|column| Some((column, judge(table, at, column)?))).collect();
    // A bold last row without a word for totals is one only if something in it adds up.
    let sums = verdicts.iter().filter(|(_, verdict)| verdict.adds_up).count();
    if kind == RowRole::Bold && sums * 2 < verdicts.len().max(1) {
        return;
    }
    for (column, verdict) in verdicts.into_iter().filter(|(_, verdict)| !verdict.is_true) {
        let Some(figure) = table.rows[at].figure(column) else { continue };
        found.push(finding(rule, map, table, column, figure, &verdict));
    }
}

/// What a total says against what its column holds.
struct Verdict {
    is_true: bool,
    /// Whether it is the sum of its column, not just a mean or a maximum.
    adds_up: bool,
    value: (f64, f64),
    arithmetic: String,
}

fn judge(table: &SumTable, at: usize, column: usize) -> Option<Verdict> {
    let total = table.rows[at].figure(column)?;
    let above = &table.rows[..at];
    let since = above.iter().rposition(|row| row.role == RowRole::Total).map_or(0, |at| at + 1);
    // A cell that is no number hides what it adds.
    let unreadable = |row: &crate::syntax::SumRow| {
        row.role == RowRole::Plain && row.cells.get(column).is_none_or(|cell| *cell == Cell::Words)
    };
    if above.iter().any(unreadable) {
        return None;
    }
    let of = |from: usize, roles: &[RowRole]| -> Vec<&Figure> {
        above[from..]
            .iter()
            .filter(|row| roles.contains(&row.role))
            .filter_map(|row| row.figure(column))
            .collect()
    };
    let plain = of(0, &[RowRole::Plain]);
    let comparable =
        |figure: &&Figure| figure.unit == total.unit && noun(&figure.noun) == noun(&plain[0].noun);
    let qualifier = total.noun.as_str();
    let same_noun = plain.first().is_some_and(|first| {
        let of_rows = noun(&first.noun);
        of_rows == noun(qualifier)
            || qualifier.is_empty()
            || of_rows.is_empty() && ["max", "total", "in total", "all"].contains(&qualifier)
    });
    if plain.len() < 2 || !plain.iter().all(comparable) || !same_noun {
        return None;
    }
    let said =
        Said::from(total).about(total.unit != Unit::Count && plain.iter().any(|figure| figure.approximate));
    let sums: Vec<(f64, f64)> = [
        plain.clone(),
        of(since, &[RowRole::Plain]),
        of(0, &[RowRole::Total]),
        of(0, &[RowRole::Plain, RowRole::Other]),
    ]
    .iter()
    .filter(|figures| figures.len() > 1)
    .map(|figures| sum(figures))
    .collect();
    let adds_up = matches!(total.unit, Unit::Count | Unit::Minutes)
        && sums.iter().any(|&(min, max)| said.rounds(min, max));
    let most = plain.iter().fold((f64::MIN, f64::MIN), |most, f| (most.0.max(f.min), most.1.max(f.max)));
    #[expect(clippy::cast_precision_loss, reason = "tables are short")]
    let mean = (sums[0].0 / plain.len() as f64, sums[0].1 / plain.len() as f64);
    let others = [most, mean].into_iter().chain(ratios(table, at, total.unit));
    let counts_most = is_maximum(&table.heads[column]) || qualifier == "max";
    let by_sum = matches!(total.unit, Unit::Count | Unit::Minutes | Unit::Percent);
    let is_true = by_sum && sums.iter().any(|&(min, max)| said.rounds(min, max))
        || others.clone().any(|(min, max)| said.rounds(min, max));
    let (value, arithmetic) = if counts_most {
        (most, format!("the most of {}", terms(&plain, ", ", total)))
    } else if total.unit == Unit::Factor {
        let ratio = ratios(table, at, total.unit).first().copied()?;
        (ratio, "the other totals of this row".to_owned())
    } else {
        (sums[0], terms(&plain, " + ", total))
    };
    Some(Verdict { is_true, adds_up, value, arithmetic })
}

/// The singular of a noun, so that `1 task` and `3 tasks` are one kind.
fn noun(text: &str) -> &str {
    text.trim_end_matches('s')
}

fn is_maximum(head: &str) -> bool {
    let head = head.to_lowercase();
    ["max", "peak", "parallel", "windows", "agents", "最大"].iter().any(|word| head.contains(word))
        && !head.contains("time")
        && !head.contains("min")
}

fn sum(figures: &[&Figure]) -> (f64, f64) {
    figures.iter().fold((0.0, 0.0), |sum, figure| (sum.0 + figure.min, sum.1 + figure.max))
}

/// What a speedup or a saving of the totals can be: from the stated totals, and from exact sums.
fn ratios(table: &SumTable, at: usize, unit: Unit) -> Vec<(f64, f64)> {
    if !matches!(unit, Unit::Factor | Unit::Percent) {
        return Vec::new();
    }
    let times = |row: &crate::syntax::SumRow, column: usize| {
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
fn terms(figures: &[&Figure], sign: &str, total: &Figure) -> String {
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

fn scale(total: &Figure) -> f64 {
    if total.scale >= 1.0 { total.scale } else { 1.0 }
}

fn finding(
    rule: &Rule,
    map: &DocumentMap,
    table: &SumTable,
    column: usize,
    figure: &Figure,
    verdict: &Verdict,
) -> Diagnostic {
    let said = Said::from(figure);
    let value = |value: f64| {
        if figure.unit == Unit::Minutes { time_words(value, scale(figure)) } else { said.words(value) }
    };
    let (least, most) = verdict.value;
    let right = if most > least { format!("{} to {}", value(least), value(most)) } else { value(least) };
    let claimed = if figure.max > figure.min {
        format!("{} to {}", value(figure.min), value(figure.max))
    } else {
        value(figure.min)
    };
    let head = &table.heads[column];
    let what = if head.is_empty() { "the total".to_owned() } else { format!("the total of `{head}`") };
    let mut finding = rule.finding(
        format!("{what} is said to be {claimed}, but {} = {right}", verdict.arithmetic),
        Place { file: map.file, span: figure.span },
        "this does not add up",
        format!("write {right}, or correct the rows above"),
    );
    finding.subject.insert("column", head.clone());
    finding.subject.insert("computed", right);
    finding.fix = if most > least { None } else { said.fix(map.file, least) };
    finding
}
