use super::Makespan;
use super::engine::{self, Effort, Problem};
use super::execution::{Curve, CurvePoint};
use super::schedules::{LARGE, Limits, SEARCHED, ScheduleError};
use crate::plan::Plan;
use crate::syntax::Minutes;

/// Makespans for 1, 2, … windows until more do not help, at least up to the number asked for.
pub(super) fn curve(
    plan: &Plan,
    problem: &Problem,
    effort: &Effort,
    limits: &Limits,
) -> Result<Curve, ScheduleError> {
    let stated = plan.largest_window().unwrap_or(0);
    let asked = limits.curve.or(limits.windows).unwrap_or(stated);
    let most = most(plan.subtasks.len());
    let top = most.max(asked.min(256)).max(1);
    let points = engine::curve(problem, effort, top).map_err(|_| ScheduleError::Cycle)?;
    let floor = if plan.subtasks.len() > LARGE {
        engine::critical_path(&problem.durations, &problem.needs).0
    } else {
        let unlimited = Problem { windows: u32::MAX, ..problem.clone() };
        // Schedules matter only as far as the exact search starts from them.
        let Effort { nodes, improve_iterations, rules, .. } = *effort;
        engine::solve(&unlimited, &Effort { rules, improve_iterations, nodes, ..Effort::quick() })
            .map_err(|_| ScheduleError::Cycle)?
            .lower_bound
    };
    let shortest = points.last().map_or(0, |point| point.makespan);
    let worthwhile = points.iter().find(|point| point.makespan == shortest).map_or(1, |point| point.windows);
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
    Ok(Curve { points, worthwhile, floor: Minutes::from_parts(floor), tried: top })
}

/// Up to how many windows the curve goes where nobody asks for more.
fn most(subtasks: usize) -> u32 {
    let most = if subtasks > LARGE {
        16
    } else if subtasks > SEARCHED {
        32
    } else {
        64
    };
    subtasks.min(most) as u32
}

/// Brings what the longer search for one number of windows found into the curve.
pub(super) fn sharpen(curve: &mut Curve, windows: u32, best: Makespan) {
    for point in &mut curve.points {
        if point.windows >= windows {
            point.makespan = point.makespan.min(best.found);
        }
        if point.windows <= windows {
            point.lower_bound = point.lower_bound.max(best.lower_bound);
        }
    }
    let shortest = curve.points.last().map(|point| point.makespan);
    let knee = curve.points.iter().find(|point| Some(point.makespan) == shortest);
    curve.worthwhile = knee.map_or(curve.worthwhile, |point| point.windows);
}
