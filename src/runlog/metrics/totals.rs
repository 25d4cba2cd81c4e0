use super::cause::Split;
use super::{Observed, SubtaskFigures, Timeline, Try, WindowFigures};
use crate::graph::times;
use crate::runlog::{Outcome, State};
use crate::syntax::Minutes;

/// Figures of a whole run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Totals {
    /// From the first event to the end of the run, without pauses.
    pub elapsed: Minutes,
    /// All pauses.
    pub paused: Minutes,
    /// How many windows worked on something.
    pub windows: u32,
    /// The minutes of all windows in which they worked.
    pub busy: Minutes,
    /// The minutes of tries that ended done or still run.
    pub useful: Minutes,
    /// The minutes of tries that failed or were given up.
    pub lost: Minutes,
    /// How many tries there were.
    pub tries: u32,
    /// How many of them failed or were given up.
    pub failed: u32,
    /// How many tries were not the first of their subtask.
    pub retries: u32,
    /// The minutes in which windows did nothing, by cause.
    pub idle: Split,
    /// The minutes in which subtasks waited for their first start, by cause, over all subtasks.
    pub waited: Split,
    /// How many subtasks stand where: by [`State`], in its order.
    pub states: Vec<(State, u32)>,
    /// What validations said.
    pub validation: Validation,
    /// When the schedule that the run is compared with ends, and what no schedule of its kind beats.
    pub planned: Option<(Minutes, Minutes)>,
    /// The longest chain of needs with the minutes that subtasks really took (their estimates where they are not
    /// done): with any number of windows this run could not have been shorter.
    pub chain: Minutes,
}

/// What the validations of subtasks said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Validation {
    /// Points that held, over the last results of all subtasks.
    pub passed: u32,
    /// All points of these results.
    pub points: u32,
    /// Subtasks all of whose points held.
    pub complete: u32,
    /// Subtasks some of whose points did not hold.
    pub partial: u32,
    /// Subtasks that are done and have a list, but no result.
    pub missing: u32,
}

impl Totals {
    /// Useful minutes ÷ elapsed minutes: how much faster than one window; `None` before any time went by.
    pub fn speedup(&self) -> Option<f64> {
        (!self.elapsed.is_zero()).then(|| self.useful.as_f64() / self.elapsed.as_f64())
    }

    /// Speedup ÷ windows that worked.
    pub fn efficiency(&self) -> Option<f64> {
        self.speedup().filter(|_| self.windows > 0).map(|speedup| speedup / f64::from(self.windows))
    }

    /// Elapsed minutes ÷ the lower bound of the schedule.
    pub fn against_bound(&self) -> Option<f64> {
        let (_, bound) = self.planned?;
        (!bound.is_zero()).then(|| self.elapsed.as_f64() / bound.as_f64())
    }
}

pub(super) fn totals(
    observed: &Observed<'_>,
    timeline: &Timeline,
    subtasks: &[SubtaskFigures],
    windows: &[WindowFigures],
) -> Totals {
    let minutes = |keep: fn(Outcome) -> bool| -> Minutes {
        timeline.tries.iter().filter(|t| keep(t.outcome)).filter_map(Try::minutes).sum()
    };
    let is_lost = |outcome| matches!(outcome, Outcome::Failed | Outcome::Abandoned);
    let worked = windows.iter().filter(|window| window.window.is_some() && window.tries > 0);
    let mut totals = Totals {
        elapsed: timeline.end,
        paused: timeline.clock.pauses().map(|(_, length)| length).sum(),
        windows: worked.count() as u32,
        busy: windows.iter().map(|window| window.busy).sum(),
        useful: minutes(|outcome| !matches!(outcome, Outcome::Failed | Outcome::Abandoned)),
        lost: minutes(is_lost),
        tries: timeline.tries.len() as u32,
        failed: timeline.tries.iter().filter(|t| is_lost(t.outcome)).count() as u32,
        retries: timeline.tries.iter().filter(|t| t.number > 1).count() as u32,
        states: states(&observed.progress.states),
        validation: validation(observed, timeline),
        planned: observed.execution.and_then(|e| Some((e.makespan?, e.lower_bound))),
        ..Totals::default()
    };
    for window in windows {
        totals.idle.add_all(&window.causes);
    }
    for subtask in subtasks {
        totals.waited.add_all(&subtask.waited);
    }
    let really: Vec<Minutes> = subtasks.iter().map(|own| own.actual.unwrap_or(own.estimate)).collect();
    totals.chain = times(observed.graph, &really).length;
    totals
}

fn states(states: &[State]) -> Vec<(State, u32)> {
    let mut counts = std::collections::BTreeMap::new();
    for &state in states {
        *counts.entry(state).or_insert(0) += 1;
    }
    counts.into_iter().collect()
}

fn validation(observed: &Observed<'_>, timeline: &Timeline) -> Validation {
    let mut found = Validation::default();
    for ix in observed.plan.indices() {
        let Some(last) = timeline.of(ix).last() else { continue };
        let has_list = observed.plan.subtask(ix).validation.as_ref().is_some_and(|list| !list.is_empty());
        match last.validated {
            Some(result) => {
                found.passed = found.passed.saturating_add(result.passed);
                found.points = found.points.saturating_add(result.total);
                found.complete += u32::from(result.is_complete());
                found.partial += u32::from(!result.is_complete());
            }
            None => found.missing += u32::from(has_list && last.outcome == Outcome::Done),
        }
    }
    found
}
