#![doc = include_str!("../../../docs/rules/P404-orphan-spec.md")]

use crate::check::map_lines::map_lines;
use crate::check::rule::label;
use crate::check::{Facts, Rule};
use crate::diag::{Diagnostic, Severity};
use crate::plan::{Place, SubtaskIx};
use crate::syntax::Form;

pub(in crate::check) static RULE: Rule = Rule {
    code: "P404",
    name: "orphan-spec",
    severity: Severity::Error,
    page: include_str!("../../../docs/rules/P404-orphan-spec.md"),
    check,
};

/// What the maps of a feature hold.
#[derive(Clone, Copy, Default)]
struct Mapped {
    subtasks: usize,
    in_map: usize,
    first: Option<Place>,
}

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    let plan = facts.plan;
    let mut maps = vec![Mapped::default(); plan.features.len()];
    let mut orphans: Vec<SubtaskIx> = Vec::new();
    for ix in plan.indices().filter(|&ix| !plan.subtask(ix).integration) {
        let subtask = plan.subtask(ix);
        let map = &mut maps[subtask.feature.index()];
        map.subtasks += 1;
        let line = map_lines(facts, ix).into_iter().find(|(_, statement)| statement.form != Form::Reference);
        if let Some((line, _)) = line {
            map.in_map += 1;
            map.first = Some(map.first.map_or(line, |first| first.min(line)));
        } else if subtask.prompt.is_some() && !placed(facts, ix) {
            orphans.push(ix);
        }
    }
    for ix in orphans {
        let feature = plan.subtask(ix).feature;
        let map = maps[feature.index()];
        let Some(first) = map.first else { continue };
        // A table that lists a few subtasks is no map; one with phases or windows is.
        let is_map = plan.maps.binary_search_by_key(&feature, |map| map.feature).is_ok()
            || map.in_map * 2 >= map.subtasks;
        if is_map {
            found.push(finding(rule, facts, ix, first));
        }
    }
}

/// Whether any line at all gives the subtask a phase or window, such as the phase heading above its section.
fn placed(facts: &Facts<'_>, ix: SubtaskIx) -> bool {
    facts.plan.subtask(ix).statements.iter().any(|at| {
        let statement = &facts.documents[at.file.index()].subtasks[at.index as usize];
        statement.phase.is_some() || statement.window.is_some()
    })
}

fn finding(rule: &Rule, facts: &Facts<'_>, ix: SubtaskIx, map: Place) -> Diagnostic {
    let (plan, subtask) = (facts.plan, facts.plan.subtask(ix));
    let name = plan.name(ix);
    let mut finding = rule.finding(
        format!("`{name}` has a prompt, but no line of the map places it"),
        subtask.place,
        "no phase and no window is given to this subtask",
        format!("add `Window …: SUBTASK {}` to the phase where it runs, or delete the section", subtask.id),
    );
    finding.related.push(label(map, "the map of the feature begins here"));
    finding.subject.insert("subtask", name.to_owned());
    finding
}
