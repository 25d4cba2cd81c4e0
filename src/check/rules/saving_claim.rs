#![doc = include_str!("../../../docs/rules/P504-saving-claim.md")]

use std::collections::BTreeSet;

use crate::check::said::{Said, time_words};
use crate::check::{DocumentMap, Facts, Rule};
use crate::diag::{Diagnostic, Severity};
use crate::plan::Place;
use crate::source::Span;
use crate::syntax::{Claim, Figure, Quantity, RowRole, SumRow, SumTable, Unit};

pub(in crate::check) static RULE: Rule = Rule {
    code: "P504",
    name: "saving-claim",
    severity: Severity::Warning,
    page: include_str!("../../../docs/rules/P504-saving-claim.md"),
    check,
};

/// A stated time, whole minutes or not.
#[derive(Clone, Copy)]
struct Time {
    min: f64,
    max: f64,
    approximate: bool,
    scale: f64,
    span: Span,
}

impl From<&Figure> for Time {
    fn from(f: &Figure) -> Time {
        Time { min: f.min, max: f.max, approximate: f.approximate, scale: f.scale, span: f.span }
    }
}

impl From<&Claim> for Time {
    fn from(c: &Claim) -> Time {
        Time { min: c.min, max: c.max, approximate: c.approximate, scale: c.scale, span: c.span }
    }
}

/// One window against many.
type Pair = (Time, Time);

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    for map in facts.maps {
        let document = &facts.documents[map.file.index()];
        let mut in_tables: BTreeSet<Span> = BTreeSet::new();
        for table in &document.tables {
            rows(rule, facts, map, table, found);
            in_tables.extend(table.rows.iter().flat_map(figures).map(|(_, figure)| figure.span));
        }
        for section in document.claims.chunk_by(|a, b| a.section == b.section) {
            let pairs = pairs(section);
            for claim in section.iter().filter(|claim| !in_tables.contains(&claim.span)) {
                let unit = match claim.quantity {
                    Quantity::SavedMinutes => Unit::Minutes,
                    Quantity::SavedPercent => Unit::Percent,
                    Quantity::Speedup => Unit::Factor,
                    _ => continue,
                };
                let said = facts.said(map.file, claim).with_unit(unit);
                judge(rule, map, said, claim.span, &claim.text, &pairs, found);
            }
        }
    }
}

/// Pairs of times that a section compares; more are no comparison.
const PAIRS: usize = 64;

/// The ways to work that the claims of a section compare.
fn pairs(section: &[Claim]) -> Vec<Pair> {
    let here = |wanted: &[Quantity]| -> Vec<Time> {
        section.iter().filter(|claim| wanted.contains(&claim.quantity)).map(Time::from).collect()
    };
    let slow = here(&[Quantity::SequentialMinutes]);
    // What is saved is said of the fastest way, in general; the others come after it.
    let mut fast = here(&[Quantity::ParallelMinutes, Quantity::TotalMinutes]);
    fast.extend(here(&[Quantity::TrackMinutes, Quantity::OtherMinutes]));
    slow.iter().flat_map(|&slow| fast.iter().map(move |&fast| (slow, fast))).take(PAIRS).collect()
}

/// Speedups and savings of the rows of a table.
fn rows(rule: &Rule, facts: &Facts<'_>, map: &DocumentMap, table: &SumTable, found: &mut Vec<Diagnostic>) {
    let times: Vec<usize> = (0..table.heads.len()).filter(|&at| is_time(table, at)).collect();
    let base = base(table, &times);
    for (number, row) in table.rows.iter().enumerate() {
        if matches!(row.role, RowRole::Total | RowRole::Gap) {
            continue;
        }
        let own: Vec<Time> = times.iter().filter_map(|&at| row.figure(at)).map(Time::from).collect();
        let pairs: Vec<Pair> = match (&own[..], base) {
            (&[one], Some(base)) if base != number => {
                let slow = table.rows[base].figure(times[0]).map(Time::from);
                slow.map(|slow| (slow, one)).into_iter().collect()
            }
            (&[one, other], _) => vec![if one.max >= other.max { (one, other) } else { (other, one) }],
            _ => Vec::new(),
        };
        for (column, figure) in figures(row) {
            let said = match figure.unit {
                Unit::Factor => is_speedup(&table.heads[column], column, table),
                Unit::Percent => table.is_saving(column) || table.heads[column].is_empty(),
                Unit::Minutes => !times.contains(&column) && table.is_saving(column),
                Unit::Count => false,
            };
            let is_base = own.len() == 1 && base == Some(number);
            if said && !is_base {
                let text = words(figure);
                judge(rule, map, facts.said(map.file, figure), figure.span, &text, &pairs, found);
            }
        }
    }
}

fn figures(row: &SumRow) -> impl Iterator<Item = (usize, &Figure)> {
    (0..row.cells.len()).filter_map(|at| row.figure(at).map(|figure| (at, figure)))
}

fn words(figure: &Figure) -> String {
    Said::from(figure).words(figure.min)
}

/// Columns of times, without those of what is saved or lost.
fn is_time(table: &SumTable, column: usize) -> bool {
    let head = table.heads[column].to_lowercase();
    let other = ["saved", "saving", "idle", "wait", "buffer", "overhead", "节省", "ersparnis"];
    !other.iter().any(|word| head.contains(word))
        && table.rows.iter().any(|row| row.figure(column).is_some_and(|figure| figure.unit == Unit::Minutes))
}

/// A column of factors is one of speedups if it says so, or holds nothing else.
fn is_speedup(head: &str, column: usize, table: &SumTable) -> bool {
    let head = head.to_lowercase();
    let named = ["speed", "faster", "efficiency", "gain", "factor", "加速", "提速", "faktor", "×"];
    let unnamed = head.is_empty() && table.rows.iter().all(|row| row.figure(column).is_some());
    named.iter().any(|word| head.contains(word)) || unnamed
}

/// The row of a table with one column of times that the others are measured against: its speedup is 1.
fn base(table: &SumTable, times: &[usize]) -> Option<usize> {
    let [time] = times else { return None };
    let is_one = |row: &SumRow| {
        row.figure(*time).is_some()
            && figures(row)
                .any(|(_, f)| f.unit == Unit::Factor && (f.min - 1.0).abs() < 1e-9 && f.min >= f.max)
    };
    let mut ones = (0..table.rows.len()).filter(|&at| is_one(&table.rows[at]));
    let first = ones.next()?;
    ones.next().is_none().then_some(first)
}

fn judge(
    rule: &Rule,
    map: &DocumentMap,
    said: Said,
    span: Span,
    text: &str,
    pairs: &[Pair],
    found: &mut Vec<Diagnostic>,
) {
    let Some(&(slow, fast)) = pairs.first() else { return };
    let unit = said.unit();
    let is_true = |&(slow, fast): &Pair| {
        let said = said.about(slow.approximate || fast.approximate);
        meanings(unit, slow, fast).into_iter().any(|(least, most)| said.rounds(least, most))
    };
    if fast.min <= 0.0 || slow.max <= 0.0 || pairs.iter().any(is_true) {
        return;
    }
    let (least, most) = meanings(unit, slow, fast)[0];
    let time = |time: Time| {
        let (min, max) = (time_words(time.min, time.scale), time_words(time.max, time.scale));
        if time.max > time.min { format!("{min} to {max}") } else { max }
    };
    let result = if most > least {
        format!("{} to {}", said.words(least), said.words(most))
    } else {
        said.words(least)
    };
    let (slow_words, fast_words) = (time(slow), time(fast));
    let arithmetic = match unit {
        Unit::Factor => format!("{slow_words} ÷ {fast_words} = {result}"),
        Unit::Percent => format!("({slow_words} - {fast_words}) ÷ {slow_words} = {result}"),
        Unit::Minutes | Unit::Count => format!("{slow_words} - {fast_words} = {result}"),
    };
    let what = match unit {
        Unit::Factor => "the speedup",
        Unit::Percent => "the share of time saved",
        Unit::Minutes | Unit::Count => "the time saved",
    };
    let mut finding = rule.finding(
        format!("{what} is said to be `{}`, but {arithmetic}", text.trim()),
        Place { file: map.file, span },
        "this is claimed",
        format!("write {result}, or correct the times"),
    );
    for (time, words) in [(slow, "of this time"), (fast, "this is left")] {
        finding.related.push(crate::check::rule::label(Place { file: map.file, span: time.span }, words));
    }
    finding.subject.insert("claim", text.trim().to_owned());
    finding.subject.insert("computed", result);
    finding.fix = if most > least { None } else { said.fix(map.file, least) };
    found.push(finding);
}

/// What a saving can mean: the first is the usual one. `62 % faster` is time saved, or speed gained.
fn meanings(unit: Unit, slow: Time, fast: Time) -> Vec<(f64, f64)> {
    let factor = (slow.min / fast.max, slow.max / fast.min);
    match unit {
        Unit::Factor => vec![factor],
        Unit::Percent => {
            let saved = |factor: f64| (1.0 - 1.0 / factor) * 100.0;
            let gained = |factor: f64| (factor - 1.0) * 100.0;
            vec![(saved(factor.0), saved(factor.1)), (gained(factor.0), gained(factor.1))]
        }
        Unit::Minutes | Unit::Count => vec![(slow.min - fast.max, slow.max - fast.min)],
    }
}
