//! What the engine answers.

use std::fmt;

/// A schedule with what is known about how good it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solution {
    /// Start of each task, in the unit of the problem's durations.
    pub starts: Vec<u64>,
    /// End of the last task.
    pub makespan: u64,
    /// What no schedule can beat.
    pub lower_bound: u64,
    /// Whether `makespan` equals `lower_bound`.
    pub optimal: bool,
    /// The bound that gives `lower_bound`.
    pub proof: Proof,
    /// False where a limit on size or effort left a part of the proof out.
    pub complete: bool,
}

/// The argument behind a lower bound, from the plainest to the most laborious.
///
/// Where a problem falls into independent parts, the most laborious argument of a part stands for all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Proof {
    /// Nothing to prove: there is no task.
    #[default]
    None,
    /// The longest chain of needs.
    CriticalPath,
    /// The work divided by the number of windows, rounded up; with groups, by those of one group.
    Work,
    /// The tasks of one lock follow each other (Jackson's preemptive schedule).
    Lock,
    /// Too many long tasks for each window to run equally few (Dell'Amico and Martello).
    Counting,
    /// Work that must fall into an interval (Fernandez and Bussell).
    FernandezBussell,
    /// Heads and tails of a set of tasks around its work (Carlier).
    HeadTail,
    /// Energy that no placement keeps out of an interval.
    Energy,
    /// An exact search found nothing shorter.
    Search,
}

impl Proof {
    /// The word of the contracts.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::CriticalPath => "critical-path",
            Self::Work => "work",
            Self::Lock => "lock",
            Self::Counting => "counting",
            Self::FernandezBussell => "fernandez-bussell",
            Self::HeadTail => "head-tail",
            Self::Energy => "energy",
            Self::Search => "search",
        }
    }
}

/// Needs that go in a circle: each listed task needs the next, the last one needs the first.
///
/// A barrier counts as a need of the later task for the earlier one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cycle {
    /// The tasks of one circle, the lowest index first.
    pub tasks: Vec<u32>,
}

impl fmt::Display for Cycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "needs go in a circle through {} tasks", self.tasks.len())
    }
}

impl std::error::Error for Cycle {}
