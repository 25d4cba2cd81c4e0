#![doc = include_str!("../../../docs/rules/P109-isolated-task.md")]

use crate::check::{Facts, Rule};
use crate::diag::{Diagnostic, Severity};
use crate::plan::{NeedTarget, Origin};

pub(in crate::check) static RULE: Rule = Rule {
    code: "P109",
    name: "isolated-task",
    severity: Severity::Info,
    page: include_str!("../../../docs/rules/P109-isolated-task.md"),
    check,
};

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    let plan = facts.plan;
    let mut joined = vec![false; plan.subtasks.len()];
    let mut states_needs = vec![false; plan.features.len()];
    let mut sets = vec![false; plan.sets.len()];
    for need in plan.needs().iter().filter(|need| need.origin != Origin::Implied) {
        joined[need.subtask.index()] = true;
        states_needs[plan.subtask(need.subtask).feature.index()] = true;
        match need.target {
            NeedTarget::One(needed) => joined[needed.index()] = true,
            NeedTarget::Range(set) | NeedTarget::Wildcard(set) => {
                if !std::mem::replace(&mut sets[set.index()], true) {
                    for member in plan.members(set) {
                        joined[member.index()] = true;
                    }
                }
            }
        }
    }
    for (ix, subtask) in plan.indices().zip(&plan.subtasks) {
        // Where a feature states no needs at all, every subtask is alone and none stands out.
        if joined[ix.index()] || subtask.integration || !states_needs[subtask.feature.index()] {
            continue;
        }
        let name = plan.name(ix);
        let mut finding = rule.finding(
            format!("`{name}` needs nothing and nothing needs it"),
            subtask.place,
            "it stands alone",
            "check whether its id is misspelt somewhere or a need is forgotten; if it really stands alone, leave it",
        );
        finding.subject.insert("subtask", name.to_owned());
        found.push(finding);
    }
}
