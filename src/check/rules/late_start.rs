#![doc = include_str!("../../../docs/rules/P204-late-start.md")]

use crate::check::rule::label;
use crate::check::rules::limit_reached::cut_map;
use crate::check::{DocumentMap, Facts, MapPlace, Rule};
use crate::diag::{Diagnostic, Severity};
use crate::plan::Need;

pub(in crate::check) static RULE: Rule = Rule {
    code: "P204",
    name: "late-start",
    severity: Severity::Info,
    page: include_str!("../../../docs/rules/P204-late-start.md"),
    check,
};

/// Needs looked at in one document.
const STEPS: u64 = 4_000_000;

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    let plan = facts.plan;
    for map in facts.maps {
        let mut steps = STEPS;
        for place in &map.places {
            if plan.subtask(place.subtask).integration {
                continue;
            }
            let Some((latest, need)) = latest_need(facts, map, place, &mut steps) else { continue };
            let scope = map.phases[place.phase].scope;
            let after = (latest.phase + 1..place.phase).find(|&at| map.phases[at].scope == scope);
            let Some(earlier) = after else { continue };
            let (name, needed) = (plan.name(place.subtask), plan.name(latest.subtask));
            let phase = |at: usize| &map.phases[at].name;
            let mut finding = rule.finding(
                format!(
                    "`{name}` stands in phase {}, but what it needs is done after phase {}",
                    phase(place.phase),
                    phase(latest.phase),
                ),
                map.line(facts, place),
                format!("it could run in phase {}", phase(earlier)),
                format!("move `{name}` to phase {} if a window is free there", phase(earlier)),
            );
            finding.related.push(label(need.place, format!("the last need, `{needed}`, is stated here")));
            finding.subject.insert("subtask", name.to_owned());
            found.push(finding);
        }
        if steps == 0 {
            found.push(cut_map(rule, map, STEPS, "subtasks behind them may start earlier, too"));
        }
    }
}

/// The needed subtask that stands last; `None` if there is no need, or one whose place is not known.
fn latest_need<'a>(
    facts: &Facts<'a>,
    map: &'a DocumentMap,
    place: &MapPlace,
    steps: &mut u64,
) -> Option<(&'a MapPlace, &'a Need)> {
    let mut latest: Option<(&MapPlace, &Need)> = None;
    for (needed, need) in map.needed(facts, place.subtask, steps) {
        let other = map.place(needed)?;
        map.compare(other, place)?;
        if latest.is_none_or(|(last, _)| last.phase < other.phase) {
            latest = Some((other, need));
        }
    }
    if *steps == 0 { None } else { latest }
}
