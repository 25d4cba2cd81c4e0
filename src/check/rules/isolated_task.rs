#![doc = include_str!("../../../docs/rules/P109-isolated-task.md")]

use crate::check::{Facts, Rule};
use crate::diag::{Diagnostic, Severity};
use crate::plan::{NeedTarget, Origin, SubtaskIx};
use crate::syntax::Status;

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
        if !states_needs[subtask.feature.index()] || alone * 3 > all || is_explained(facts, ix) {
            continue;
        }
        let name = plan.name(ix);
        let mut finding = rule.finding(
            format!("`{name}` names no need, and no subtask names `{name}` as one"),
            subtask.place,
            "it stands alone",
            "check whether its id is misspelt somewhere or a need is forgotten; if it stands alone or only phases order it, leave it",
        );
        finding.subject.insert("subtask", name.to_owned());
        found.push(finding);
    }
}

/// Words of a phase's line that say that its subtasks wait for nothing.
const FREE: [&str; 6] = ["no dependenc", "no prerequisite", "independent", "依存なし", "无依赖", "無依賴"];

/// Words of a subtask's own line or section that say it.
const AT_ANY_TIME: [&str; 5] =
    ["can start early", "can start immediately", "can start any", "can start at any", "can be done any"];

/// Whether the author has written why nothing is named: the subtask needs nothing, waits for something else than a
/// subtask, may start at any time, or has begun already.
fn is_explained(facts: &Facts<'_>, ix: SubtaskIx) -> bool {
    let subtask = facts.plan.subtask(ix);
    let has_begun = matches!(subtask.status, Some(Status::Done | Status::InProgress | Status::Skipped));
    // `[P]` says that it waits for nothing of its phase.
    has_begun
        || subtask.parallel == Some(true)
        || !subtask.prerequisites.is_empty()
        || subtask.statements.iter().any(|at| {
            let (document, source) = (&facts.documents[at.file.index()], &facts.sources[at.file.index()]);
            let stated = &document.subtasks[at.index as usize];
            let holds = |span, words: &[&str]| {
                let text = source.slice(span).to_lowercase();
                words.iter().any(|word| text.contains(word))
            };
            let mut phases = stated.phase.into_iter().chain(stated.other_phase);
            stated.needs_nothing
                || phases.any(|phase| {
                    document.phases.get(phase.index()).is_some_and(|phase| holds(phase.span, &FREE))
                })
                || holds(stated.section, &AT_ANY_TIME)
        })
}
