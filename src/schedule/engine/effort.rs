//! How hard to try.

/// How much work [`solve()`](super::solve()) may spend, counted in steps and never in seconds,
/// so that the same problem gives the same schedule on every machine.
///
/// Barriers and bottleneck tasks cut a problem into parts, which share the effort by their size;
/// what one part leaves goes to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// How many list rules are tried, 1 to 8.
    pub rules: u32,
    /// Schedules built by iterated local search while the lower bound is not met;
    /// problems of more than 300 tasks get proportionally fewer.
    pub improve_iterations: u32,
    /// Nodes of the exact searches; a million take about a second.
    pub nodes: u64,
    /// Bounds whose cost grows with the square of the task count run up to this many tasks.
    pub bound_tasks: u32,
    /// Local and exact search stop when at most this much time, in the problem's unit, lies between
    /// the lower bound and the makespan; 0 asks for the optimum.
    pub tolerance: u64,
}

impl Default for Effort {
    /// One plan at a time: most are solved exactly within milliseconds, and the hardest take about a second.
    fn default() -> Self {
        Self { rules: 8, improve_iterations: 2_000, nodes: 1_000_000, bound_tasks: 5_000, tolerance: 0 }
    }
}

impl Effort {
    /// Many variants of a plan: a tenth of a second for the hardest.
    pub const fn quick() -> Self {
        Self { rules: 8, improve_iterations: 500, nodes: 50_000, bound_tasks: 2_000, tolerance: 0 }
    }

    /// List rules and bounds only.
    pub const fn cheap() -> Self {
        Self { rules: 2, improve_iterations: 0, nodes: 0, bound_tasks: 300, tolerance: 0 }
    }
}
