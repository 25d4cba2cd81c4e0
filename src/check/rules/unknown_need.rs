#![doc = include_str!("../../../docs/rules/P102-unknown-need.md")]

use crate::check::words::listed;
use crate::check::{Facts, Rule};
use crate::diag::{Diagnostic, Severity};
use crate::plan::PlanProblemKind;

pub(in crate::check) static RULE: Rule = Rule {
    code: "P102",
    name: "unknown-need",
    severity: Severity::Error,
    page: include_str!("../../../docs/rules/P102-unknown-need.md"),
    check,
};

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    let plan = facts.plan;
    for problem in &plan.problems {
        let PlanProblemKind::UnknownNeed { subtask, text, nearest } = &problem.kind else { continue };
        let name = plan.name(*subtask);
        let help = if nearest.is_empty() {
            "write the id of a subtask that exists, or add the subtask".to_owned()
        } else {
            let like = nearest.iter().map(|&ix| match plan.subtask(ix).title.as_str() {
                "" => format!("`{}`", plan.name(ix)),
                title => format!("`{}` ({title})", plan.name(ix)),
            });
            format!("did you mean {}", listed(like).replace(" and ", " or "))
        };
        let mut finding = rule.finding(
            format!("`{name}` needs `{text}`, but no subtask has this id"),
            problem.place,
            "nothing defines it",
            help,
        );
        finding.subject.insert("subtask", name.to_owned());
        finding.subject.insert("needs", text.clone());
        found.push(finding);
    }
}
