//! Makespan against the number of windows.

use super::{Cycle, Effort, Problem, solve};

/// What some number of windows gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CurvePoint {
    /// Number of windows.
    pub windows: u32,
    /// Makespan of the best schedule found for that many windows or fewer.
    pub makespan: u64,
    /// What no schedule with that many windows can beat.
    pub lower_bound: u64,
    /// Whether the two are equal.
    pub optimal: bool,
}

/// Solves a problem for 1 to `max_windows` windows. Neither makespans nor lower bounds ever rise along the curve.
///
/// # Errors
/// [`Cycle`] when the needs, taken together with the barriers, go in a circle.
pub fn curve(problem: &Problem, effort: &Effort, max_windows: u32) -> Result<Vec<CurvePoint>, Cycle> {
    let mut variant = problem.clone();
    variant.windows = u32::MAX;
    let floor = solve(&variant, &Effort::cheap())?;
    let mut points: Vec<CurvePoint> = Vec::new();
    for windows in 1..=max_windows {
        let last = points.last().copied();
        if let Some(last) = last.filter(|last| last.makespan == floor.lower_bound) {
            // More windows cannot help any further.
            points.push(CurvePoint { windows, lower_bound: floor.lower_bound, ..last });
            continue;
        }
        variant.windows = windows;
        let solution = solve(&variant, effort)?;
        let makespan = last.map_or(solution.makespan, |last| last.makespan.min(solution.makespan));
        points.push(CurvePoint { windows, makespan, lower_bound: solution.lower_bound, optimal: false });
    }
    // A bound for more windows holds for fewer as well.
    let mut bound = 0;
    for point in points.iter_mut().rev() {
        bound = bound.max(point.lower_bound);
        point.lower_bound = bound;
        point.optimal = point.makespan == bound;
    }
    Ok(points)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Csr;

    #[test]
    fn falls_to_the_critical_path() {
        let problem = Problem::new(vec![2, 2, 2, 3], Csr::from_rows(&[vec![], vec![], vec![], vec![0]]), 1);
        let points = curve(&problem, &Effort::default(), 4);
        let makespans =
            points.map(|points| points.iter().map(|point| (point.makespan, point.optimal)).collect());
        assert_eq!(makespans, Ok(vec![(9, true), (5, true), (5, true), (5, true)]));
    }
}
