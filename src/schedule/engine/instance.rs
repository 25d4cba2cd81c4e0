//! The engine's own picture of a problem.

use crate::graph::Csr;

/// Times inside the engine, in units of the greatest common divisor of the durations.
pub(super) type Time = i64;

/// A part of a problem, numbered topologically: every need has a smaller number than its follower.
#[derive(Clone, Debug)]
pub(super) struct Instance {
    pub(super) durations: Vec<Time>,
    pub(super) needs: Csr,
    pub(super) followers: Csr,
    /// Between 1 and the number of tasks.
    pub(super) windows: usize,
    pub(super) pools: Vec<Pool>,
    /// Pools of each task.
    pub(super) pools_of: Csr,
}

/// Tasks of which only so many may run at a time: a lock (one) or the group of a window group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pool {
    /// Members in ascending order, each of positive length.
    pub(super) members: Vec<u32>,
    /// At least 1 and below the number of members.
    pub(super) capacity: usize,
}

impl Instance {
    pub(super) fn new(durations: Vec<Time>, needs: Csr, windows: usize, pools: Vec<Pool>) -> Self {
        let pairs: Vec<(u32, u32)> = (0_u32..)
            .zip(&pools)
            .flat_map(|(index, pool)| pool.members.iter().map(move |&member| (member, index)))
            .collect();
        let pools_of = Csr::from_pairs(durations.len(), &pairs);
        let followers = needs.reversed();
        let windows = windows.clamp(1, durations.len().max(1));
        Self { durations, needs, followers, windows, pools, pools_of }
    }

    pub(super) fn len(&self) -> usize {
        self.durations.len()
    }

    pub(super) fn work(&self) -> Time {
        self.durations.iter().sum()
    }

    /// Whether windows can be short at all.
    pub(super) fn has_scarce_windows(&self) -> bool {
        self.windows < self.len()
    }

    /// The same instance with time running backwards; task `i` becomes `len - 1 - i`.
    pub(super) fn mirrored(&self) -> Self {
        let last = self.len() as u32;
        let mirror = |task: u32| last - 1 - task;
        let turned = |rows: &Csr| {
            let pairs: Vec<_> = rows.pairs().map(|(row, target)| (mirror(row), mirror(target))).collect();
            Csr::from_pairs(rows.len(), &pairs)
        };
        let pools = self.pools.iter().map(|pool| {
            let members = pool.members.iter().rev().map(|&member| mirror(member)).collect();
            Pool { members, capacity: pool.capacity }
        });
        Self::new(
            self.durations.iter().rev().copied().collect(),
            turned(&self.followers),
            self.windows,
            pools.collect(),
        )
    }

    /// Longest chain of needs before each task.
    pub(super) fn heads(&self) -> Vec<Time> {
        let mut heads = vec![0; self.len()];
        for task in 0..self.len() {
            let ends = self.needs.row(task).iter().map(|&i| heads[i as usize] + self.durations[i as usize]);
            heads[task] = ends.max().unwrap_or(0);
        }
        heads
    }

    /// Longest chain of followers after each task.
    pub(super) fn tails(&self) -> Vec<Time> {
        let mut tails = vec![0; self.len()];
        for task in (0..self.len()).rev() {
            let rest =
                self.followers.row(task).iter().map(|&i| tails[i as usize] + self.durations[i as usize]);
            tails[task] = rest.max().unwrap_or(0);
        }
        tails
    }

    /// End of the last task.
    pub(super) fn makespan(&self, starts: &[Time]) -> Time {
        starts.iter().zip(&self.durations).map(|(start, duration)| start + duration).max().unwrap_or(0)
    }
}
