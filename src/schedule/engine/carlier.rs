//! Heads and tails around the work of a set of tasks.

use super::instance::{Instance, Time};
use super::jackson::Leg;

/// Adds tasks in order of falling tails and knows what the set so far needs on a number of windows.
///
/// On each used window the first task waits for its head and the last is followed by its tail, so with
/// `m` windows in use the makespan is at least (`m` smallest heads + work + `m` smallest tails) / `m`
/// (Carlier 1987). Tails fall as tasks are added, so the smallest tails are those added last.
#[derive(Debug, Default)]
pub(super) struct HeadTailSum {
    windows: usize,
    work: Time,
    /// Up to `windows` smallest heads in ascending order.
    heads: Vec<Time>,
    head_sum: Time,
    /// The last `windows` tails, as a ring.
    tails: Vec<Time>,
    next: usize,
    tail_sum: Time,
}

impl HeadTailSum {
    /// Empties the set.
    pub(super) fn reset(&mut self, windows: usize) {
        self.windows = windows;
        self.work = 0;
        self.heads.clear();
        self.head_sum = 0;
        self.tails.clear();
        self.next = 0;
        self.tail_sum = 0;
    }

    /// Adds a task; its tail must not be above any tail added before.
    /// Returns what the set takes if it fills all windows, or 0 while it has fewer tasks than windows.
    pub(super) fn add(&mut self, leg: Leg) -> Time {
        self.work += leg.length;
        if self.heads.len() < self.windows || self.heads.last().is_some_and(|&largest| leg.head < largest) {
            if self.heads.len() == self.windows {
                self.head_sum -= self.heads.pop().unwrap_or(0);
            }
            let place = self.heads.partition_point(|&head| head <= leg.head);
            self.heads.insert(place, leg.head);
            self.head_sum += leg.head;
        }
        if self.tails.len() < self.windows {
            self.tails.push(leg.tail);
        } else {
            self.tail_sum -= std::mem::replace(&mut self.tails[self.next], leg.tail);
            self.next = (self.next + 1) % self.windows;
        }
        self.tail_sum += leg.tail;
        if self.tails.len() < self.windows {
            return 0;
        }
        let windows = self.windows as Time;
        (self.head_sum + self.work + self.tail_sum + windows - 1) / windows
    }
}

/// The strongest such sum over all sets of tasks with heads and tails above two thresholds.
/// Takes O(k^2) sums for k tasks.
pub(super) fn head_tail_bound(legs: &mut [Leg], windows: usize) -> Time {
    legs.sort_unstable_by_key(|leg| std::cmp::Reverse(leg.tail));
    let mut thresholds: Vec<Time> = legs.iter().map(|leg| leg.head).collect();
    thresholds.sort_unstable();
    thresholds.dedup();
    let mut sum = HeadTailSum::default();
    let mut bound = 0;
    for threshold in thresholds {
        sum.reset(windows);
        for leg in legs.iter().filter(|leg| leg.head >= threshold) {
            bound = bound.max(sum.add(*leg));
        }
    }
    bound
}

/// Tasks of an instance as legs.
pub(super) fn legs<'a>(
    instance: &'a Instance,
    heads: &'a [Time],
    tails: &'a [Time],
) -> impl Iterator<Item = Leg> + 'a {
    (0..instance.len()).map(|task| Leg {
        head: heads[task],
        length: instance.durations[task],
        tail: tails[task],
    })
}
