use std::fmt;

use super::assemble::{Failure, Shared, track_groups};
use super::engine::{self, Effort, Problem, Violation};
use super::execution::{Curve, Execution, Mode, Schedules};
use super::window_curve::{curve, sharpen};
use super::{Makespan, Price, groups, locks, repair, slack};
use crate::graph::{Estimate, Graph, NeedsMode};
use crate::plan::{FeatureIx, Plan, Subtask};
use crate::syntax::{Minutes, Status};

/// What limits a schedule.
#[derive(Clone, Debug, Default)]
pub struct Limits {
    /// How many windows; `None` for the plan's own number.
    pub windows: Option<u32>,
    /// Which needs the graph was built from.
    pub needs: NeedsMode,
    /// Whether two subtasks that write one file are kept apart.
    pub file_locks: bool,
    /// Files that several subtasks may write at the same time all the same.
    pub without_locks: Vec<String>,
    /// Up to how many windows the curve goes; `None` for as many as help.
    pub curve: Option<u32>,
    /// Whether a rough answer is enough: the list rules with a short search, for the verdict of a check.
    pub rough: bool,
    /// Whether subtasks that are done take no part.
    pub remaining: bool,
    /// Windows of their own for features, in order of windows; empty for those that the plan states.
    pub groups: Vec<(FeatureIx, u32)>,
}

/// Why there are no schedules.
#[derive(Debug)]
pub enum ScheduleError {
    /// Needs go in a circle; see [`Graph::cycles`].
    Cycle,
    /// The independent verifier refused a schedule: a mistake of planc, never of the plan.
    Violation(Violation),
}

impl fmt::Display for ScheduleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ScheduleError::Cycle => f.write_str("needs go in a circle"),
            ScheduleError::Violation(violation) => write!(f, "the schedule does not hold: {violation}"),
        }
    }
}

impl std::error::Error for ScheduleError {}

/// Above this many subtasks the curve stops at a few numbers of windows.
pub(super) const LARGE: usize = 2_000;

/// How hard to try, by size and by what the answer is for. Where minutes were worked out and not stated, half a
/// minute above the lower bound is as good as it gets.
fn effort(plan: &Plan, estimates: &[Estimate], limits: &Limits) -> Effort {
    let derived = estimates.iter().any(Estimate::is_derived);
    let tolerance = if derived { Minutes::new(1).divided_by(2).parts() } else { 0 };
    if plan.subtasks.len() > LARGE {
        Effort::cheap()
    } else if limits.rough {
        Effort { improve_iterations: 100, nodes: 500, tolerance, ..Effort::quick() }
    } else {
        searched(plan.subtasks.len(), Effort { tolerance, ..Effort::default() })
    }
}

/// Up to this many subtasks a plan gets all of its effort.
pub(super) const SEARCHED: usize = 300;

/// Less search for larger plans: a node and an iteration take longer there, and the whole should not.
fn searched(subtasks: usize, effort: Effort) -> Effort {
    if subtasks <= SEARCHED {
        return effort;
    }
    let (few, many) = (SEARCHED as u64, subtasks as u64);
    let cube = |amount: u64| amount * few.pow(3) / many.pow(3);
    let square = |amount: u64| amount * few.pow(2) / many.pow(2);
    Effort {
        rules: 4,
        improve_iterations: cube(u64::from(effort.improve_iterations)) as u32,
        nodes: square(cube(effort.nodes)),
        ..effort
    }
}

/// The effort per point of the curve: a curve has many points, and each only has to show the knee.
pub(super) fn point_effort(effort: Effort) -> Effort {
    Effort {
        improve_iterations: effort.improve_iterations.min(200),
        nodes: effort.nodes.min(3_000),
        ..effort
    }
}

/// Works out the executions of a plan side by side.
///
/// # Errors
/// Needs that go in a circle, or a schedule that the verifier refuses.
pub fn schedules(
    plan: &Plan,
    graph: &Graph,
    estimates: &[Estimate],
    limits: &Limits,
) -> Result<Schedules, ScheduleError> {
    let done = done(plan, limits);
    let open = (!done.is_empty()).then(|| graph.without(&done));
    let graph = open.as_ref().unwrap_or(graph);
    if !graph.cycles().is_empty() {
        return Err(ScheduleError::Cycle);
    }
    let mut shared = shared(plan, graph, estimates, limits, &done);
    let mut point = point_effort(shared.effort);
    if plan.subtasks.len() > LARGE {
        point.rules = 1;
    } else if plan.subtasks.len() > SEARCHED {
        point = Effort { rules: 1, tolerance: point.tolerance, ..Effort::cheap() };
    }
    let mut curve = curve(plan, &Problem { groups: None, ..shared.problem() }, &point, limits)?;
    shared.windows = match shared.groups.as_slice() {
        [] => windows(plan, limits, &curve),
        groups => groups::total(groups),
    };
    let mut executions = Vec::new();
    if plan.phases.iter().any(|phase| phase.parent.is_none()) {
        executions.push(as_written(&shared)?);
    }
    executions.push(phases(&shared)?);
    let dataflow = shared.execute(Mode::Dataflow, &shared.problem(), repair::single(plan));
    let dataflow = dataflow.map_err(error)?;
    let best = Makespan { found: dataflow.makespan.unwrap_or_default(), lower_bound: dataflow.lower_bound };
    let together = if shared.groups.is_empty() { None } else { Some(without_groups(&shared, best)?) };
    sharpen(&mut curve, shared.windows, together.unwrap_or(best));
    let slack = slack::slack(&shared, &dataflow.slots, best.found);
    executions.push(dataflow);
    let work = Minutes::from_parts(shared.durations.iter().sum());
    let (track, tracks) = track(&shared)?;
    Ok(Schedules {
        windows: shared.windows,
        needs: limits.needs,
        file_locks: limits.file_locks,
        executions,
        work,
        sequential: work,
        track,
        tracks,
        curve,
        slack,
        left_out: plan.indices().filter(|ix| shared.is_left_out(ix.index())).collect(),
        groups: shared.groups,
        shared: together,
    })
}

/// Which subtasks take no part; empty where all do.
pub(super) fn done(plan: &Plan, limits: &Limits) -> Vec<bool> {
    if !limits.remaining {
        return Vec::new();
    }
    let ended = |subtask: &Subtask| matches!(subtask.status, Some(Status::Done | Status::Skipped));
    plan.subtasks.iter().map(ended).collect()
}

/// What all executions share, with as many windows as the limits say outright.
pub(super) fn shared<'a>(
    plan: &'a Plan,
    graph: &'a Graph,
    estimates: &[Estimate],
    limits: &Limits,
    done: &'a [bool],
) -> Shared<'a> {
    let mut durations: Vec<u64> = estimates.iter().map(|estimate| estimate.likely.parts()).collect();
    durations.resize(graph.needs().len(), 0);
    for (duration, _) in durations.iter_mut().zip(done).filter(|(_, done)| **done) {
        *duration = 0;
    }
    let mut found = if limits.file_locks { locks::locks(plan) } else { Vec::new() };
    found.retain(|lock| lock.path.as_ref().is_none_or(|path| !limits.without_locks.contains(path)));
    let groups = groups::groups(plan, &limits.groups, limits.windows);
    let effort = effort(plan, estimates, limits);
    let windows = limits.windows.unwrap_or(u32::MAX);
    Shared { plan, graph, durations, locks: found, windows, effort, left_out: done, groups }
}

/// Dataflow if all groups shared their windows.
fn without_groups(shared: &Shared<'_>, with: Makespan) -> Result<Makespan, ScheduleError> {
    let problem = Problem { groups: None, ..shared.problem() };
    let solution = engine::solve(&problem, &shared.effort).map_err(|_| ScheduleError::Cycle)?;
    let lower_bound = Minutes::from_parts(solution.lower_bound);
    let without = Makespan { found: Minutes::from_parts(solution.makespan), lower_bound };
    Ok(Price::new(with, without).without)
}

/// The number of windows asked for, else the plan's largest, else the number worth opening.
fn windows(plan: &Plan, limits: &Limits, curve: &Curve) -> u32 {
    limits.windows.or(plan.largest_window()).unwrap_or(curve.worthwhile).max(1)
}

fn as_written(shared: &Shared<'_>) -> Result<Execution, ScheduleError> {
    let (stepping, blocked) = repair::as_written(shared.plan, shared.graph);
    if !blocked.is_empty() {
        return Ok(Shared::blocked(Mode::AsWritten, blocked, stepping));
    }
    let problem = shared.stepped(&stepping);
    match shared.execute(Mode::AsWritten, &problem, stepping.clone()) {
        // Barriers of several features can wait for each other although no single need points to a later phase.
        Err(Failure::Cycle) => Ok(Shared::blocked(Mode::AsWritten, Vec::new(), stepping)),
        other => other.map_err(error),
    }
}

fn phases(shared: &Shared<'_>) -> Result<Execution, ScheduleError> {
    let stepping = repair::repaired(shared.plan, shared.graph);
    let problem = shared.stepped(&stepping);
    match shared.execute(Mode::Phases, &problem, stepping) {
        Err(Failure::Cycle) => {
            let levels = repair::levels(shared.plan, shared.graph);
            let problem = shared.stepped(&levels);
            shared.execute(Mode::Phases, &problem, levels).map_err(error)
        }
        other => other.map_err(error),
    }
}

/// One window per track, needs kept: how long that takes, and how many tracks there are.
fn track(shared: &Shared<'_>) -> Result<(Minutes, u32), ScheduleError> {
    let mut problem = Problem { windows: u32::MAX, ..shared.problem() };
    let mut groups = track_groups(shared.plan);
    let tracks = groups.windows.len() as u32;
    groups.of.resize(problem.len(), 0);
    problem.groups = Some(groups);
    let effort = Effort { nodes: 0, ..point_effort(shared.effort) };
    let solution = engine::solve(&problem, &effort).map_err(|_| ScheduleError::Cycle)?;
    engine::verify(&problem, &solution.starts).map_err(ScheduleError::Violation)?;
    Ok((Minutes::from_parts(solution.makespan), tracks))
}

fn error(failure: Failure) -> ScheduleError {
    match failure {
        Failure::Cycle => ScheduleError::Cycle,
        Failure::Violation(violation) => ScheduleError::Violation(violation),
    }
}
