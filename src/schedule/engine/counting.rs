//! More long tasks than windows can share evenly.

use super::instance::Time;
use super::jackson::Leg;

/// Of any `k * windows + 1` tasks some window runs at least `k + 1`, in the best case the shortest of them
/// (Dell'Amico, Martello 1995), between the smallest head and the smallest tail.
///
/// Tries every `k` on the longest tasks with tails above each threshold. Takes O(n^2) steps for n tasks
/// at worst, O(n log n) where all tails are equal.
pub(super) fn counting_bound(legs: &[Leg], windows: usize) -> Time {
    let mut by_length = legs.to_vec();
    by_length.sort_unstable_by_key(|leg| std::cmp::Reverse(leg.length));
    let mut thresholds: Vec<Time> = legs.iter().map(|leg| leg.tail).collect();
    thresholds.sort_unstable();
    thresholds.dedup();
    let mut lengths: Vec<Time> = Vec::new();
    let mut bound = 0;
    for tail in thresholds {
        lengths.clear();
        let mut head = Time::MAX;
        for leg in by_length.iter().filter(|leg| leg.tail >= tail) {
            head = head.min(leg.head);
            lengths.push(leg.length);
            let earlier = lengths.len() - 1;
            if earlier > 0 && earlier.is_multiple_of(windows) {
                let shortest: Time = lengths[earlier - earlier / windows..].iter().sum();
                bound = bound.max(head + shortest + tail);
            }
        }
    }
    bound
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_long_tasks_on_two_windows() {
        let leg = |length, tail| Leg { head: 1, length, tail };
        assert_eq!(counting_bound(&[leg(9, 2), leg(10, 3), leg(8, 2), leg(1, 0)], 2), 1 + 17 + 2);
        assert_eq!(counting_bound(&[leg(9, 2), leg(10, 3)], 2), 0);
    }
}
