//! The engine's own picture of a problem.

use crate::graph::Csr;

use super::topological::topological_order;

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

    /// The same instance with task `order[i]` as task `i`; `order` must be topological.
    pub(super) fn renumbered(&self, order: &[u32]) -> Self {
        let mut place = vec![0_u32; order.len()];
        for (own, &task) in (0..).zip(order) {
            place[task as usize] = own;
        }
        let rows: Vec<Vec<u32>> = order
            .iter()
            .map(|&task| {
                let mut row: Vec<u32> =
                    self.needs.row(task as usize).iter().map(|&need| place[need as usize]).collect();
                row.sort_unstable();
                row
            })
            .collect();
        let pools = self.pools.iter().map(|pool| {
            let mut members: Vec<u32> = pool.members.iter().map(|&task| place[task as usize]).collect();
            members.sort_unstable();
            Pool { members, capacity: pool.capacity }
        });
        let durations = order.iter().map(|&task| self.durations[task as usize]).collect();
        Self::new(durations, Csr::from_rows(&rows), self.windows, pools.collect())
    }

    /// The instance with further needs, given as pairs of need and follower, and without its locks.
    /// Also returns the task behind each new number; nothing if the needs go in a circle.
    pub(super) fn ordered(&self, further: &[(u32, u32)]) -> Option<(Self, Vec<u32>)> {
        let added = further.iter().map(|&(need, follower)| (follower, need));
        let pairs: Vec<(u32, u32)> = self.needs.pairs().chain(added).collect();
        let needs = Csr::from_pairs(self.len(), &pairs);
        let order = topological_order(&needs).ok()?;
        let pools = self.pools.iter().filter(|pool| pool.capacity > 1).cloned().collect();
        let combined = Self::new(self.durations.clone(), needs, self.windows, pools);
        Some((combined.renumbered(&order), order))
    }

    /// Longest chain of needs before each task.
    pub(super) fn heads(&self) -> Vec<Time> {
        let mut heads = vec![0; self.len()];
        self.raise_along_needs(&mut heads);
        heads
    }

    /// Raises heads to the ends of what each task needs.
    pub(super) fn raise_along_needs(&self, heads: &mut [Time]) {
        for task in 0..self.len() {
            let needs = self.needs.row(task).iter().map(|&need| need as usize);
            let ends = needs.map(|need| heads[need] + self.durations[need]);
            heads[task] = heads[task].max(ends.max().unwrap_or(0));
        }
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
