use std::fmt;

use super::assemble::{Failure, Shared, track_groups};
use super::engine::{self, Effort, Problem, Violation};
use super::execution::{Curve, CurvePoint, Execution, Mode, Schedules};
use super::{locks, repair};
use crate::graph::{Estimate, Graph, NeedsMode};
use crate::plan::Plan;
use crate::syntax::Minutes;

/// What limits a schedule.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How many windows; `None` for the plan's own number.
    pub windows: Option<u32>,
    /// Which needs the graph was built from.
    pub needs: NeedsMode,
    /// Whether two subtasks that write one file are kept apart.
    pub file_locks: bool,
    /// Up to how many windows the curve goes; `None` for as many as help.
    pub curve: Option<u32>,
    /// Whether a rough answer is enough: the list rules with a short search, for the verdict of a check.
    pub rough: bool,
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
const LARGE: usize = 2_000;

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
        Effort { tolerance, ..Effort::default() }
    }
}

/// The effort per point of the curve: a curve has many points, and each only has to show the knee.
fn point_effort(effort: Effort) -> Effort {
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
    if !graph.cycles().is_empty() {
        return Err(ScheduleError::Cycle);
    }
    let mut durations: Vec<u64> = estimates.iter().map(|estimate| estimate.likely.parts()).collect();
    durations.resize(graph.needs().len(), 0);
    let found = if limits.file_locks { locks::locks(plan) } else { Vec::new() };
    let effort = effort(plan, estimates, limits);
    let mut shared = Shared { plan, graph, durations, locks: found, windows: u32::MAX, effort };
    let problem = shared.problem();
    let mut curve = curve(plan, &problem, &point_effort(effort), limits)?;
    shared.windows = windows(plan, limits, &curve);
    let mut executions = Vec::new();
    if plan.phases.iter().any(|phase| phase.parent.is_none()) {
        executions.push(as_written(&shared)?);
    }
    executions.push(phases(&shared)?);
    let dataflow = shared.execute(Mode::Dataflow, &shared.problem(), repair::single(plan));
    let dataflow = dataflow.map_err(error)?;
    sharpen(&mut curve, shared.windows, &dataflow);
    executions.push(dataflow);
    let work: Minutes = estimates.iter().map(|estimate| estimate.likely).sum();
    Ok(Schedules {
        windows: shared.windows,
        needs: limits.needs,
        file_locks: limits.file_locks,
        executions,
        work,
        sequential: work,
        track: track(&shared)?,
        curve,
    })
}

/// The number of windows asked for, else the plan's largest, else the number worth opening.
fn windows(plan: &Plan, limits: &Limits, curve: &Curve) -> u32 {
    let stated =
        plan.subtasks.iter().filter_map(|subtask| subtask.window).max().filter(|&windows| windows > 0);
    limits.windows.or(stated).unwrap_or(curve.worthwhile).max(1)
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

/// One window per track, needs kept.
fn track(shared: &Shared<'_>) -> Result<Minutes, ScheduleError> {
    let mut problem = Problem { windows: u32::MAX, ..shared.problem() };
    let mut groups = track_groups(shared.plan);
    groups.of.resize(problem.len(), 0);
    problem.groups = Some(groups);
    let effort = Effort { nodes: 0, ..point_effort(shared.effort) };
    let solution = engine::solve(&problem, &effort).map_err(|_| ScheduleError::Cycle)?;
    engine::verify(&problem, &solution.starts).map_err(ScheduleError::Violation)?;
    Ok(Minutes::from_parts(solution.makespan))
}

/// Makespans for 1, 2, … windows until more do not help, at least up to the number asked for.
fn curve(plan: &Plan, problem: &Problem, effort: &Effort, limits: &Limits) -> Result<Curve, ScheduleError> {
    let stated = plan.subtasks.iter().filter_map(|subtask| subtask.window).max().unwrap_or(0);
    let asked = limits.curve.or(limits.windows).unwrap_or(stated);
    let most = plan.subtasks.len().min(if plan.subtasks.len() > LARGE { 16 } else { 64 }) as u32;
    let top = most.max(asked.min(256)).max(1);
    let points = engine::curve(problem, effort, top).map_err(|_| ScheduleError::Cycle)?;
    let floor = points.last().map_or(0, |point| point.makespan);
    let worthwhile = points.iter().find(|point| point.makespan == floor).map_or(1, |point| point.windows);
    let shown = worthwhile.max(asked.min(256)).max(limits.curve.unwrap_or(0));
    let points = points
        .into_iter()
        .take(shown as usize)
        .map(|point| CurvePoint {
            windows: point.windows,
            makespan: Minutes::from_parts(point.makespan),
            lower_bound: Minutes::from_parts(point.lower_bound),
        })
        .collect();
    Ok(Curve { points, worthwhile })
}

/// Brings what the longer search for one number of windows found into the curve.
fn sharpen(curve: &mut Curve, windows: u32, dataflow: &Execution) {
    for point in &mut curve.points {
        if let Some(makespan) = dataflow.makespan.filter(|_| point.windows >= windows) {
            point.makespan = point.makespan.min(makespan);
        }
        if point.windows <= windows {
            point.lower_bound = point.lower_bound.max(dataflow.lower_bound);
        }
    }
    let floor = curve.points.last().map(|point| point.makespan);
    let knee = curve.points.iter().find(|point| Some(point.makespan) == floor);
    curve.worthwhile = knee.map_or(curve.worthwhile, |point| point.windows);
}

fn error(failure: Failure) -> ScheduleError {
    match failure {
        Failure::Cycle => ScheduleError::Cycle,
        Failure::Violation(violation) => ScheduleError::Violation(violation),
    }
}
