//! List rules: in which order ready tasks are started.

use super::bounds::Ends;
use super::closure::Closure;
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
#[derive(Clone, Debug)]
pub(super) struct Facts {
    /// Longest chain after each task.
    tails: Vec<Time>,
    /// The best known lower bound on what follows each task.
    strong_tails: Vec<Time>,
    /// Work and number of all successors; empty where nobody counted them.
    after: Vec<(Time, Time)>,
}

impl Facts {
    /// Chains only.
    pub(super) fn plain(ends: &Ends) -> Self {
        Self { strong_tails: ends.tails.clone(), tails: ends.tails.clone(), after: Vec::new() }
    }

    /// Adds better tails and what a closure knows about successors.
    pub(super) fn learn(&mut self, instance: &Instance, strong_tails: &[Time], closure: &Closure) {
        self.strong_tails = strong_tails.to_vec();
        let sums = closure.descendants.iter().enumerate().map(|(task, descendants)| {
            let work = descendants.iter().map(|one| instance.durations[one.task as usize]);
            (instance.durations[task] + work.sum::<Time>(), descendants.len() as Time)
        });
        self.after = sums.collect();
    }
}
