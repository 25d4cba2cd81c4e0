//! The one-window bound.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::instance::Time;

/// A task on one window: when it can start, how long it takes, what follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Leg {
    pub(super) head: Time,
    pub(super) length: Time,
    pub(super) tail: Time,
}

/// Length of Jackson's preemptive schedule (Jackson 1955; Carlier 1982): no schedule that runs
/// these tasks one after the other ends earlier.
///
/// Always runs the available task with the longest tail. Takes O(k log k) for k tasks.
pub(super) fn one_window_bound(legs: &mut [Leg]) -> Time {
    legs.sort_unstable_by_key(|leg| leg.head);
    let mut available: BinaryHeap<(Time, Reverse<usize>)> = BinaryHeap::new();
    let mut left: Vec<Time> = legs.iter().map(|leg| leg.length).collect();
    let (mut now, mut next, mut bound) = (0, 0, 0);
    while next < legs.len() || !available.is_empty() {
        if available.is_empty() {
            now = now.max(legs[next].head);
        }
        while next < legs.len() && legs[next].head <= now {
            available.push((legs[next].tail, Reverse(next)));
            next += 1;
        }
        let Some(&(tail, Reverse(leg))) = available.peek() else {
            break;
        };
        let until = legs.get(next).map_or(Time::MAX, |leg| leg.head);
        let run = left[leg].min(until - now);
        now += run;
        left[leg] -= run;
        if left[leg] == 0 {
            available.pop();
            bound = bound.max(now + tail);
        }
    }
    bound
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_the_best_subset_sum() {
        let leg = |head, length, tail| Leg { head, length, tail };
        assert_eq!(one_window_bound(&mut []), 0);
        assert_eq!(one_window_bound(&mut [leg(2, 3, 4)]), 9);
        let mut random = crate::schedule::engine::random::Random::new(7);
        for _ in 0..500 {
            let mut legs: Vec<Leg> = (0..=random.below(6))
                .map(|_| leg(random.below(9) as i64, 1 + random.below(5) as i64, random.below(9) as i64))
                .collect();
            let subsets = 1..1_u32 << legs.len();
            let best = subsets.map(|set| {
                let chosen =
                    || legs.iter().enumerate().filter(move |(i, _)| set >> i & 1 == 1).map(|(_, leg)| leg);
                let head = chosen().map(|leg| leg.head).min().unwrap_or(0);
                let tail = chosen().map(|leg| leg.tail).min().unwrap_or(0);
                head + chosen().map(|leg| leg.length).sum::<Time>() + tail
            });
            let best = best.max();
            assert_eq!(Some(one_window_bound(&mut legs)), best);
        }
    }
}
