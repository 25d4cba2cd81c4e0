use std::collections::BTreeMap;

use serde::Serialize;

use super::number::Number;
use crate::schedule::Execution;
use crate::syntax::Minutes;

/// What a window does.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct LaneView {
    window: u32,
    subtasks: usize,
    busy_minutes: Number,
    idle_minutes: Number,
}

/// The windows of an execution by number.
pub(super) fn lanes(execution: &Execution) -> Vec<LaneView> {
    let Some(makespan) = execution.makespan else { return Vec::new() };
    let mut found: BTreeMap<u32, (usize, Minutes)> = BTreeMap::new();
    for slot in &execution.slots {
        let (subtasks, busy) = found.entry(slot.window).or_default();
        *subtasks += 1;
        *busy = *busy + (slot.end - slot.start);
    }
    let view = |(window, (subtasks, busy))| LaneView {
        window,
        subtasks,
        busy_minutes: Number(busy),
        idle_minutes: Number(makespan - busy),
    };
    found.into_iter().map(view).collect()
}
