//! Parallel list scheduling.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::instance::{Instance, Time};
use super::rank_set::RankSet;

/// Builds schedules by stepping from end to end and starting the ready task of best rank
/// whenever a window is free (Graham 1966).
///
/// A ready task whose lock is held, or whose group has no window left, waits at that pool and
/// lets the next one pass. Tasks of length 0 end where they become ready.
/// Keeps its memory between schedules.
#[derive(Debug, Default)]
pub(super) struct ListScheduler {
    by_rank: Vec<u32>,
    rank: Vec<u32>,
    missing: Vec<u32>,
    ready: RankSet,
    running: BinaryHeap<Reverse<(Time, u32)>>,
    /// Free places of each pool.
    room: Vec<u32>,
    waiting: Vec<BinaryHeap<Reverse<u32>>>,
    instant: Vec<u32>,
}

impl ListScheduler {
    /// Schedules in order of descending `priority`, ties by index. Fills `starts`, returns the makespan.
    pub(super) fn run<P: Ord>(
        &mut self,
        instance: &Instance,
        priority: &[P],
        starts: &mut Vec<Time>,
    ) -> Time {
        self.prepare(instance, priority);
        starts.clear();
        starts.resize(instance.len(), 0);
        let mut now = 0;
        for task in 0..instance.len() {
            if instance.needs.row(task).is_empty() {
                self.release(instance, task as u32, now, starts);
            }
        }
        let mut free = instance.windows;
        loop {
            while free > 0 {
                let Some(rank) = self.ready.pop() else { break };
                let task = self.by_rank[rank as usize];
                if self.take_pools(instance, task) {
                    starts[task as usize] = now;
                    self.running.push(Reverse((now + instance.durations[task as usize], task)));
                    free -= 1;
                }
            }
            let Some(&Reverse((end, _))) = self.running.peek() else {
                return now;
            };
            now = end;
            while let Some(&Reverse((end, task))) = self.running.peek() {
                if end > now {
                    break;
                }
                self.running.pop();
                free += 1;
                self.leave_pools(instance, task);
                self.finish(instance, task, now, starts);
            }
        }
    }

    fn prepare<P: Ord>(&mut self, instance: &Instance, priority: &[P]) {
        let tasks = instance.len();
        self.by_rank.clear();
        self.by_rank.extend(0..tasks as u32);
        self.by_rank
            .sort_unstable_by(|&a, &b| priority[b as usize].cmp(&priority[a as usize]).then(a.cmp(&b)));
        self.rank.resize(tasks, 0);
        for (rank, &task) in (0_u32..).zip(&self.by_rank) {
            self.rank[task as usize] = rank;
        }
        self.missing.clear();
        self.missing.extend((0..tasks).map(|task| instance.needs.row(task).len() as u32));
        self.ready.reset(tasks);
        self.running.clear();
        self.room.clear();
        self.room.extend(instance.pools.iter().map(|pool| pool.capacity as u32));
        self.waiting.resize_with(instance.pools.len(), BinaryHeap::new);
    }

    /// A task whose needs have ended becomes ready, or ends at once if its length is 0.
    fn release(&mut self, instance: &Instance, task: u32, now: Time, starts: &mut [Time]) {
        if instance.durations[task as usize] > 0 {
            self.ready.insert(self.rank[task as usize]);
        } else {
            starts[task as usize] = now;
            self.finish(instance, task, now, starts);
        }
    }

    /// Releases the followers of an ended task, through chains of length 0 as well.
    fn finish(&mut self, instance: &Instance, task: u32, now: Time, starts: &mut [Time]) {
        self.instant.push(task);
        while let Some(ended) = self.instant.pop() {
            for &follower in instance.followers.row(ended as usize) {
                let missing = &mut self.missing[follower as usize];
                *missing -= 1;
                if *missing > 0 {
                    continue;
                }
                if instance.durations[follower as usize] > 0 {
                    self.ready.insert(self.rank[follower as usize]);
                } else {
                    starts[follower as usize] = now;
                    self.instant.push(follower);
                }
            }
        }
    }

    /// Takes a place in every pool of the task, or leaves it waiting at the first full one.
    fn take_pools(&mut self, instance: &Instance, task: u32) -> bool {
        let pools = instance.pools_of.row(task as usize);
        if let Some(&full) = pools.iter().find(|&&pool| self.room[pool as usize] == 0) {
            self.waiting[full as usize].push(Reverse(self.rank[task as usize]));
            // The task may have been called from another pool: that place goes to the next in line.
            for &pool in pools {
                if self.room[pool as usize] > 0 {
                    self.call_next(pool as usize);
                }
            }
            return false;
        }
        for &pool in pools {
            self.room[pool as usize] -= 1;
        }
        true
    }

    fn leave_pools(&mut self, instance: &Instance, task: u32) {
        for &pool in instance.pools_of.row(task as usize) {
            self.room[pool as usize] += 1;
            self.call_next(pool as usize);
        }
    }

    fn call_next(&mut self, pool: usize) {
        if let Some(Reverse(rank)) = self.waiting[pool].pop() {
            self.ready.insert(rank);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Csr;
    use crate::schedule::engine::instance::Pool;

    #[test]
    fn a_waiting_task_lets_others_pass() {
        let needs = Csr::from_rows::<[u32; 0]>(&[[], [], []]);
        let lock = Pool { members: vec![0, 1], capacity: 1 };
        let instance = Instance::new(vec![4, 4, 1], needs, 2, vec![lock]);
        let mut starts = Vec::new();
        let makespan = ListScheduler::default().run(&instance, &[3, 2, 1], &mut starts);
        assert_eq!((makespan, starts), (8, vec![0, 4, 0]));
    }

    #[test]
    fn joints_end_where_they_become_ready() {
        let needs = Csr::from_rows(&[vec![], vec![], vec![0, 1], vec![2]]);
        let instance = Instance::new(vec![2, 3, 0, 1], needs, 2, vec![]);
        let mut starts = Vec::new();
        let makespan = ListScheduler::default().run(&instance, &[0; 4], &mut starts);
        assert_eq!((makespan, starts), (4, vec![0, 0, 3, 3]));
    }
}
