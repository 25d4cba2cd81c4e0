//! Tasks of one lock that must come after others.

use super::instance::Time;
use super::jackson::Leg;

/// Raises the heads of tasks that run one after the other and all end by a bound.
///
/// If a set of tasks together with one more cannot end with a task of the set, the one more comes after
/// the whole set (Carlier, Pinson 1989; Applegate, Cook 1991). Sets are those with heads and tails above
/// two thresholds. Returns false if a set does not fit at all. Takes O(k^3) steps for k tasks.
pub(super) fn edge_finding(legs: &mut [Leg], bound: Time) -> bool {
    let tasks = legs.len();
    let mut by_tail: Vec<usize> = (0..tasks).collect();
    by_tail.sort_unstable_by_key(|&task| std::cmp::Reverse(legs[task].tail));
    let mut thresholds: Vec<Time> = legs.iter().map(|leg| leg.head).collect();
    thresholds.sort_unstable();
    thresholds.dedup();
    let given: Vec<Leg> = legs.to_vec();
    // Earliest end of the set that reaches down to each place of `by_tail`.
    let mut ends = vec![0; tasks];
    for &threshold in thresholds.iter().rev() {
        let mut work = 0;
        let mut earliest = 0;
        for (place, &last) in by_tail.iter().enumerate() {
            let tail = given[last].tail;
            if given[last].head >= threshold {
                work += given[last].length;
                earliest = threshold + work;
            }
            if work == 0 {
                continue;
            }
            ends[place] = ends[place].max(earliest);
            if ends[place] + tail > bound {
                return false;
            }
            if place + 1 < tasks && given[by_tail[place + 1]].tail == tail {
                continue;
            }
            for other in 0..tasks {
                let one = given[other];
                let is_inside = one.head >= threshold && one.tail >= tail;
                if !is_inside && one.head.min(threshold) + work + one.length + tail > bound {
                    legs[other].head = legs[other].head.max(ends[place]);
                }
            }
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::engine::random::Random;

    /// Earliest end of the last, and earliest start of each task in orders that end by the bound.
    fn orders(legs: &[Leg], bound: Time) -> Vec<Option<Time>> {
        fn extend(
            legs: &[Leg],
            bound: Time,
            now: Time,
            starts: &mut Vec<Time>,
            best: &mut Vec<Option<Time>>,
        ) {
            if starts.iter().all(|&start| start >= 0) {
                for (best, &start) in best.iter_mut().zip(starts.iter()) {
                    *best = Some(best.map_or(start, |best| best.min(start)));
                }
            }
            for task in 0..legs.len() {
                let start = now.max(legs[task].head);
                let end = start + legs[task].length;
                if starts[task] < 0 && end + legs[task].tail <= bound {
                    starts[task] = start;
                    extend(legs, bound, end, starts, best);
                    starts[task] = -1;
                }
            }
        }
        let mut best = vec![None; legs.len()];
        extend(legs, bound, 0, &mut vec![-1; legs.len()], &mut best);
        best
    }

    #[test]
    fn never_cuts_an_order_that_ends_in_time() {
        let mut random = Random::new(21);
        let (mut refuted, mut raised) = (0, 0);
        for _ in 0..4_000 {
            let legs: Vec<Leg> = (0..=random.below(4))
                .map(|_| Leg {
                    head: random.below(8) as Time,
                    length: 1 + random.below(5) as Time,
                    tail: random.below(8) as Time,
                })
                .collect();
            let bound = 8 + random.below(18) as Time;
            let best = orders(&legs, bound);
            let mut cut = legs.clone();
            if edge_finding(&mut cut, bound) {
                for ((cut, leg), best) in cut.iter().zip(&legs).zip(best) {
                    assert!(best.is_none_or(|start| cut.head <= start), "{legs:?} {bound}");
                    raised += u32::from(cut.head > leg.head);
                }
            } else {
                assert!(best[0].is_none(), "{legs:?} {bound}");
                refuted += 1;
            }
        }
        assert!(refuted > 500 && raised > 200, "{refuted} {raised}");
    }
}
