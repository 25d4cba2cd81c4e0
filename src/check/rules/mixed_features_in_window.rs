#![doc = include_str!("../../../docs/rules/P304-mixed-features-in-window.md")]

use std::collections::BTreeMap;

use crate::check::rule::label;
use crate::check::words::listed;
use crate::check::{DocumentMap, Facts, Rule};
use crate::diag::{Diagnostic, Severity};
use crate::plan::{FeatureIx, Place, SubtaskIx};
use crate::source::Span;

pub(in crate::check) static RULE: Rule = Rule {
    code: "P304",
    name: "mixed-features-in-window",
    severity: Severity::Warning,
    page: include_str!("../../../docs/rules/P304-mixed-features-in-window.md"),
    check,
};

/// A line that puts a subtask into a window.
#[derive(Clone, Copy)]
struct Use {
    subtask: SubtaskIx,
    span: Span,
}

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    if facts.plan.features.len() < 2 {
        return;
    }
    for map in facts.maps {
        // Features that share no phase have windows of their own.
        let mut windows: BTreeMap<(FeatureIx, u32), Vec<Use>> = BTreeMap::new();
        for (at, phase) in map.phases.iter().enumerate() {
            for (subtask, statement) in map.statements(facts, at) {
                // A closing test takes whichever window is free.
                if let Some(window) = statement.window.filter(|_| !facts.plan.subtask(subtask).integration) {
                    let used = windows.entry((phase.scope, window.number)).or_default();
                    used.push(Use { subtask, span: statement.span });
                }
            }
        }
        for ((_, window), mut used) in windows {
            used.sort_by_key(|line| line.span);
            found.extend(judge(rule, facts, map, window, &used));
        }
    }
}

/// A finding where the window serves more than one feature.
fn judge(rule: &Rule, facts: &Facts<'_>, map: &DocumentMap, window: u32, used: &[Use]) -> Option<Diagnostic> {
    let plan = facts.plan;
    let feature = |line: &Use| plan.subtask(line.subtask).feature;
    let mut firsts: Vec<Use> = Vec::new();
    for line in used {
        if !firsts.iter().any(|first| feature(first) == feature(line)) {
            firsts.push(*line);
        }
    }
    let [home, other, ..] = firsts.as_slice() else { return None };
    // Two subtasks that meet in one window are P301, which is worse and says enough.
    let phase = |line: &Use| map.place(line.subtask).map(|place| (place.phase, place.sub_phase));
    if phase(home) == phase(other) {
        return None;
    }
    let names = listed(firsts.iter().map(|line| format!("`{}`", plan.feature(feature(line)).id)));
    let (home_id, other_id) = (&plan.feature(feature(home)).id, &plan.feature(feature(other)).id);
    let place = |line: &Use| Place { file: map.file, span: line.span };
    let mut finding = rule.finding(
        format!("window {window} serves features {names}"),
        place(other),
        format!("`{}` belongs to feature `{other_id}`", plan.name(other.subtask)),
        format!(
            "keep window {window} to feature `{home_id}` and give `{}` a window of feature `{other_id}`",
            plan.name(other.subtask)
        ),
    );
    let text = format!("`{}` belongs to feature `{home_id}`", plan.name(home.subtask));
    finding.related.push(label(place(home), text));
    finding.subject.insert("window", window.to_string());
    let ids: Vec<&str> = firsts.iter().map(|line| plan.feature(feature(line)).id.as_str()).collect();
    finding.subject.insert("features", ids.join(","));
    Some(finding)
}
