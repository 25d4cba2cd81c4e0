#![doc = include_str!("../../../docs/rules/P106-empty-wildcard.md")]

use crate::check::{Facts, Rule};
use crate::diag::{Diagnostic, Severity};
use crate::plan::PlanProblemKind;

pub(in crate::check) static RULE: Rule = Rule {
    code: "P106",
    name: "empty-wildcard",
    severity: Severity::Error,
    page: include_str!("../../../docs/rules/P106-empty-wildcard.md"),
    check,
};

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    for problem in &facts.plan.problems {
        let PlanProblemKind::EmptyWildcard { subtask, text } = &problem.kind else { continue };
        let name = facts.plan.name(*subtask);
        let mut finding = rule.finding(
            format!("`{name}` needs `{text}`, but no other subtask matches it"),
            problem.place,
            "it matches nothing",
            "write a pattern or phase that holds subtasks, or remove this need",
        );
        finding.subject.insert("subtask", name.to_owned());
        finding.subject.insert("needs", text.clone());
        found.push(finding);
    }
}
