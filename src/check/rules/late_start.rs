#![doc = include_str!("../../../docs/rules/P204-late-start.md")]

use std::collections::BTreeMap;

use crate::check::at_once::AtOnce;
use crate::check::rule::label;
use crate::check::rules::limit_reached::cut_map;
use crate::check::words::{names, subject};
use crate::check::{DocumentMap, Facts, MapPlace, Rule};
use crate::diag::{Diagnostic, Severity};
use crate::plan::{Need, SubtaskIx};

pub(in crate::check) static RULE: Rule = Rule {
    code: "P204",
    name: "late-start",
    severity: Severity::Info,
    page: include_str!("../../../docs/rules/P204-late-start.md"),
    check,
};

/// Needs looked at in one document.
const STEPS: u64 = 4_000_000;
/// Needs that a finding about a phase shows.
const SHOWN: usize = 6;

/// A subtask that could run earlier: what it needs last, and the phase that follows that.
struct Late<'a> {
    place: &'a MapPlace,
    latest: &'a MapPlace,
    need: &'a Need,
    earlier: usize,
}

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    let plan = facts.plan;
    for map in facts.maps {
        let mut steps = STEPS;
        // A chapter is no time, so that a later chapter is no late start.
        let at_once = AtOnce::of(facts, map);
        let mut late: BTreeMap<usize, Vec<Late<'_>>> = BTreeMap::new();
        for place in &map.places {
            if plan.subtask(place.subtask).integration || !at_once.is_stretch(place.phase) {
                continue;
            }
            let Some((latest, need)) = latest_need(facts, map, place, &mut steps) else { continue };
            let scope = map.phases[place.phase].scope;
            let after = (latest.phase + 1..place.phase).find(|&at| map.phases[at].scope == scope);
            let Some(earlier) = after else { continue };
            late.entry(place.phase).or_default().push(Late { place, latest, need, earlier });
        }
        for (phase, late) in late {
            // Where most of a phase could run earlier, it is the phase that stands late.
            if late.len() > 1 && late.len() * 2 > map.phases[phase].members.len() {
                found.push(of_phase(rule, facts, map, phase, &late));
            } else {
                found.extend(late.iter().map(|late| of_subtask(rule, facts, map, late)));
            }
        }
        if steps == 0 {
            found.push(cut_map(rule, map, STEPS, "subtasks behind them may start earlier, too"));
        }
    }
}

fn of_subtask(rule: &Rule, facts: &Facts<'_>, map: &DocumentMap, late: &Late<'_>) -> Diagnostic {
    let Late { place, latest, need, earlier } = late;
    let (name, needed) = (facts.plan.name(place.subtask), facts.plan.name(latest.subtask));
    let phase = |at: usize| &map.phases[at].name;
    let mut finding = rule.finding(
        format!(
            "`{name}` stands in phase {}, but what it needs is done after phase {}",
            phase(place.phase),
            phase(latest.phase),
        ),
        map.line(facts, place),
        format!("it could run in phase {}", phase(*earlier)),
        format!("move `{name}` to phase {} if a window is free there", phase(*earlier)),
    );
    finding.related.push(label(need.place, format!("the last need, `{needed}`, is stated here")));
    finding.subject.insert("subtask", name.to_owned());
    finding
}

/// One finding for a phase most of whose subtasks could run earlier.
fn of_phase(
    rule: &Rule,
    facts: &Facts<'_>,
    map: &DocumentMap,
    phase: usize,
    late: &[Late<'_>],
) -> Diagnostic {
    let (plan, name) = (facts.plan, &map.phases[phase].name);
    let subtasks: Vec<SubtaskIx> = late.iter().map(|late| late.place.subtask).collect();
    let mut finding = rule.finding(
        format!(
            "{} of the {} subtasks of phase {name} need nothing of the phase before it: {}",
            subtasks.len(),
            map.phases[phase].members.len(),
            names(plan, &subtasks),
        ),
        map.phase_line(facts, phase),
        "most of this phase could begin earlier",
        format!("let phase {name} begin earlier, or move its subtasks where windows are free"),
    );
    for late in late.iter().take(SHOWN) {
        let (name, needed) = (plan.name(late.place.subtask), plan.name(late.latest.subtask));
        let earlier = &map.phases[late.earlier].name;
        let text = format!("the last need of `{name}` is `{needed}`, so it could run in phase {earlier}");
        finding.related.push(label(late.need.place, text));
    }
    finding.subject.insert("phase", name.clone());
    finding.subject.insert("subtasks", subject(plan, &subtasks));
    finding
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
