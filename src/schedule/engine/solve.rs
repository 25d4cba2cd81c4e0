//! The way in: from a problem to a solution.

use super::budget::Budget;
use super::instance::Time;
use super::portfolio;
use super::reduce::{Segment, reduce};
use super::topological::topological_order;
use super::{Cycle, Effort, Problem, Proof, Solution, verify};

/// Finds a short schedule and a lower bound on every schedule.
///
/// The same problem and effort give the same solution everywhere.
///
/// # Errors
/// [`Cycle`] when the needs, taken together with the barriers, go in a circle.
pub fn solve(problem: &Problem, effort: &Effort) -> Result<Solution, Cycle> {
    let order = topological_order(&problem.needs)?;
    check_barriers(problem)?;
    let mut solution = Solution {
        starts: vec![0; problem.len()],
        makespan: 0,
        lower_bound: 0,
        optimal: false,
        proof: Proof::None,
        complete: true,
    };
    let segments = reduce(problem, &order);
    let parts = segments.iter().flat_map(|segment| &segment.parts);
    let mut budget = Budget::new(effort, parts.map(|part| &part.instance));
    for segment in &segments {
        place(problem, segment, effort, &mut budget, &mut solution);
    }
    solution.optimal = solution.makespan == solution.lower_bound;
    solution.complete |= solution.optimal;
    debug_assert_eq!(verify(problem, &solution.starts), Ok(solution.makespan));
    Ok(solution)
}

/// Solves the parts of a segment one after the other and appends them to the solution.
fn place(
    problem: &Problem,
    segment: &Segment,
    effort: &Effort,
    budget: &mut Budget,
    solution: &mut Solution,
) {
    let base = solution.makespan;
    for part in &segment.parts {
        let mut share = budget.take(&part.instance, part.unit);
        let answer = portfolio::solve(&part.instance, effort, &mut share);
        budget.give_back(&part.instance, share);
        let scale = |time: Time| time as u64 * part.unit;
        for (&task, &start) in part.tasks.iter().zip(&answer.starts) {
            solution.starts[task as usize] = solution.makespan + scale(start);
        }
        solution.makespan += scale(answer.makespan);
        solution.lower_bound += scale(answer.lower_bound);
        solution.proof = solution.proof.max(answer.proof);
        solution.complete &= answer.complete;
    }
    // Joints come last: they start when their needs, joints among them, have ended.
    for &task in &segment.tasks {
        if problem.durations[task as usize] == 0 {
            let needs = problem.needs.row(task as usize).iter().map(|&need| need as usize);
            let ends = needs.map(|need| solution.starts[need] + problem.durations[need]);
            solution.starts[task as usize] = ends.max().unwrap_or(base).max(base);
        }
    }
}

/// A task that needs one behind a later barrier closes a circle with it.
fn check_barriers(problem: &Problem) -> Result<(), Cycle> {
    let Some(barriers) = &problem.barriers else {
        return Ok(());
    };
    for (task, need) in problem.needs.pairs() {
        if barriers[need as usize] > barriers[task as usize] {
            return Err(Cycle { tasks: vec![task.min(need), task.max(need)] });
        }
    }
    Ok(())
}
