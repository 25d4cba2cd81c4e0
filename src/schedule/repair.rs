//! Phases that hold: the author's phases split and moved where needs demand.

use rustc_hash::FxHashMap;

use super::execution::{Blocked, Step};
use crate::graph::Graph;
use crate::plan::{FeatureIx, Plan, SubtaskIx};
use crate::syntax::Minutes;

/// A sequence of steps per feature with barriers between them.
#[derive(Clone, Debug)]
pub(super) struct Stepping {
    /// Step of each subtask, an index into `steps`; `None` for a subtask outside of all phases.
    pub(super) of: Vec<Option<u32>>,
    /// Steps by feature and order; times are filled in later.
    pub(super) steps: Vec<Step>,
}

/// The phases as the author wrote them, and the needs that point to a later phase.
pub(super) fn as_written(plan: &Plan, graph: &Graph) -> (Stepping, Vec<Blocked>) {
    let mut keys: Vec<(FeatureIx, u32)> = Vec::new();
    let mut names: FxHashMap<(FeatureIx, u32), (String, String)> = FxHashMap::default();
    for phase in plan.phases.iter().filter(|phase| phase.parent.is_none()) {
        keys.push((phase.feature, phase.order));
        names.insert((phase.feature, phase.order), (phase.name.clone(), phase.title.clone()));
    }
    keys.sort_unstable();
    let of: Vec<Option<u32>> = plan
        .subtasks
        .iter()
        .map(|s| {
            let key = (s.feature, plan.phase(s.phase?).order);
            keys.binary_search(&key).ok().map(|at| at as u32)
        })
        .collect();
    let steps = keys
        .iter()
        .map(|key| {
            let (name, title) = names.get(key).cloned().unwrap_or_default();
            step(Some(key.0), name, title)
        })
        .collect();
    let blocked = blocked(plan, graph);
    (Stepping { of, steps }, blocked)
}

/// Needs that point to a later phase of the same feature, in plan order.
fn blocked(plan: &Plan, graph: &Graph) -> Vec<Blocked> {
    let order = |ix: SubtaskIx| {
        let subtask = plan.subtask(ix);
        subtask.phase.map(|phase| (subtask.feature, plan.phase(phase).order))
    };
    let mut found = Vec::new();
    let mut reach = Direct::new(graph);
    for ix in plan.indices() {
        let Some((feature, own)) = order(ix) else { continue };
        reach.each(ix, |needed| {
            if let Some((other, later)) = order(needed)
                && other == feature
                && later > own
            {
                found.push(Blocked { subtask: ix, needed });
            }
        });
    }
    found.sort_unstable();
    found
}

/// Walks the direct needs of subtasks through joints, within a budget.
struct Direct<'a> {
    graph: &'a Graph,
    budget: usize,
}

impl<'a> Direct<'a> {
    fn new(graph: &'a Graph) -> Direct<'a> {
        Direct { graph, budget: 4_000_000 }
    }

    fn each(&mut self, ix: SubtaskIx, mut found: impl FnMut(SubtaskIx)) {
        let mut stack = vec![ix.0];
        while let Some(node) = stack.pop() {
            for &needed in self.graph.needs().row(node as usize) {
                if self.budget == 0 {
                    return;
                }
                self.budget -= 1;
                if (needed as usize) < self.graph.subtasks() {
                    found(SubtaskIx(needed));
                } else {
                    stack.push(needed);
                }
            }
        }
    }
}

/// Position of a subtask: its phase's order, and its place among the parts that the phase falls into.
type Position = (u32, u32);

/// The author's phases with every need in an earlier step; levels for features without phases.
pub(super) fn repaired(plan: &Plan, graph: &Graph) -> Stepping {
    let last = last_phases(plan);
    let base: Vec<Position> = plan.indices().map(|ix| base(plan, ix, &last)).collect();
    let mut positions = base;
    // Joints carry the latest position per feature of what they stand for.
    let mut carried: Vec<Vec<(FeatureIx, Position)>> =
        vec![Vec::new(); graph.needs().len() - graph.subtasks()];
    for &node in graph.order() {
        let v = node as usize;
        if v < graph.subtasks() {
            let feature = plan.subtasks[v].feature;
            let mut own = positions[v];
            for &needed in graph.needs().row(v) {
                let n = needed as usize;
                let before = if n < graph.subtasks() {
                    (plan.subtasks[n].feature == feature).then(|| positions[n])
                } else {
                    carried[n - graph.subtasks()].iter().find(|(f, _)| *f == feature).map(|(_, p)| *p)
                };
                if let Some((phase, part)) = before
                    && (phase, part) >= own
                {
                    own = (phase, part + 1);
                }
            }
            positions[v] = own;
        } else {
            let mut here: Vec<(FeatureIx, Position)> = Vec::new();
            for &needed in graph.needs().row(v) {
                let n = needed as usize;
                if n < graph.subtasks() {
                    raise(&mut here, plan.subtasks[n].feature, positions[n]);
                } else {
                    for &(feature, position) in &carried[n - graph.subtasks()] {
                        raise(&mut here, feature, position);
                    }
                }
            }
            carried[v - graph.subtasks()] = here;
        }
    }
    name_steps(plan, &positions)
}

fn raise(here: &mut Vec<(FeatureIx, Position)>, feature: FeatureIx, position: Position) {
    match here.iter_mut().find(|(f, _)| *f == feature) {
        Some((_, best)) => *best = position.max(*best),
        None => here.push((feature, position)),
    }
}

/// One past the last phase's order, per feature.
fn last_phases(plan: &Plan) -> Vec<u32> {
    let mut last = vec![0; plan.features.len()];
    for phase in &plan.phases {
        let slot: &mut u32 = &mut last[phase.feature.index()];
        *slot = (phase.order + 1).max(*slot);
    }
    last
}

/// Where the author puts a subtask: its phase and its sub-phase's place; a test without a phase comes last.
fn base(plan: &Plan, ix: SubtaskIx, last: &[u32]) -> Position {
    let subtask = plan.subtask(ix);
    let Some(phase) = subtask.phase else {
        let behind = subtask.integration && last[subtask.feature.index()] > 0;
        return (if behind { last[subtask.feature.index()] } else { 0 }, 0);
    };
    let siblings = plan.phases.iter().enumerate().filter(|(_, p)| p.parent == Some(phase));
    let part = subtask.sub_phase.and_then(|sub| siblings.map(|(at, _)| at).position(|at| at == sub.index()));
    (plan.phase(phase).order, part.unwrap_or(0) as u32)
}

fn name_steps(plan: &Plan, positions: &[Position]) -> Stepping {
    let mut keys: Vec<(FeatureIx, Position)> =
        plan.subtasks.iter().zip(positions).map(|(s, p)| (s.feature, *p)).collect();
    keys.sort_unstable();
    keys.dedup();
    let of = plan
        .subtasks
        .iter()
        .zip(positions)
        .map(|(s, p)| keys.binary_search(&(s.feature, *p)).ok().map(|at| at as u32))
        .collect();
    let names: FxHashMap<(FeatureIx, u32), (&str, &str)> = plan
        .phases
        .iter()
        .filter(|p| p.parent.is_none())
        .map(|p| ((p.feature, p.order), (p.name.as_str(), p.title.as_str())))
        .collect();
    let mut steps = Vec::with_capacity(keys.len());
    for phase in keys.chunk_by(|a, b| (a.0, a.1.0) == (b.0, b.1.0)) {
        let (feature, (order, _)) = phase[0];
        let stated = names.get(&(feature, order)).copied();
        let phased = names.keys().any(|(f, _)| *f == feature);
        for (part, _) in phase.iter().enumerate() {
            let (name, title) = match stated {
                Some((name, title)) if phase.len() == 1 => (name.to_owned(), title),
                Some((name, title)) => (format!("{name}{}", letters(part)), title),
                None if phased => (
                    format!("{}{}", order + 1, if phase.len() == 1 { String::new() } else { letters(part) }),
                    "",
                ),
                None => ((part + 1).to_string(), ""),
            };
            steps.push(step(Some(feature), name, title.to_owned()));
        }
    }
    Stepping { of, steps }
}

/// `a`, `b`, … `z`, `aa`, `ab`, ….
fn letters(mut at: usize) -> String {
    let mut name = Vec::new();
    loop {
        name.push(b'a' + (at % 26) as u8);
        if at < 26 {
            break;
        }
        at = at / 26 - 1;
    }
    name.iter().rev().map(|&b| b as char).collect()
}

/// Levels of the whole graph as steps of everything: always possible, also with needs across features.
pub(super) fn levels(plan: &Plan, graph: &Graph) -> Stepping {
    let steps = (1..=graph.height()).map(|level| step(None, level.to_string(), String::new())).collect();
    let of = plan.indices().map(|ix| graph.level(ix).checked_sub(1)).collect();
    Stepping { of, steps }
}

/// Everything in one step.
pub(super) fn single(plan: &Plan) -> Stepping {
    Stepping { of: vec![Some(0); plan.subtasks.len()], steps: vec![step(None, String::new(), String::new())] }
}

fn step(feature: Option<FeatureIx>, name: String, title: String) -> Step {
    Step { feature, name, title, start: Minutes::ZERO, end: Minutes::ZERO }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_lettered_like_columns() {
        assert_eq!([0, 1, 25, 26, 27, 701, 702].map(letters), ["a", "b", "z", "aa", "ab", "zz", "aaa"]);
    }
}
