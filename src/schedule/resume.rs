use std::cmp::Reverse;

use super::going::{Course, Going};
use super::{Argument, Execution, Proof, Schedules, Slot};
use crate::graph::{Estimate, Graph};
use crate::plan::{Plan, SubtaskIx};
use crate::syntax::Minutes;

/// What a run has done so far, in minutes from its start.
#[derive(Clone, Debug, Default)]
pub struct Past {
    /// Per subtask what is known of it; `None` for what is still to be done.
    pub fixed: Vec<Option<Fixed>>,
    /// Until when the run is known: nothing new starts before.
    pub now: Minutes,
    /// Subtasks that go first, in plan order.
    pub urgent: Vec<SubtaskIx>,
}

/// A subtask that is done or running.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// Its window; `None` where nobody said.
    pub window: Option<u32>,
    /// When it started.
    pub start: Minutes,
    /// When it ended, or is expected to.
    pub end: Minutes,
    /// Whether it is done.
    pub over: bool,
}

/// An execution that goes on: what is done or running keeps its window and time, and the rest starts as soon as
/// needs, phases, files and windows allow, the longest chain first (R. L. Graham, "Bounds on multiprocessing timing
/// anomalies", 1969). A subtask keeps the window of `before` where that is free.
///
/// The lower bound is the longest chain from now on; it is proven only where it is reached.
pub fn resumed(
    plan: &Plan,
    graph: &Graph,
    estimates: &[Estimate],
    schedules: &Schedules,
    before: &Execution,
    past: &Past,
) -> Execution {
    let mut going = Going::new(plan, graph, estimates, schedules, before, past);
    going.go();
    let course = going.course();
    let mut slots = slots(before, &course);
    slots.sort_by_key(|slot| (slot.start, slot.window, slot.subtask));
    let mut steps = before.steps.clone();
    for (at, step) in (0_u32..).zip(&mut steps) {
        let own = || slots.iter().filter(|slot| slot.step == at);
        step.start = own().map(|slot| slot.start).min().unwrap_or_default();
        step.end = own().map(|slot| slot.end).max().unwrap_or_default();
    }
    let makespan = slots.iter().map(|slot| slot.end).max().unwrap_or_default();
    let lower_bound = lower_bound(graph, past, &course).min(makespan);
    Execution {
        mode: before.mode,
        blocked: Vec::new(),
        makespan: Some(makespan),
        lower_bound,
        proof: if lower_bound == makespan { Proof::CriticalPath } else { Proof::None },
        argument: Argument::Other,
        complete: false,
        critical_path: critical(&course, &slots),
        steps,
        slots,
    }
}

fn slots(before: &Execution, course: &Course) -> Vec<Slot> {
    let slot = |slot: &Slot| {
        let (window, start, end) = course.found[slot.subtask.index()]?;
        Some(Slot { window, start: Minutes::from_parts(start), end: Minutes::from_parts(end), ..*slot })
    };
    before.slots.iter().filter_map(slot).collect()
}

/// The longest chain of needs from now on, behind what is done or running.
fn lower_bound(graph: &Graph, past: &Past, course: &Course) -> Minutes {
    let mut ends = vec![0_u64; graph.needs().len()];
    for &node in graph.order() {
        let at = node as usize;
        let needed = graph.needs().row(at).iter().map(|&need| ends[need as usize]).max().unwrap_or(0);
        let found = course.found.get(at).copied().flatten();
        ends[at] = match (found, past.fixed.get(at).copied().flatten()) {
            (Some((.., end)), Some(_)) => end,
            (Some(_), None) => needed.max(past.now.parts()) + course.lengths[at],
            (None, _) => needed,
        };
    }
    Minutes::from_parts(ends.into_iter().max().unwrap_or(0))
}

/// The chain that decides the end: each starts when the one before ends.
fn critical(course: &Course, slots: &[Slot]) -> Vec<SubtaskIx> {
    let last = slots.iter().max_by_key(|slot| (slot.end, Reverse(slot.subtask)));
    let mut path = Vec::new();
    let mut next = last.map(|slot| slot.subtask);
    while let Some(ix) = next.filter(|_| path.len() < slots.len()) {
        path.push(ix);
        next = course.cause[ix.index()];
    }
    path.reverse();
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{NeedsMode, estimates};
    use crate::schedule::{Limits, Mode, schedules};
    use crate::source::{FileIx, SourceFile};

    const PLAN: &str = "# Feature 1: Ferry\n\n## PHASE 1\nWindow 1: SUBTASK 1.1.1 - A (10 min)\n\
        Window 2: SUBTASK 1.1.2 - B (20 min)\n\n## PHASE 2\nWindow 1: SUBTASK 1.1.3 - C (needs 1.1.1) (30 min)\n\
        Window 2: SUBTASK 1.1.4 - D (5 min)\n";

    fn fixed(window: u32, start: u64, end: u64, over: bool) -> Fixed {
        Fixed { window: Some(window), start: Minutes::new(start), end: Minutes::new(end), over }
    }

    /// Window, start and end of each subtask in plan order, the makespan and the lower bound.
    fn go_on(mode: Mode, past: &Past) -> (Vec<(u32, String, String)>, String, String) {
        let source = SourceFile::new("map.md", PLAN.as_bytes().to_vec()).expect("text");
        let documents = [crate::syntax::parse(FileIx(0), &source)];
        let plan = crate::plan::lower(&[source], &documents, &[0]);
        let graph = Graph::build(&plan, NeedsMode::Union);
        let estimates = estimates(&plan, &graph, Minutes::new(15));
        let limits = Limits { file_locks: true, ..Limits::default() };
        let schedules = schedules(&plan, &graph, &estimates, &limits).expect("schedules");
        let before = schedules.execution(mode).expect("an execution");
        let found = resumed(&plan, &graph, &estimates, &schedules, before, past);
        let mut slots = found.slots.clone();
        slots.sort_by_key(|slot| slot.subtask);
        let times = slots.iter().map(|slot| (slot.window, slot.start.to_string(), slot.end.to_string()));
        (times.collect(), found.makespan.expect("an end").to_string(), found.lower_bound.to_string())
    }

    fn times(times: &[(u32, &str, &str)]) -> Vec<(u32, String, String)> {
        times.iter().map(|&(window, start, end)| (window, start.to_owned(), end.to_owned())).collect()
    }

    #[test]
    fn what_is_done_or_running_stays_where_it_is() {
        let past = Past {
            fixed: vec![Some(fixed(9, 1, 4, true)), Some(fixed(7, 0, 20, false)), None, None],
            now: Minutes::new(6),
            urgent: Vec::new(),
        };
        let (found, end, bound) = go_on(Mode::Dataflow, &past);
        // Two windows are open, 7 and 9; the longer one goes first, the other waits for a window.
        assert_eq!(found, times(&[(9, "1", "4"), (7, "0", "20"), (9, "6", "36"), (7, "20", "25")]));
        assert_eq!((end.as_str(), bound.as_str()), ("36", "36"));
        let (found, ..) = go_on(Mode::Phases, &past);
        assert_eq!(found[2..], times(&[(9, "20", "50"), (7, "20", "25")]));
    }

    #[test]
    fn what_is_urgent_goes_first_and_nothing_starts_in_the_past() {
        let past =
            Past { fixed: vec![None; 4], now: Minutes::new(100), urgent: vec![SubtaskIx(1), SubtaskIx(3)] };
        let (found, end, bound) = go_on(Mode::Dataflow, &past);
        assert_eq!(
            found,
            times(&[(1, "105", "115"), (2, "100", "120"), (1, "115", "145"), (1, "100", "105")])
        );
        assert_eq!((end.as_str(), bound.as_str()), ("145", "140"));
    }
}
