#![doc = include_str!("../../../docs/rules/P005-limit-reached.md")]

use crate::check::windows::WIDEST;
use crate::check::{DocumentMap, Facts, Rule};
use crate::diag::{Diagnostic, Severity};
use crate::graph::{EXPANDED_NEEDS, Pairs, most_pairs};
use crate::plan::{Place, PlanProblemKind};
use crate::source::{FileIx, Span};
use crate::syntax::ProblemKind;

pub(in crate::check) static RULE: Rule = Rule {
    code: "P005",
    name: "limit-reached",
    severity: Severity::Warning,
    page: include_str!("../../../docs/rules/P005-limit-reached.md"),
    check,
};

fn check(_: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    for document in facts.documents {
        for problem in &document.problems {
            let ProblemKind::Limit { followed } = problem.kind else { continue };
            let place = Place { file: document.file, span: problem.span };
            let message = format!("planc follows {followed}; what comes behind them here is left out");
            found.push(finding(message, place, followed, "write it in several parts"));
        }
        for buffer in &document.buffers {
            let wide = buffer.windows.is_some_and(|(first, last)| last.saturating_sub(first) >= WIDEST);
            if wide || buffer.count > WIDEST {
                let place = Place { file: document.file, span: buffer.span };
                let message = "of a buffer planc counts 10,000 windows; the others of this one are left out";
                found.push(finding(message.to_owned(), place, "windows of a buffer", "check the numbers"));
            }
        }
    }
    for problem in &facts.plan.problems {
        let PlanProblemKind::TooManyAbove { subtask, kept } = problem.kind else { continue };
        let message = format!(
            "`all above` names more than {} subtasks in all; `{}` and whoever says so behind it need none of them",
            number(kept),
            facts.plan.name(subtask)
        );
        found.push(finding(
            message,
            problem.place,
            "all above",
            "name a phase, a track or `everything` instead",
        ));
    }
    for cycle in facts.graph.cycles().iter().filter(|cycle| !cycle.is_shortest) {
        let place = cycle.subtasks.first().map_or(start(FileIx(0)), |&ix| facts.plan.subtask(ix).place);
        let message = format!(
            "{} subtasks wait for each other, and the shortest circle was looked for from some of them only",
            number(cycle.entangled)
        );
        found.push(finding(message, place, "shortest cycle", "break this circle first and check again"));
    }
    pairs(facts, found);
}

/// Needs that are too many to be listed one by one.
fn pairs(facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    let few = most_pairs(facts.plan) <= EXPANDED_NEEDS;
    if few || Pairs::expand(facts.plan, facts.graph, EXPANDED_NEEDS).is_some() {
        return;
    }
    let message = format!(
        "the needs of this plan are more than {} pairs; outputs name ranges and wildcards instead of every pair",
        number(EXPANDED_NEEDS)
    );
    let first = facts.plan.maps.first().map_or(FileIx(0), |map| map.chosen);
    found.push(finding(
        message,
        start(first),
        "expanded needs",
        "let subtasks need a phase or a last subtask",
    ));
}

/// A rule that did not look at everything: `unchecked` is what it left out.
pub(in crate::check) fn cut(by: &Rule, place: Place, steps: u64, unchecked: &str) -> Diagnostic {
    let message =
        format!("{} {} stopped after {} steps; {unchecked}", by.code, by.name, number(steps as usize));
    finding(
        message,
        place,
        by.code,
        "check fewer files at once, or let subtasks need a phase instead of many ids",
    )
}

/// A rule that did not begin, because it would take more than `steps`.
pub(in crate::check) fn skipped(by: &Rule, place: Place, steps: u64, unchecked: &str) -> Diagnostic {
    let mut finding = cut(by, place, steps, "");
    finding.message =
        format!("{} {} would take more than {} steps; {unchecked}", by.code, by.name, number(steps as usize));
    finding
}

/// As [`cut`], for the map of one document.
pub(in crate::check) fn cut_map(by: &Rule, map: &DocumentMap, steps: u64, unchecked: &str) -> Diagnostic {
    cut(by, start(map.file), steps, unchecked)
}

/// A rule that left something out of the map of one document, whatever its steps.
pub(in crate::check) fn part_of(by: &Rule, map: &DocumentMap, left_out: &str) -> Diagnostic {
    let mut finding = cut_map(by, map, 0, "");
    finding.message = format!("{} {}: {left_out}", by.code, by.name);
    finding
}

/// The beginning of a file.
pub(in crate::check) fn start(file: FileIx) -> Place {
    Place { file, span: Span::new(0, 0) }
}

fn finding(message: String, place: Place, limit: &str, help: &str) -> Diagnostic {
    let mut finding = RULE.finding(message, place, "the limit is reached here", help);
    finding.subject.insert("limit", limit.to_owned());
    finding
}

/// A number with a comma between thousands.
fn number(n: usize) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_told_apart() {
        assert_eq!((number(0), number(999), number(1_000)), ("0".into(), "999".into(), "1,000".into()));
        assert_eq!(number(4_000_000), "4,000,000");
    }
}
