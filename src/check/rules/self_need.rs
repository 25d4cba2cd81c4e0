#![doc = include_str!("../../../docs/rules/P103-self-need.md")]

use crate::check::{Facts, Rule, need_fix};
use crate::diag::{Diagnostic, Severity};
use crate::plan::PlanProblemKind;

pub(in crate::check) static RULE: Rule = Rule {
    code: "P103",
    name: "self-need",
    severity: Severity::Error,
    page: include_str!("../../../docs/rules/P103-self-need.md"),
    check,
};

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    for problem in &facts.plan.problems {
        let PlanProblemKind::SelfNeed { subtask, range } = &problem.kind else { continue };
        let name = facts.plan.name(*subtask);
        let (message, help) = match range {
            Some(range) => (
                format!("`{name}` needs itself: it lies inside the range `{range}`"),
                format!("name the other subtasks of `{range}` without `{name}`"),
            ),
            None => (
                format!("`{name}` needs itself"),
                "remove this need, or name the subtask that is meant".to_owned(),
            ),
        };
        let mut finding = rule.finding(message, problem.place, format!("this is `{name}` itself"), help);
        finding.subject.insert("subtask", name.to_owned());
        if let Some(range) = range {
            finding.subject.insert("needs", range.clone());
        }
        if range.is_none() {
            finding.fix =
                need_fix::remove(facts, problem.place, format!("remove `{name}` from its own needs"));
        }
        found.push(finding);
    }
}
