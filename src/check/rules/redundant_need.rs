#![doc = include_str!("../../../docs/rules/P108-redundant-need.md")]

use std::collections::BTreeMap;

use crate::check::words::{subject, way};
use crate::check::{Facts, Rule, need_fix};
use crate::diag::{Diagnostic, Severity};
use crate::graph::{Redundant, redundant_needs};
use crate::plan::{Need, NeedTarget, Origin, SubtaskIx};

pub(in crate::check) static RULE: Rule = Rule {
    code: "P108",
    name: "redundant-need",
    severity: Severity::Info,
    page: include_str!("../../../docs/rules/P108-redundant-need.md"),
    check,
};

/// Edges × nodes that the search may take.
const STEPS: usize = 50_000_000;

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    let plan = facts.plan;
    // One finding per needs clause: a wildcard that names ten subtasks needlessly is one thing to mend.
    let mut clauses: BTreeMap<(SubtaskIx, usize), Vec<Redundant>> = BTreeMap::new();
    let (redundant, _) = redundant_needs(facts.graph, STEPS);
    for redundant in redundant {
        let needs = plan.needs_of(redundant.subtask);
        let states = |need: &&Need| facts.graph.targets(plan, need).any(|t| t == redundant.needed);
        if needs.iter().filter(|need| !is_word_judged(facts, need)).any(|need| states(&need)) {
            // Somebody asks for a whole phase or for everything; that is shorter than any list.
            continue;
        }
        if let Some(at) = needs.iter().position(|need| states(&need)) {
            clauses.entry((redundant.subtask, at)).or_default().push(redundant);
        }
    }
    for ((subtask, at), implied) in clauses {
        let need = &plan.needs_of(subtask)[at];
        let (name, first) = (plan.name(subtask), &implied[0]);
        let path = way(plan, &first.path);
        let all = facts.graph.targets(plan, need).count();
        let (message, help) = match need.target {
            NeedTarget::One(needed) => {
                let needed = plan.name(needed);
                (
                    format!("`{name}` needs `{needed}`, which another need implies: {path}"),
                    format!("remove `{needed}`; the order stays the same"),
                )
            }
            NeedTarget::Range(_) | NeedTarget::Wildcard(_) => {
                let what = facts.need_words(need);
                (
                    format!(
                        "{} of {all} needs in `{what}` of `{name}` are implied by others, such as {path}",
                        implied.len()
                    ),
                    "name only what nothing else implies; the order stays the same".to_owned(),
                )
            }
        };
        let mut finding = rule.finding(message, need.place, "implied by another need", help);
        let needed: Vec<SubtaskIx> = implied.iter().map(|r| r.needed).collect();
        finding.subject.insert("subtask", name.to_owned());
        finding.subject.insert("needs", subject(plan, &needed));
        if let NeedTarget::One(needed) = need.target
            && stands_without(facts, need, first)
        {
            let title = format!("remove `{}`, which other needs imply", plan.name(needed));
            finding.fix = need_fix::remove(facts, need.place, title);
        }
        found.push(finding);
    }
}

/// Whether the need is stated only once and the same file states all that implies it: then nothing changes for
/// whoever reads this file alone.
fn stands_without(facts: &Facts<'_>, need: &Need, redundant: &Redundant) -> bool {
    let plan = facts.plan;
    let states = |need: &Need, target| facts.graph.targets(plan, need).any(|t| t == target);
    let says_so = |need: &&Need| need.origin != Origin::Implied && states(need, redundant.needed);
    let once = plan.needs_of(redundant.subtask).iter().filter(says_so).count() == 1;
    once && redundant.path.windows(2).all(|pair| {
        plan.needs_of(pair[0])
            .iter()
            .any(|other| other.place.file == need.place.file && states(other, pair[1]))
    })
}

/// Whether a need is one that its author could shorten.
fn is_word_judged(facts: &Facts<'_>, need: &Need) -> bool {
    match need.target {
        NeedTarget::Wildcard(_) => need.origin != Origin::Implied && facts.need_words(need).contains('*'),
        NeedTarget::One(_) | NeedTarget::Range(_) => need.origin != Origin::Implied,
    }
}
