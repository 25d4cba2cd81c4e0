#![doc = include_str!("../../../docs/rules/P107-reversed-range.md")]

use crate::check::{Facts, Rule};
use crate::diag::{Applicability, Diagnostic, Edit, Fix, Severity};
use crate::plan::{Place, PlanProblemKind};

pub(in crate::check) static RULE: Rule = Rule {
    code: "P107",
    name: "reversed-range",
    severity: Severity::Error,
    page: include_str!("../../../docs/rules/P107-reversed-range.md"),
    check,
};

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    for problem in &facts.plan.problems {
        let PlanProblemKind::ReversedRange { subtask, from, to } = &problem.kind else { continue };
        let name = facts.plan.name(*subtask);
        let mut finding = rule.finding(
            format!("`{name}` needs the range from `{from}` to `{to}`, which ends before it starts"),
            problem.place,
            "it holds nothing",
            format!("write `{to}-{from}` if that is meant"),
        );
        finding.subject.insert("subtask", name.to_owned());
        finding.subject.insert("needs", format!("{from}-{to}"));
        finding.fix = swapped(facts, problem.place, from, to);
        found.push(finding);
    }
}

/// Writes the two ends the other way round; what stands between them stays.
fn swapped(facts: &Facts<'_>, place: Place, from: &str, to: &str) -> Option<Fix> {
    let written = facts.sources[place.file.index()].slice(place.span);
    let between = written.strip_prefix(from)?.strip_suffix(to)?;
    let text = format!("{to}{between}{from}");
    let title = format!("write `{text}` instead of `{written}`");
    let edits = vec![Edit { file: place.file, span: place.span, text }];
    Some(Fix { applicability: Applicability::Unsafe, title, edits })
}
