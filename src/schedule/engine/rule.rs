//! List rules: in which order ready tasks are started.

use super::instance::{Instance, Time};

/// Priorities of the list rules, the most successful first. A higher value goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// Critical path, then most immediate successors (Kasahara, Narita 1984).
    CriticalPathSuccessors,
    /// Highest level first on given tails (Hu 1961).
    Level,
    /// Path times windows plus the work of all successors.
    PathAndWork,
    /// Greatest work of all successors.
    Work,
    /// Most successors in total.
    Successors,
    /// Path alone, ties by index.
    Path,
    /// Most immediate successors.
    ImmediateSuccessors,
    /// Longest processing time (Graham 1969).
    Longest,
}

impl Rule {
    /// All rules in the order in which they are tried.
    pub(super) const ALL: [Self; 8] = [
        Self::CriticalPathSuccessors,
        Self::Level,
        Self::PathAndWork,
        Self::Work,
        Self::Successors,
        Self::Path,
        Self::ImmediateSuccessors,
        Self::Longest,
    ];

    /// Fills in the priority of every task.
    pub(super) fn priorities(self, instance: &Instance, facts: &Facts, out: &mut Vec<(Time, Time)>) {
        let windows = instance.windows as Time;
        out.clear();
        out.extend((0..instance.len()).map(|task| {
            let length = instance.durations[task];
            let path = facts.tails[task] + length;
            let followers = instance.followers.row(task).len() as Time;
            let (work, count) = facts.after.get(task).copied().unwrap_or((path, followers));
            match self {
                Self::CriticalPathSuccessors => (path, followers),
                Self::Level => (facts.strong_tails[task] + length, followers),
                Self::PathAndWork => (path.saturating_mul(windows).saturating_add(work), followers),
                Self::Work => (work, path),
                Self::Successors => (count, path),
                Self::Path => (path, 0),
                Self::ImmediateSuccessors => (followers, path),
                Self::Longest => (length, path),
            }
        }));
    }
}

/// What the rules look at.
#[derive(Debug)]
pub(super) struct Facts {
    /// Longest chain after each task.
    pub(super) tails: Vec<Time>,
    /// The best known lower bound on what follows each task.
    pub(super) strong_tails: Vec<Time>,
    /// Work and number of all successors; empty where nobody counted them.
    pub(super) after: Vec<(Time, Time)>,
}
