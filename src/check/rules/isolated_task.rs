#![doc = include_str!("../../../docs/rules/P109-isolated-task.md")]

use crate::check::{Facts, Rule};
use crate::diag::{Diagnostic, Severity};
use crate::plan::{NeedTarget, Origin, SubtaskIx};

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
    let work = || plan.indices().filter(|&ix| !plan.subtask(ix).integration);
    let mut alone = vec![(0_usize, 0_usize); plan.features.len()];
    for ix in work() {
        let (alone, all) = &mut alone[plan.subtask(ix).feature.index()];
        *alone += usize::from(!joined[ix.index()]);
        *all += 1;
    }
    for ix in work().filter(|ix| !joined[ix.index()]) {
        let subtask = plan.subtask(ix);
        let (alone, all) = alone[subtask.feature.index()];
        // Where few subtasks state needs, or none, many are alone and none stands out.
        if !states_needs[subtask.feature.index()] || alone * 3 > all || says_so(facts, ix) {
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

/// Whether the author has written that the subtask needs nothing.
fn says_so(facts: &Facts<'_>, ix: SubtaskIx) -> bool {
    let statements = &facts.plan.subtask(ix).statements;
    statements.iter().any(|at| facts.documents[at.file.index()].subtasks[at.index as usize].needs_nothing)
}
