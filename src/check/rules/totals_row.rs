#![doc = include_str!("../../../docs/rules/P505-totals-row.md")]

use crate::check::column_sums::{is_maximum, is_shared, noun, ratios, scale, sum, terms};
use crate::check::said::{Said, short, time_words};
use crate::check::{DocumentMap, Facts, Rule, RuleSettings};
use crate::diag::{Diagnostic, Severity};
use crate::plan::Place;
use crate::syntax::{Cell, Figure, RowRole, SumRow, SumTable, Unit};

pub(in crate::check) static RULE: Rule = Rule {
    code: "P505",
    name: "totals-row",
    severity: Severity::Error,
    page: include_str!("../../../docs/rules/P505-totals-row.md"),
    check,
};

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    for map in facts.maps {
        for table in &facts.documents[map.file.index()].tables {
            if table.rows.iter().any(|row| row.role == RowRole::Gap) {
                continue;
            }
            for at in 0..table.rows.len() {
                totals(rule, facts, map, table, at, found);
            }
            (0..table.heads.len()).for_each(|column| shares(rule, facts, map, table, column, found));
        }
    }
}

/// Judges one row of totals.
fn totals(
    rule: &Rule,
    facts: &Facts<'_>,
    map: &DocumentMap,
    table: &SumTable,
    at: usize,
    found: &mut Vec<Diagnostic>,
) {
    let kind = table.rows[at].role;
    if !matches!(kind, RowRole::Total | RowRole::Bold) {
        return;
    }
    let rules = facts.rules(map.file);
    let verdicts: Vec<(usize, Verdict)> = (0..table.heads.len())
        .filter_map(|column| Some((column, judge(table, at, column, rules)?)))
        .collect();
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

/// Shares of the rows: each is the row's part of one other column, if most rows say so.
fn shares(
    rule: &Rule,
    facts: &Facts<'_>,
    map: &DocumentMap,
    table: &SumTable,
    column: usize,
    found: &mut Vec<Diagnostic>,
) {
    let rows: Vec<&SumRow> = table.rows.iter().filter(|row| row.role == RowRole::Plain).collect();
    let share = |row: &&SumRow| row.figure(column).filter(|figure| figure.unit == Unit::Percent).cloned();
    if rows.len() < 3 || !table.is_share(column) || !rows.iter().all(|row| share(row).is_some()) {
        return;
    }
    for other in (0..table.heads.len()).filter(|other| *other != column) {
        let parts: Vec<&Figure> = rows.iter().filter_map(|row| row.figure(other)).collect();
        let whole: f64 = parts.iter().map(|part| part.max).sum();
        let single =
            |part: &&Figure| part.unit == parts[0].unit && part.min >= part.max && part.unit != Unit::Percent;
        if parts.len() < rows.len() || !parts.iter().all(single) || whole <= 0.0 {
            continue;
        }
        let computed = |part: &Figure| part.max / whole * 100.0;
        let shares: Vec<Figure> = rows.iter().filter_map(share).collect();
        let is_true = |(share, part): &(&Figure, &&Figure)| {
            facts.said(map.file, *share).rounds(computed(part), computed(part))
        };
        let wrong: Vec<_> = shares.iter().zip(&parts).filter(|pair| !is_true(pair)).collect();
        if wrong.len() * 3 > rows.len() {
            continue;
        }
        for (share, part) in wrong {
            let value = computed(part);
            let scale = if part.unit == Unit::Minutes { part.scale.max(1.0) } else { 1.0 };
            let arithmetic = format!("{} ÷ {}", short(part.max / scale), short(whole / scale));
            let verdict = Verdict { is_true: false, adds_up: false, value: (value, value), arithmetic };
            found.push(finding(rule, map, table, column, share, &verdict));
        }
        return;
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

fn judge(table: &SumTable, at: usize, column: usize, rules: &RuleSettings) -> Option<Verdict> {
    let total = table.rows[at].figure(column)?;
    let above = &table.rows[..at];
    let since = above.iter().rposition(|row| row.role == RowRole::Total).map_or(0, |at| at + 1);
    // A cell that is no number hides what it adds.
    let unreadable = |row: &SumRow| {
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
    let said = Said::from(total)
        .under(rules)
        .about(total.unit != Unit::Count && plain.iter().any(|figure| figure.approximate));
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
    // Times of what runs together, and people or files that several rows share, add up to less.
    let shared = table.may_overlap && total.unit == Unit::Minutes || is_shared(&table.heads[column]);
    let between = shared && said.max >= most.0 && said.min <= sums[0].1;
    // A share of something is summed; other percentages are weighted in ways that no column shows.
    if total.unit == Unit::Percent && !table.is_share(column) && ratios(table, at, total.unit).is_empty() {
        return None;
    }
    let is_true = between
        || by_sum && sums.iter().any(|&(min, max)| said.rounds(min, max))
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
    let in_total =
        table.rows.iter().any(|row| row.role != RowRole::Plain && row.figure(column) == Some(figure));
    let what = match (head.is_empty(), in_total) {
        (true, _) => "the total".to_owned(),
        (false, true) => format!("the total of `{head}`"),
        (false, false) => format!("a share in `{head}`"),
    };
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
