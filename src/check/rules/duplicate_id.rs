#![doc = include_str!("../../../docs/rules/P104-duplicate-id.md")]

use crate::check::rule::label;
use crate::check::{Facts, Rule};
use crate::diag::{Diagnostic, Severity};
use crate::plan::PlanProblemKind;

pub(in crate::check) static RULE: Rule = Rule {
    code: "P104",
    name: "duplicate-id",
    severity: Severity::Error,
    page: include_str!("../../../docs/rules/P104-duplicate-id.md"),
    check,
};

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    for problem in &facts.plan.problems {
        let PlanProblemKind::DuplicateId { subtask, first } = &problem.kind else { continue };
        let name = facts.plan.name(*subtask);
        let mut finding = rule.finding(
            format!("`{name}` is defined twice; needs cannot tell which one is meant"),
            problem.place,
            "defined again here",
            format!("give one of the two another id, or delete it; until then both are read as one `{name}`"),
        );
        finding.related.push(label(*first, "first defined here"));
        finding.subject.insert("subtask", name.to_owned());
        found.push(finding);
    }
}
