//! Heads that count windows.

use std::cmp::Reverse;

use super::carlier::HeadTailSum;
use super::closure::{Closure, Relative};
use super::instance::{Instance, Time};
use super::jackson::Leg;

/// Raises heads: all ancestors of a task must have ended before it starts, and they share the windows.
///
/// Every ancestor is a leg whose tail is its distance to the task; sets above each distance are summed
/// (Carlier's sum; used for heads in the manner of Fernandez and Bussell 1973).
/// Keeps its memory between calls.
#[derive(Debug, Default)]
pub(super) struct HeadRaiser {
    legs: Vec<Leg>,
    sum: HeadTailSum,
    /// Tasks whose head differs from the known one.
    changed: Vec<u64>,
}

impl HeadRaiser {
    /// Raises `heads` in topological order until each follows from those before it.
    ///
    /// `known` heads have been raised before and are not above `heads`: a task none of whose ancestors
    /// differs from them needs no new sum.
    pub(super) fn raise(
        &mut self,
        instance: &Instance,
        closure: &Closure,
        known: Option<&[Time]>,
        heads: &mut [Time],
    ) {
        self.changed.clear();
        self.changed.resize(instance.len().div_ceil(64), 0);
        for task in 0..instance.len() {
            let needs = instance.needs.row(task).iter().map(|&need| need as usize);
            let ends = needs.map(|need| heads[need] + instance.durations[need]);
            heads[task] = heads[task].max(ends.max().unwrap_or(0));
            let ancestors = &closure.ancestors[task];
            let meets = |(before, changed): (&u64, &u64)| before & changed != 0;
            if ancestors.len() > instance.windows
                && (known.is_none() || closure.before.row(task).iter().zip(&self.changed).any(meets))
            {
                heads[task] = heads[task].max(self.shared(instance, ancestors, heads));
            }
            if known.is_some_and(|known| known[task] != heads[task]) {
                self.changed[task / 64] |= 1 << (task % 64);
            }
        }
    }

    /// When all ancestors, by falling distance, can have ended and let the task start.
    fn shared(&mut self, instance: &Instance, ancestors: &[Relative], heads: &[Time]) -> Time {
        let mut earliest = 0;
        self.legs.clear();
        self.sum.reset(instance.windows);
        for ancestor in ancestors {
            let index = ancestor.task as usize;
            let leg = Leg { head: heads[index], length: instance.durations[index], tail: ancestor.distance };
            earliest = earliest.max(self.sum.add(leg));
            // Backwards in time heads are tails, and the same sum counts sets above each head.
            self.legs.push(Leg { head: leg.tail, length: leg.length, tail: leg.head });
        }
        self.legs.sort_unstable_by_key(|leg| Reverse(leg.tail));
        self.sum.reset(instance.windows);
        for leg in &self.legs {
            earliest = earliest.max(self.sum.add(*leg));
        }
        earliest
    }
}
