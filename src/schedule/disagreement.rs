use super::assemble::Shared;
use super::engine::Problem;
use super::lock_price::rank;
use super::pricer::{Pricer, makespan};
use super::schedules::point_effort;
use super::{Makespan, Mode, Price, Schedules};
use crate::graph::{Csr, Graph, NeedsMode};
use crate::plan::{Origin, Plan, SubtaskIx};
use crate::syntax::{Document, Minutes};

/// A need that only the map or only the subtask's own section states, although both speak of the subtask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// Who needs.
    pub subtask: SubtaskIx,
    /// What is needed.
    pub needed: SubtaskIx,
    /// Who states it: map or spec.
    pub stated_by: Origin,
    /// Dataflow with all needs against dataflow without this one; `None` where it was left out.
    pub price: Option<Price>,
}

/// What the disagreements of maps and specs cost.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Disagreements {
    /// Dearest first.
    pub needs: Vec<Disagreement>,
    /// Dataflow with the needs of both, of maps alone and of specs alone; empty where there is no disagreement
    /// or the plan is too large.
    pub makespans: Vec<(NeedsMode, Makespan)>,
    /// Whether the search for them stopped at a limit.
    pub cut: bool,
}

/// Needs that are compared.
const COMPARED: usize = 2_000_000;
/// Graphs of maps and specs alone are made for plans of up to this many subtasks.
const LARGE: usize = 20_000;

/// Prices every disagreement of maps and specs over the needs of both, whatever needs `shared` was made of. Where not
/// all are priced, needs that a subtask of `schedules` waits for to the last moment come before the others.
/// Nothing where the needs of both go in a circle.
pub(super) fn disagreements(
    shared: &Shared<'_>,
    documents: &[Document],
    union: &Graph,
    needs: NeedsMode,
    schedules: &Schedules,
    base: Makespan,
) -> Disagreements {
    let (mut found, cut) = find(shared, documents, union);
    if found.is_empty() || !union.cycles().is_empty() {
        return Disagreements { cut, ..Disagreements::default() };
    }
    let both = over(shared, union);
    let problem = both.problem();
    let base = match needs {
        NeedsMode::Union => Some(base),
        _ => makespan(&problem, &point_effort(both.effort)),
    };
    let Some(base) = base else { return Disagreements::default() };
    let mut times = vec![(Minutes::ZERO, Minutes::ZERO); union.subtasks()];
    for slot in schedules.execution(Mode::Dataflow).iter().flat_map(|flow| &flow.slots) {
        times[slot.subtask.index()] = (slot.start, slot.end);
    }
    found.sort_by_key(|need| times[need.needed.index()].1 != times[need.subtask.index()].0);
    let mut pricer = Pricer::new(&both, &problem, base, found.len());
    let mut needs: Vec<Disagreement> = found
        .into_iter()
        .map(|found| {
            let (node, needed) = (found.subtask.index(), found.needed.index());
            let loose = pricer.chain_proves() && !pricer.is_tight(node, needed, &problem.durations);
            let price = if loose || pricer.work_proves() {
                Some(Price::nothing(base))
            } else {
                pricer.price(|| without(&both, &problem, found.subtask, found.needed))
            };
            Disagreement { price, ..found }
        })
        .collect();
    needs.sort_by(|a, b| {
        rank(a.price).cmp(&rank(b.price)).then_with(|| (a.subtask, a.needed).cmp(&(b.subtask, b.needed)))
    });
    let mut makespans = vec![(NeedsMode::Union, base)];
    if shared.plan.subtasks.len() <= LARGE {
        for mode in [NeedsMode::Map, NeedsMode::Spec] {
            let graph = Graph::build(shared.plan, mode);
            let graph = if shared.left_out.is_empty() { graph } else { graph.without(shared.left_out) };
            let alone = over(shared, &graph);
            let effort = point_effort(alone.effort);
            makespans.extend(makespan(&alone.problem(), &effort).map(|makespan| (mode, makespan)));
        }
    }
    Disagreements { needs, makespans, cut }
}

/// The same limits over other needs.
fn over<'a>(shared: &Shared<'a>, graph: &'a Graph) -> Shared<'a> {
    let mut durations = shared.durations[..graph.subtasks()].to_vec();
    durations.resize(graph.needs().len(), 0);
    Shared { graph, durations, ..shared.clone() }
}

/// The problem without one need of one subtask; other needs that imply it stay.
fn without(shared: &Shared<'_>, problem: &Problem, subtask: SubtaskIx, needed: SubtaskIx) -> Problem {
    let direct = shared.graph.direct_needs(shared.plan, subtask, |_| true);
    let kept = direct.into_iter().filter(|&ix| ix != needed && !shared.is_left_out(ix.index()));
    let others = problem.needs.pairs().filter(|&(node, _)| node != subtask.0);
    let mut pairs: Vec<(u32, u32)> = others.chain(kept.map(|ix| (subtask.0, ix.0))).collect();
    pairs.sort_unstable();
    Problem { needs: Csr::from_pairs(problem.len(), &pairs), ..problem.clone() }
}

/// Needs that one side states alone, in plan order, and whether a limit stopped the search.
fn find(shared: &Shared<'_>, documents: &[Document], graph: &Graph) -> (Vec<Disagreement>, bool) {
    let plan = shared.plan;
    let mut states = vec![(false, false); plan.features.len()];
    for need in plan.needs() {
        let (map, spec) = &mut states[plan.subtask(need.subtask).feature.index()];
        *map |= need.origin == Origin::Map;
        *spec |= need.origin == Origin::Spec;
    }
    let mut found = Vec::new();
    let mut left = COMPARED;
    for ix in plan.indices().filter(|ix| !shared.is_left_out(ix.index())) {
        let subtask = plan.subtask(ix);
        // A tracker that lists no needs at all does not deny those of the sections.
        let compares =
            states[subtask.feature.index()] == (true, true) && is_stated_twice(plan, documents, ix);
        if !compares {
            continue;
        }
        let by = |origin| graph.direct_needs(plan, ix, |need| need.origin == origin);
        let (map, spec) = (by(Origin::Map), by(Origin::Spec));
        let Some(rest) = left.checked_sub(map.len() + spec.len()) else { return (found, true) };
        left = rest;
        if subtask.integration && (map.is_empty() || spec.is_empty()) {
            continue;
        }
        for (stated_by, own, other) in [(Origin::Map, &map, &spec), (Origin::Spec, &spec, &map)] {
            let alone = own
                .iter()
                .filter(|needed| other.binary_search(needed).is_err() && !shared.is_left_out(needed.index()));
            found.extend(alone.map(|&needed| Disagreement { subtask: ix, needed, stated_by, price: None }));
        }
    }
    (found, false)
}

/// Whether a map and a section state the subtask.
fn is_stated_twice(plan: &Plan, documents: &[Document], ix: SubtaskIx) -> bool {
    let is_spec = |at: &crate::plan::StatementRef| {
        documents[at.file.index()].subtasks[at.index as usize].form.is_spec()
    };
    let statements = &plan.subtask(ix).statements;
    statements.iter().any(is_spec) && !statements.iter().all(is_spec)
}
