use std::collections::BTreeSet;

use super::Run;
use crate::graph::Graph;
use crate::plan::{Plan, SubtaskIx};

/// A window for each of the subtasks that may start, in their order: the plan's own if nothing runs there, else one
/// that ran something that it needs (whoever works there knows the matter), else the lowest free one. No window is
/// given twice; nothing where all that the plan names, and all that ran something, are taken.
pub fn free_windows(plan: &Plan, graph: &Graph, run: &Run, ready: &[SubtaskIx]) -> Vec<Option<u32>> {
    let planned = plan.subtasks.iter().filter_map(|subtask| subtask.window);
    let last = |own: &super::SubtaskRun| own.last().and_then(|attempt| attempt.window);
    let mut free: BTreeSet<u32> = planned.chain(run.subtasks.iter().filter_map(last)).collect();
    // A plan without windows opens as many as it can use.
    if plan.subtasks.iter().all(|subtask| subtask.window.is_none()) {
        let running = run.subtasks.iter().filter(|own| own.is_running()).count();
        free.extend(1..=(ready.len() + running) as u32);
    }
    for busy in run.subtasks.iter().filter(|own| own.is_running()).filter_map(last) {
        free.remove(&busy);
    }
    let mut windows = vec![None; ready.len()];
    for (window, &ix) in windows.iter_mut().zip(ready) {
        *window = plan.subtask(ix).window.filter(|own| free.remove(own));
    }
    for (window, &ix) in windows.iter_mut().zip(ready).filter(|(window, _)| window.is_none()) {
        let needs = graph.needs().row(ix.index()).iter();
        let mut warm = needs.filter_map(|&need| last(run.subtasks.get(need as usize)?));
        let found = warm.find(|ran| free.contains(ran)).or_else(|| free.first().copied());
        *window = found.filter(|found| free.remove(found));
    }
    windows
}
