#![doc = include_str!("../../../docs/rules/P101-dependency-cycle.md")]

use crate::check::{Facts, Rule};
use crate::diag::{Diagnostic, Label, Severity};

pub(in crate::check) static RULE: Rule = Rule {
    code: "P101",
    name: "dependency-cycle",
    severity: Severity::Error,
    page: include_str!("../../../docs/rules/P101-dependency-cycle.md"),
    check,
};

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    for cycle in facts.graph.cycles() {
        let Some((&first, rest)) = cycle.subtasks.split_first() else { continue };
        let names: Vec<&str> = cycle.subtasks.iter().map(|&ix| facts.plan.name(ix)).collect();
        let next = |at: usize| cycle.subtasks[(at + 1) % cycle.subtasks.len()];
        let others = cycle.entangled - cycle.subtasks.len();
        let more = if others > 0 {
            format!(" ({others} more subtasks wait for each other behind it)")
        } else {
            String::new()
        };
        let message = format!("needs go in a circle: {} → {}{more}", names.join(" → "), names[0]);
        let place = facts.need_place(first, next(0));
        let mut finding = rule.finding(
            message,
            place,
            format!("{} needs {} here", names[0], facts.plan.name(next(0))),
            "remove one of these needs; as it is none of the subtasks can ever start",
        );
        for (at, &ix) in rest.iter().enumerate() {
            let place = facts.need_place(ix, next(at + 1));
            let text = format!("{} needs {} here", facts.plan.name(ix), facts.plan.name(next(at + 1)));
            finding.related.push(Label { file: place.file, span: place.span, text });
        }
        finding.subject.insert("cycle", names.join(" → "));
        found.push(finding);
    }
}
