//! How hard to try.

/// How much work [`solve`](super::solve) may spend, counted in steps and never in seconds,
/// so that the same problem gives the same schedule on every machine.
///
/// The limits hold per independent part: barriers and bottleneck tasks cut a problem into parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// How many list rules are tried, 1 to 8.
    pub rules: u32,
    /// Schedules built by iterated local search while the lower bound is not met;
    /// parts of more than 300 tasks get proportionally fewer.
    pub improve_iterations: u32,
    /// Nodes of the exact searches together.
    pub nodes: u64,
    /// Bounds whose cost grows with the square of the task count run up to this many tasks.
    pub bound_tasks: u32,
}

impl Default for Effort {
    /// Interactive use: small plans are solved exactly within milliseconds, large ones in about a second.
    fn default() -> Self {
        Self { rules: 8, improve_iterations: 2_000, nodes: 1_000_000, bound_tasks: 5_000 }
    }
}

impl Effort {
    /// List rules and bounds only.
    pub const fn cheap() -> Self {
        Self { rules: 2, improve_iterations: 0, nodes: 0, bound_tasks: 300 }
    }
}
