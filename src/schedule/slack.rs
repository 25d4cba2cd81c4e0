use super::assemble::Shared;
use super::engine;
use super::execution::Slot;
use crate::graph::Csr;
use crate::plan::SubtaskIx;
use crate::syntax::Minutes;

/// How long a subtask can wait without moving the end of dataflow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slack {
    /// The subtask.
    pub subtask: SubtaskIx,
    /// With windows enough, writers of one file in the order of the schedule.
    pub free: Minutes,
    /// In its window: what waits there for its turn waits, too.
    pub scheduled: Minutes,
}

/// Slack of every subtask in `slots`, in plan order: J. E. Kelley, M. R. Walker 1959, over the needs and the turns
/// that the schedule gives to writers of one file and, for `scheduled`, to the subtasks of a window.
pub(super) fn slack(shared: &Shared<'_>, slots: &[Slot], makespan: Minutes) -> Vec<Slack> {
    let written = turns(shared, slots, false);
    let queued = turns(shared, slots, true);
    let (head, tail) =
        (engine::heads(&shared.durations, &written), engine::tails(&shared.durations, &written));
    let through = |v: usize| head[v] + shared.durations[v] + tail[v];
    let length = (0..written.len()).map(through).max().unwrap_or(0);
    let after = engine::tails(&shared.durations, &queued);
    let mut found: Vec<Slack> = slots
        .iter()
        .map(|slot| {
            let v = slot.subtask.index();
            let latest = makespan - Minutes::from_parts(after[v] + shared.durations[v]);
            Slack {
                subtask: slot.subtask,
                free: Minutes::from_parts(length - through(v)),
                scheduled: latest - slot.start,
            }
        })
        .collect();
    found.sort_unstable_by_key(|slack| slack.subtask);
    found
}

/// The needs, and which subtask has its turn after which other by the schedule: at each file, and with `queues` at
/// each window.
pub(super) fn turns(shared: &Shared<'_>, slots: &[Slot], queues: bool) -> Csr {
    let mut pairs: Vec<(u32, u32)> = shared.graph.needs().pairs().collect();
    let mut start = vec![None; shared.graph.subtasks()];
    for slot in slots.iter().filter(|slot| slot.start < slot.end) {
        start[slot.subtask.index()] = Some(slot.start);
    }
    for lock in &shared.locks {
        let mut writers: Vec<(Minutes, u32)> =
            lock.writers.iter().filter_map(|ix| Some((start[ix.index()]?, ix.0))).collect();
        writers.sort_unstable();
        pairs.extend(writers.windows(2).map(|pair| (pair[1].1, pair[0].1)));
    }
    if queues {
        let real = slots.iter().filter(|slot| slot.start < slot.end);
        let mut queue: Vec<(u32, Minutes, u32)> =
            real.map(|slot| (slot.window, slot.start, slot.subtask.0)).collect();
        queue.sort_unstable();
        let same = queue.windows(2).filter(|pair| pair[0].0 == pair[1].0);
        pairs.extend(same.map(|pair| (pair[1].2, pair[0].2)));
    }
    pairs.sort_unstable();
    pairs.dedup();
    Csr::from_pairs(shared.graph.needs().len(), &pairs)
}
