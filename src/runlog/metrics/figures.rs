use super::accuracy::accuracy;
use super::chain::{self, Link};
use super::doubts::{self, Doubt};
use super::opening::Opening;
use super::{
    Accuracy, Load, StepFigures, SubtaskFigures, Timeline, Totals, WindowFigures, load, step, subtask,
    totals, window,
};
use crate::graph::{Estimate, Graph};
use crate::plan::Plan;
use crate::runlog::{Moment, Progress, Run};
use crate::schedule::{Execution, Lock};
use crate::syntax::Minutes;

/// What figures of a run are made of.
#[derive(Clone, Copy)]
pub struct Observed<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Its graph.
    pub graph: &'a Graph,
    /// Minutes per subtask, in plan order.
    pub estimates: &'a [Estimate],
    /// Files with several writers.
    pub locks: &'a [Lock],
    /// The schedule that the run is compared with.
    pub execution: Option<&'a Execution>,
    /// What happened.
    pub run: &'a Run,
    /// Where every subtask stands.
    pub progress: &'a Progress,
    /// The time up to which the log was read.
    pub as_of: Moment,
}

/// Everything that can be said about a run afterwards, or so far.
#[derive(Clone, Debug)]
pub struct Metrics {
    /// Every try.
    pub timeline: Timeline,
    /// The run as a whole.
    pub totals: Totals,
    /// Per subtask, in plan order.
    pub subtasks: Vec<SubtaskFigures>,
    /// Windows by number; tries without one last.
    pub windows: Vec<WindowFigures>,
    /// How many windows worked and waited over time.
    pub load: Vec<Load>,
    /// What runs between barriers; empty without any.
    pub steps: Vec<StepFigures>,
    /// The chain that explains the last end, first to last.
    pub chain: Vec<Link>,
    /// Minutes of the chain that were lost in tries that failed or were given up.
    pub chain_lost: Minutes,
    /// How well all estimates held.
    pub accuracy: Accuracy,
    /// The same by track.
    pub tracks: Vec<Accuracy>,
    /// The same by kind of work.
    pub kinds: Vec<Accuracy>,
    /// What to read with care.
    pub doubts: Vec<Doubt>,
}

/// Works out the figures of a run.
pub fn metrics(observed: &Observed<'_>) -> Metrics {
    let plan = observed.plan;
    let finished = observed.progress.states.iter().all(|state| state.is_over());
    let timeline = Timeline::new(observed.run, observed.as_of, finished);
    let opening = Opening::new(observed, &timeline);
    let mut slots = vec![None; plan.subtasks.len()];
    for slot in observed.execution.iter().flat_map(|execution| &execution.slots) {
        slots[slot.subtask.index()] = Some(*slot);
    }
    let subtasks: Vec<SubtaskFigures> = plan
        .indices()
        .map(|ix| subtask::subtask(observed, &timeline, &opening, ix, slots[ix.index()]))
        .collect();
    let windows = window::windows(observed, &timeline, &opening);
    let chain = chain::chain(observed, &timeline, &opening);
    let (accuracy, tracks, kinds) = accuracy(observed, &subtasks);
    Metrics {
        totals: totals::totals(observed, &timeline, &subtasks, &windows),
        load: load::load(&timeline, &windows),
        steps: step::steps(observed, &timeline, &subtasks),
        chain_lost: chain::lost(&timeline, &chain),
        doubts: doubts::doubts(observed, &timeline, &opening),
        accuracy,
        tracks,
        kinds,
        subtasks,
        windows,
        chain,
        timeline,
    }
}
