use super::disagreement::{Disagreements, disagreements};
use super::engine::Effort;
use super::features::{FeatureTimes, features};
use super::lock_price::{LockPrice, lock_prices};
use super::risk::{Risk, risk};
use super::schedules::{SEARCHED, ScheduleError, done, point_effort, shared};
use super::shortening::{Shortening, shortenings};
use super::{Limits, Makespan, Mode, Price, Schedules};
use crate::graph::{Estimate, Graph};
use crate::plan::Plan;
use crate::syntax::Document;

/// What a lead asks after the schedules: what holds the plan back, and what each restriction costs.
///
/// Everything is about dataflow with the windows of the schedules, where nothing else is said.
#[derive(Clone, Debug)]
pub struct Answers {
    /// The price of each file lock, dearest first.
    pub locks: Vec<LockPrice>,
    /// The price of all locks together; `None` where there are none.
    pub all_locks: Option<Price>,
    /// The price of each phase execution's barriers.
    pub barriers: Vec<(Mode, Price)>,
    /// Needs that map and spec disagree about.
    pub disagreements: Disagreements,
    /// What it brings to halve a subtask, most first.
    pub shortenings: Vec<Shortening>,
    /// Percentiles of the makespan; `None` where no estimate is a range, or the plan is too large.
    pub risk: Option<Risk>,
    /// Each feature on its own.
    pub features: Vec<FeatureTimes>,
}

/// Works out the answers for `schedules`, which were made of the same plan, graph, estimates and limits. `graphs` are the
/// one over the needs that count and the one over all needs. `seed` is what random numbers begin with.
///
/// # Errors
/// Needs that go in a circle.
pub fn answers(
    plan: &Plan,
    documents: &[Document],
    graphs: [&Graph; 2],
    estimates: &[Estimate],
    limits: &Limits,
    schedules: &Schedules,
    seed: u64,
) -> Result<Answers, ScheduleError> {
    let done = done(plan, limits);
    let [graph, union] = graphs;
    let open = |graph: &Graph| (!done.is_empty()).then(|| graph.without(&done));
    let (open_graph, open_union) = (open(graph), open(union));
    let (graph, union) = (open_graph.as_ref().unwrap_or(graph), open_union.as_ref().unwrap_or(union));
    let mut shared = shared(plan, graph, estimates, limits, &done);
    shared.windows = schedules.windows;
    let base =
        schedules.execution(Mode::Dataflow).and_then(super::Execution::best).ok_or(ScheduleError::Cycle)?;
    let (locks, all_locks) = lock_prices(&shared, base);
    Ok(Answers {
        locks,
        all_locks,
        barriers: barriers(schedules, base),
        disagreements: disagreements(&shared, documents, union, limits.needs, schedules, base),
        shortenings: shortenings(&shared, base, &schedules.slack),
        risk: risk(&shared, estimates, &schedules.executions, seed),
        features: features(&shared, schedules, &feature_effort(plan, shared.effort)),
    })
}

/// The effort per feature and execution: as much as for a point of the curve, and in large plans little more than the
/// list rules, since features may be many.
fn feature_effort(plan: &Plan, effort: Effort) -> Effort {
    let point = point_effort(effort);
    if plan.subtasks.len() > SEARCHED {
        Effort { tolerance: point.tolerance, bound_tasks: point.bound_tasks, ..Effort::cheap() }
    } else {
        point
    }
}

/// A schedule that keeps barriers holds without them, too.
fn barriers(schedules: &Schedules, base: Makespan) -> Vec<(Mode, Price)> {
    let phased = schedules.executions.iter().filter(|execution| execution.mode != Mode::Dataflow);
    phased.filter_map(|execution| Some((execution.mode, Price::new(execution.best()?, base)))).collect()
}

impl Answers {
    /// Locks, needs and subtasks that were not priced, because the plan is large.
    pub fn unpriced(&self) -> [usize; 3] {
        [
            self.locks.iter().filter(|lock| lock.price.is_none()).count(),
            self.disagreements.needs.iter().filter(|need| need.price.is_none()).count(),
            self.shortenings.iter().filter(|shortening| shortening.price.is_none()).count(),
        ]
    }
}
