#![doc = include_str!("../../../docs/rules/P108-redundant-need.md")]

use std::collections::BTreeMap;

use crate::check::rules::limit_reached::{skipped, start};
use crate::check::words::{counted, subject, way};
use crate::check::{Facts, Rule, need_fix};
use crate::diag::{Diagnostic, Severity};
use crate::graph::{Redundant, redundant_needs};
use crate::plan::{Need, NeedTarget, Origin, SubtaskIx};
use crate::source::FileIx;

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
    let mut clauses = Clauses::new();
    let (redundant, complete) = redundant_needs(facts.graph, STEPS);
    if !complete {
        let file = plan.maps.first().map_or(FileIx(0), |map| map.chosen);
        let unchecked = "no need of this plan was checked for being implied by others";
        found.push(skipped(rule, start(file), STEPS as u64, unchecked));
    }
    for redundant in redundant {
        let needs = plan.needs_of(redundant.subtask);
        let states = |need: &&Need| facts.graph.targets(plan, need).any(|t| t == redundant.needed);
        if needs.iter().filter(|need| !is_word_judged(facts, need)).any(|need| states(&need)) {
            // Somebody asks for a whole phase, for everything or for all above; that is shorter than any list.
            continue;
        }
        if let Some(at) = needs.iter().position(|need| states(&need)) {
            clauses.entry((redundant.subtask, at)).or_default().push(redundant);
        }
    }
    for ((subtask, at), implied) in whole_groups(facts, clauses) {
        let need = &plan.needs_of(subtask)[at];
        let (name, first) = (plan.name(subtask), &implied[0]);
        let path = way(plan, &first.path);
        let all = facts.graph.targets(plan, need).count();
        let is_group = group_named(facts, need).is_some();
        let (message, help) = match need.target {
            NeedTarget::One(_) if is_group => (
                format!(
                    "{} of `{name}` {} implied by others, such as {path}",
                    counted(implied.len(), "need"),
                    if implied.len() == 1 { "is" } else { "are" }
                ),
                "nothing has to change: the list names its whole track, which says more than a short one"
                    .to_owned(),
            ),
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
            && !is_group
            && stands_without(facts, need, first)
        {
            let title = format!("remove `{}`, which other needs imply", plan.name(needed));
            finding.fix = need_fix::remove(facts, need.place, title);
        }
        found.push(finding);
    }
}

type Clauses = BTreeMap<(SubtaskIx, usize), Vec<Redundant>>;

/// Makes one finding of the clauses that name a whole track together.
fn whole_groups(facts: &Facts<'_>, clauses: Clauses) -> Clauses {
    let mut joined = Clauses::new();
    let mut first_of: BTreeMap<(SubtaskIx, FileIx, &str), usize> = BTreeMap::new();
    for ((subtask, at), implied) in clauses {
        let need = &facts.plan.needs_of(subtask)[at];
        let first = match group_named(facts, need) {
            Some(group) => *first_of.entry((subtask, need.place.file, group)).or_insert(at),
            None => at,
        };
        joined.entry((subtask, first)).or_default().extend(implied);
    }
    for implied in joined.values_mut() {
        implied.sort_by_key(|redundant| redundant.needed);
    }
    joined
}

/// The track of which the need's file names every subtask that can come before, one by one or in ranges: the author
/// means all of it, as with `all 1.1.*`, and a shorter list would lose that.
fn group_named<'a>(facts: &Facts<'a>, need: &Need) -> Option<&'a str> {
    let plan = facts.plan;
    let needed = match need.target {
        NeedTarget::One(needed) => needed,
        NeedTarget::Range(_) => facts.graph.targets(plan, need).next()?,
        NeedTarget::Wildcard(_) => return None,
    };
    let group = plan.subtask(needed).group.as_deref()?;
    let here = |other: &Need| other.place.file == need.place.file && other.origin != Origin::Implied;
    let named = facts.graph.direct_needs(plan, need.subtask, here);
    let of_group = |ix: SubtaskIx| plan.subtask(ix).group.as_deref() == Some(group) && ix != need.subtask;
    let named_here = named.iter().filter(|&&ix| of_group(ix)).count();
    if named_here < WHOLE {
        return None;
    }
    let feature = plan.subtask(needed).feature;
    let start = plan.sorted.partition_point(|&ix| plan.subtask(ix).feature < feature);
    let own = facts.graph.level(need.subtask);
    // Who stands no lower in the graph may wait for the subtask itself.
    let missing = plan.sorted[start..]
        .iter()
        .take_while(|&&ix| plan.subtask(ix).feature == feature)
        .any(|&ix| of_group(ix) && facts.graph.level(ix) < own && named.binary_search(&ix).is_err());
    (!missing).then_some(group)
}

/// A list of fewer subtasks is no whole track.
const WHOLE: usize = 3;

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
        // `all above` names no number.
        NeedTarget::Range(_) => {
            need.origin != Origin::Implied && facts.need_words(need).contains(|c: char| c.is_ascii_digit())
        }
        NeedTarget::One(_) => need.origin != Origin::Implied,
    }
}
