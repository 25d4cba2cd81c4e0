#![doc = include_str!("../../../docs/rules/P201-same-phase-need.md")]

use std::cmp::Ordering;

use crate::check::at_once::AtOnce;
use crate::check::rule::label;
use crate::check::rules::limit_reached::{cut_map, part_of};
use crate::check::words::counted;
use crate::check::{DocumentMap, Facts, Rule};
use crate::diag::{Diagnostic, Severity};

pub(in crate::check) static RULE: Rule = Rule {
    code: "P201",
    name: "same-phase-need",
    severity: Severity::Error,
    page: include_str!("../../../docs/rules/P201-same-phase-need.md"),
    check,
};

/// The key of the subject of findings about a grouping beside the one that counts, which no fix rewrites.
pub(in crate::check) const OTHER_GROUPING: &str = "grouping";

/// Needs looked at in one document, and findings given for it.
const STEPS: u64 = 4_000_000;
const SHOWN: usize = 2_000;

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    let plan = facts.plan;
    for map in facts.maps.iter().flat_map(DocumentMap::groupings) {
        let (mut steps, mut shown, mut more) = (STEPS, 0, 0);
        let at_once = AtOnce::of(facts, map);
        for place in &map.places {
            for (needed, need) in map.needed(facts, place.subtask, &mut steps) {
                let Some(other) = map.place(needed) else { continue };
                // Another grouping is judged only where it gives out windows itself.
                let gives_windows =
                    || map.statements(facts, place.phase).any(|(_, stated)| stated.window.is_some());
                let is_judged = || map.word.is_none() || gives_windows();
                if map.compare(other, place) != Some(Ordering::Equal)
                    || map.is_over(facts, needed)
                    || !at_once.meet(facts, map, other, place)
                    || !is_judged()
                {
                    continue;
                }
                if shown == SHOWN {
                    more += 1;
                    continue;
                }
                shown += 1;
                let (name, needed, phase) =
                    (plan.name(place.subtask), plan.name(needed), map.phase_name(place));
                let help = format!(
                    "move `{name}` to a later phase, or split {phase} so that `{needed}` runs in an earlier part ({})",
                    parts(&map.phases[place.phase].name, place.sub_phase.is_some()),
                );
                let mut finding = rule.finding(
                    format!("`{name}` needs `{needed}`, but both run in {phase}"),
                    need.place,
                    format!("`{name}` needs `{needed}` here"),
                    help,
                );
                finding.related.push(label(map.line(facts, other), format!("`{needed}` stands here")));
                finding.subject.insert("subtask", name.to_owned());
                finding.subject.insert("needs", needed.to_owned());
                finding.subject.insert("phase", map.phases[place.phase].name.clone());
                if let Some(word) = map.word {
                    finding.subject.insert(OTHER_GROUPING, word.to_owned());
                }
                found.push(finding);
            }
        }
        if more > 0 {
            let left_out = format!("{} of this file are not listed", counted(more, "more such need"));
            found.push(part_of(rule, map, &left_out));
        } else if steps == 0 {
            found.push(cut_map(rule, map, STEPS, "needs behind them may stand inside a phase, too"));
        }
    }
}

/// `2a, 2b, …`
fn parts(phase: &str, has_parts: bool) -> String {
    if has_parts { "one more sub-phase".to_owned() } else { format!("{phase}a, {phase}b, …") }
}
