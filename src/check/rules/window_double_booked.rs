#![doc = include_str!("../../../docs/rules/P301-window-double-booked.md")]

use std::collections::{BTreeMap, BTreeSet};

use crate::check::rule::label;
use crate::check::words::{names, subject};
use crate::check::{DocumentMap, Facts, Rule};
use crate::diag::{Diagnostic, Severity};
use crate::plan::{Place, SubtaskIx};
use crate::source::Span;

pub(in crate::check) static RULE: Rule = Rule {
    code: "P301",
    name: "window-double-booked",
    severity: Severity::Error,
    page: include_str!("../../../docs/rules/P301-window-double-booked.md"),
    check,
};

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    for map in facts.maps {
        for phase in 0..map.phases.len() {
            let mut windows: BTreeMap<u32, Vec<(SubtaskIx, Span)>> = BTreeMap::new();
            let mut seen = BTreeSet::new();
            for (ix, statement) in map.statements(facts, phase) {
                let Some(window) = statement.window else { continue };
                if seen.insert((window.number, ix)) {
                    windows.entry(window.number).or_default().push((ix, statement.span));
                }
            }
            for (window, users) in windows {
                judge(rule, facts, map, phase, window, &users, found);
            }
        }
    }
}

fn judge(
    rule: &Rule,
    facts: &Facts<'_>,
    map: &DocumentMap,
    phase: usize,
    window: u32,
    users: &[(SubtaskIx, Span)],
    found: &mut Vec<Diagnostic>,
) {
    // Sub-phases run one after another and may use a window again.
    let sub_phase = |ix: SubtaskIx| map.place(ix).and_then(|place| place.sub_phase);
    let meet = |a: SubtaskIx, b: SubtaskIx| match (sub_phase(a), sub_phase(b)) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    };
    let mut beside: BTreeMap<Option<usize>, usize> = BTreeMap::new();
    for (ix, _) in users {
        *beside.entry(sub_phase(*ix)).or_default() += 1;
    }
    let meets = |ix: SubtaskIx| match sub_phase(ix) {
        None => users.len() > 1,
        own => beside.contains_key(&None) || beside.get(&own).is_some_and(|&n| n > 1),
    };
    // Only whoever meets the first of a group is listed; thousands in one window are still one finding.
    let Some(first) = users.iter().position(|(ix, _)| meets(*ix)) else { return };
    let both: Vec<(SubtaskIx, Span)> =
        users[first..].iter().copied().filter(|(ix, _)| meet(users[first].0, *ix)).collect();
    let subtasks: Vec<SubtaskIx> = both.iter().map(|(ix, _)| *ix).collect();
    let plan = facts.plan;
    let name = &map.phases[phase].name;
    let place = |span: Span| Place { file: map.file, span };
    let mut finding = rule.finding(
        format!("window {window} of phase {name} is given to {}", names(plan, &subtasks)),
        place(both[1].1),
        format!("window {window} is given away again here"),
        format!("give `{}` a window of its own, or put it into another phase", plan.name(both[1].0)),
    );
    finding.related.push(label(place(both[0].1), format!("`{}` has window {window}", plan.name(both[0].0))));
    for (ix, span) in both.iter().skip(2).take(8) {
        finding.related.push(label(place(*span), format!("`{}` has it too", plan.name(*ix))));
    }
    finding.subject.insert("phase", name.clone());
    finding.subject.insert("window", window.to_string());
    finding.subject.insert("subtasks", subject(plan, &subtasks));
    found.push(finding);
}
