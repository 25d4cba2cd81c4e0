//! Lower bounds before any search, cheapest first.

use super::Proof;
use super::answer::Answer;
use super::carlier::{head_tail_bound, legs};
use super::closure::Closure;
use super::counting::counting_bound;
use super::energy::{EnergyTest, Slot};
use super::instance::{Instance, Time};
use super::jackson::{Leg, one_window_bound};
use super::strong_head::HeadRaiser;

/// Heads and tails of all tasks.
#[derive(Clone, Debug)]
pub(super) struct Ends {
    pub(super) heads: Vec<Time>,
    pub(super) tails: Vec<Time>,
}

impl Ends {
    /// Longest chains of needs.
    pub(super) fn plain(instance: &Instance) -> Self {
        Self { heads: instance.heads(), tails: instance.tails() }
    }

    /// Heads and tails that count windows as well; `closures` of the instance and its mirror image.
    pub(super) fn strong(instance: &Instance, mirror: &Instance, closures: [&Closure; 2]) -> Self {
        let Self { mut heads, mut tails } = Self::plain(instance);
        let mut raiser = HeadRaiser::default();
        raiser.raise(instance, closures[0], None, &mut heads);
        tails.reverse();
        raiser.raise(mirror, closures[1], None, &mut tails);
        tails.reverse();
        Self { heads, tails }
    }

    /// The same with time running backwards.
    pub(super) fn mirrored(&self) -> Self {
        Self {
            heads: self.tails.iter().rev().copied().collect(),
            tails: self.heads.iter().rev().copied().collect(),
        }
    }
}

/// Longest chain and work per window. Takes linear time.
pub(super) fn first_bounds(instance: &Instance, ends: &Ends, answer: &mut Answer) {
    answer.raise(longest(instance, ends), Proof::CriticalPath);
    answer.raise(share(instance.work(), instance.windows), Proof::Work);
}

/// The longest way through a task.
pub(super) fn longest(instance: &Instance, ends: &Ends) -> Time {
    let through =
        (0..instance.len()).map(|task| ends.heads[task] + instance.durations[task] + ends.tails[task]);
    through.max().unwrap_or(0)
}

/// Work on a number of windows, rounded up.
fn share(work: Time, windows: usize) -> Time {
    (work + windows as Time - 1) / windows as Time
}

/// One-window bounds of locks, and smallest head + work share + smallest tail of groups.
pub(super) fn pool_bounds(instance: &Instance, ends: &Ends, answer: &mut Answer) {
    for pool in &instance.pools {
        let mut legs: Vec<Leg> = pool.members.iter().map(|&task| leg(instance, ends, task)).collect();
        if pool.capacity == 1 {
            answer.raise(one_window_bound(&mut legs), Proof::Lock);
        } else {
            let head = legs.iter().map(|leg| leg.head).min().unwrap_or(0);
            let tail = legs.iter().map(|leg| leg.tail).min().unwrap_or(0);
            let work = legs.iter().map(|leg| leg.length).sum();
            answer.raise(head + share(work, pool.capacity) + tail, Proof::Work);
        }
    }
}

/// Carlier's sums over all windows and over each group. Takes quadratic time.
pub(super) fn head_tail_bounds(instance: &Instance, ends: &Ends, answer: &mut Answer) {
    if instance.has_scarce_windows() {
        let mut legs: Vec<Leg> = legs(instance, &ends.heads, &ends.tails).collect();
        answer.raise(head_tail_bound(&mut legs, instance.windows), Proof::HeadTail);
    }
    for pool in instance.pools.iter().filter(|pool| pool.capacity > 1) {
        let mut legs: Vec<Leg> = pool.members.iter().map(|&task| leg(instance, ends, task)).collect();
        answer.raise(head_tail_bound(&mut legs, pool.capacity), Proof::HeadTail);
    }
}

/// Bounds by the number of long tasks, for all windows and for each group.
pub(super) fn counting_bounds(instance: &Instance, ends: &Ends, answer: &mut Answer) {
    if instance.has_scarce_windows() {
        let legs: Vec<Leg> = legs(instance, &ends.heads, &ends.tails).collect();
        answer.raise(counting_bound(&legs, instance.windows), Proof::Counting);
    }
    for pool in instance.pools.iter().filter(|pool| pool.capacity > 1) {
        let legs: Vec<Leg> = pool.members.iter().map(|&task| leg(instance, ends, task)).collect();
        answer.raise(counting_bound(&legs, pool.capacity), Proof::Counting);
    }
}

/// Raises the bound as long as some interval cannot hold its work, by what is missing per window:
/// with plain heads and tails the bound of Fernandez and Bussell (1973), repeated.
/// The bound so far must be at least the longest way through a task.
pub(super) fn energy_bounds(
    instance: &Instance,
    ends: &Ends,
    test: &mut EnergyTest,
    proof: Proof,
    answer: &mut Answer,
) {
    let slot = |task: u32, bound: Time| {
        let Leg { head, length, tail } = leg(instance, ends, task);
        Slot { start: head, end: bound - tail, length }
    };
    let mut slots = Vec::new();
    loop {
        let bound = answer.lower_bound;
        if instance.has_scarce_windows() {
            slots.clear();
            slots.extend((0..instance.len() as u32).map(|task| slot(task, bound)));
            let excess = test.excess(&slots, instance.windows);
            answer.raise(bound + share(excess, instance.windows), proof);
        }
        for pool in &instance.pools {
            slots.clear();
            slots.extend(pool.members.iter().map(|&task| slot(task, bound)));
            let excess = test.excess(&slots, pool.capacity);
            answer.raise(bound + share(excess, pool.capacity), proof);
        }
        if answer.lower_bound == bound || answer.is_optimal() {
            return;
        }
    }
}

fn leg(instance: &Instance, ends: &Ends, task: u32) -> Leg {
    let task = task as usize;
    Leg { head: ends.heads[task], length: instance.durations[task], tail: ends.tails[task] }
}
