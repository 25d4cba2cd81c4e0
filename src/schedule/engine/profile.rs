//! How many tasks run at each moment.

use super::instance::Time;

/// A step function of time: the number of running tasks, with a fixed capacity.
#[derive(Clone, Debug)]
pub(super) struct Profile {
    capacity: u32,
    /// `(from, level)` in ascending order; a level holds until the next step; neighbours differ.
    steps: Vec<(Time, u32)>,
}

impl Profile {
    pub(super) fn new(capacity: usize) -> Self {
        Self { capacity: capacity as u32, steps: vec![(0, 0)] }
    }

    /// Forgets all tasks.
    pub(super) fn clear(&mut self) {
        self.steps.clear();
        self.steps.push((0, 0));
    }

    /// The earliest start from `from` on at which one more task of this positive length fits.
    pub(super) fn earliest(&self, from: Time, length: Time) -> Time {
        let mut at = self.steps.partition_point(|&(time, _)| time <= from).saturating_sub(1);
        let mut start = from;
        while at < self.steps.len() {
            let (time, level) = self.steps[at];
            if time >= start + length {
                break;
            }
            at += 1;
            if level >= self.capacity {
                // The last step has level 0, so a full one is followed by another.
                start = self.steps.get(at).map_or(start, |&(next, _)| next);
            }
        }
        start
    }

    /// Adds a task that runs from `start` to `end`.
    pub(super) fn add(&mut self, start: Time, end: Time) {
        let first = self.cut(start);
        let last = self.cut(end);
        for step in &mut self.steps[first..last] {
            step.1 += 1;
        }
        self.join(last);
        self.join(first);
    }

    /// Makes sure that a step begins at `time`; returns its place.
    fn cut(&mut self, time: Time) -> usize {
        let place = self.steps.partition_point(|&(from, _)| from < time);
        if self.steps.get(place).is_none_or(|&(from, _)| from != time) {
            let level = if place == 0 { 0 } else { self.steps[place - 1].1 };
            self.steps.insert(place, (time, level));
        }
        place
    }

    /// Removes a step whose level equals the one before.
    fn join(&mut self, place: usize) {
        if place > 0 && self.steps[place - 1].1 == self.steps[place].1 {
            self.steps.remove(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_first_gap_that_is_long_enough() {
        let mut profile = Profile::new(1);
        profile.add(2, 5);
        profile.add(7, 9);
        assert_eq!(profile.earliest(0, 2), 0);
        assert_eq!(profile.earliest(0, 3), 9);
        assert_eq!(profile.earliest(1, 2), 5);
        assert_eq!(profile.earliest(6, 1), 6);
        profile.add(5, 7);
        assert_eq!(profile.steps, [(0, 0), (2, 1), (9, 0)]);
        profile.clear();
        assert_eq!(profile.earliest(3, 1), 3);
    }

    #[test]
    fn counts_up_to_the_capacity() {
        let mut profile = Profile::new(2);
        profile.add(0, 4);
        assert_eq!(profile.earliest(0, 9), 0);
        profile.add(2, 6);
        assert_eq!(profile.earliest(0, 2), 0);
        assert_eq!(profile.earliest(0, 3), 4);
    }
}
