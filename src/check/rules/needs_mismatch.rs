#![doc = include_str!("../../../docs/rules/P405-needs-mismatch.md")]

use std::cmp::Ordering;

use crate::check::rule::label;
use crate::check::rules::limit_reached::cut;
use crate::check::words::{names, subject};
use crate::check::{DocumentMap, Facts, Rule};
use crate::diag::{Diagnostic, Severity};
use crate::graph::{Graph, NeedsMode, Reach};
use crate::plan::{Origin, Place, SubtaskIx};
use crate::source::FileIx;

pub(in crate::check) static RULE: Rule = Rule {
    code: "P405",
    name: "needs-mismatch",
    severity: Severity::Error,
    page: include_str!("../../../docs/rules/P405-needs-mismatch.md"),
    check,
};

/// Nodes that all searches together may visit; mismatches behind it count as real ones.
const STEPS: usize = 50_000_000;

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    let plan = facts.plan;
    let mut states = vec![(false, false); plan.features.len()];
    for need in plan.needs() {
        let (map, spec) = &mut states[plan.subtask(need.subtask).feature.index()];
        *map |= need.origin == Origin::Map;
        *spec |= need.origin == Origin::Spec;
    }
    let silent = silent_maps(facts);
    let mut graphs: Option<(Graph, Graph)> = None;
    let mut steps = STEPS;
    for (ix, subtask) in plan.indices().zip(&plan.subtasks) {
        // A tracker that lists no needs at all does not deny those of the sections.
        let (true, true) = states[subtask.feature.index()] else { continue };
        let (Some(map_place), Some(spec_place)) = (place(facts, ix, false), place(facts, ix, true)) else {
            continue;
        };
        let map = facts.graph.direct_needs(plan, ix, |need| need.origin == Origin::Map);
        let spec = facts.graph.direct_needs(plan, ix, |need| need.origin == Origin::Spec);
        let denies = !map.is_empty()
            || !silent[subtask.feature.index()] && !is_ordered(facts, map_place.file, ix, &spec);
        if map == spec || !denies || (subtask.integration && (map.is_empty() || spec.is_empty())) {
            continue;
        }
        let (by_map, by_spec) = graphs
            .get_or_insert_with(|| (Graph::build(plan, NeedsMode::Map), Graph::build(plan, NeedsMode::Spec)));
        let cost = by_map.needs().len() + by_spec.needs().len();
        if steps > 0 && steps <= cost {
            let unchecked = "whether later lists mean the same over other needs was not looked up";
            found.push(cut(rule, map_place, STEPS as u64, unchecked));
        }
        steps = steps.saturating_sub(cost);
        let same = steps > 0 && reached(by_map, ix) == reached(by_spec, ix);
        let name = plan.name(ix);
        let words =
            |needs: &[SubtaskIx]| if needs.is_empty() { "nothing".to_owned() } else { names(plan, needs) };
        let (message, help) = if same {
            (
                format!(
                    "`{name}` needs {} by the map and {} by its section; over other needs both mean the same",
                    words(&map),
                    words(&spec)
                ),
                "write the same list in both places so that readers need not compare them".to_owned(),
            )
        } else {
            let only = |a: &[SubtaskIx], b: &[SubtaskIx]| {
                a.iter().copied().filter(|x| !b.contains(x)).collect::<Vec<_>>()
            };
            let (map_only, spec_only) = (only(&map, &spec), only(&spec, &map));
            let to_map =
                (!spec_only.is_empty()).then(|| format!("add {} to the map", names(plan, &spec_only)));
            let to_spec =
                (!map_only.is_empty()).then(|| format!("add {} to the section", names(plan, &map_only)));
            let both: Vec<String> = to_map.into_iter().chain(to_spec).collect();
            (
                format!("`{name}` needs {} by the map, but {} by its section", words(&map), words(&spec)),
                format!("{}, or remove what is not needed; until then both lists count", both.join(" and ")),
            )
        };
        let mut finding = rule.finding(message, map_place, "the map says it here", help);
        finding.related.push(label(spec_place, "the section says it here"));
        if same {
            finding.severity = Severity::Info;
        }
        finding.subject.insert("subtask", name.to_owned());
        finding.subject.insert("map", subject(plan, &map));
        finding.subject.insert("spec", subject(plan, &spec));
        found.push(finding);
    }
}

/// Whether a line of a map stands in a phase behind all that the subtask needs: then it does not deny these needs,
/// although it names none.
fn is_ordered(facts: &Facts<'_>, file: FileIx, ix: SubtaskIx, needs: &[SubtaskIx]) -> bool {
    let mut groupings = facts.maps.get(file.index()).into_iter().flat_map(DocumentMap::groupings);
    groupings.any(|map| {
        let statements = &facts.documents[file.index()].subtasks;
        let own = map.place(ix).filter(|place| !statements[place.statement].form.is_spec());
        let Some(own) = own else { return false };
        let runs_before = |needed: &SubtaskIx| {
            map.place(*needed).is_some_and(|other| map.compare(other, own) == Some(Ordering::Less))
        };
        needs.iter().all(runs_before)
    })
}

/// Per feature, whether its map leaves out the needs of most subtasks that have some by their sections: then it
/// shows order in other ways, and a line without needs does not say that there are none.
fn silent_maps(facts: &Facts<'_>) -> Vec<bool> {
    let plan = facts.plan;
    let mut counts = vec![(0_usize, 0_usize); plan.features.len()];
    for (ix, subtask) in plan.indices().zip(&plan.subtasks) {
        let by = |origin| plan.needs_of(ix).iter().any(|need| need.origin == origin);
        if !subtask.integration && by(Origin::Spec) && place(facts, ix, false).is_some() {
            let (left_out, all) = &mut counts[subtask.feature.index()];
            *left_out += usize::from(!by(Origin::Map));
            *all += 1;
        }
    }
    counts.into_iter().map(|(left_out, all)| all > 3 && left_out * 3 > all * 2).collect()
}

fn reached(graph: &Graph, ix: SubtaskIx) -> Option<Vec<SubtaskIx>> {
    Reach::new(graph, usize::MAX).all(ix)
}

/// Where a map (or the section) states what a subtask needs; without a need there, where it states the subtask.
fn place(facts: &Facts<'_>, ix: SubtaskIx, spec: bool) -> Option<Place> {
    let origin = if spec { Origin::Spec } else { Origin::Map };
    let need = facts.plan.needs_of(ix).iter().find(|need| need.origin == origin).map(|need| need.place);
    let mut statements = facts.plan.subtask(ix).statements.iter().filter_map(|at| {
        let statement = &facts.documents[at.file.index()].subtasks[at.index as usize];
        (statement.form.is_spec() == spec).then_some(Place { file: at.file, span: statement.span })
    });
    let first = statements.next()?;
    Some(need.unwrap_or(first))
}
