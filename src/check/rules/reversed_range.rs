#![doc = include_str!("../../../docs/rules/P107-reversed-range.md")]

use crate::check::{Facts, Rule};
use crate::diag::{Diagnostic, Severity};
use crate::plan::PlanProblemKind;

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
        found.push(finding);
    }
}
