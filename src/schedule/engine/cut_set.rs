//! States that an exact search has already refuted.

use super::instance::Time;

/// States kept before the memory stays as it is.
const MOST_STATES: usize = 1 << 18;

/// States of one set that are compared before the others are passed over.
const CHAIN: u32 = 24;

/// Remembers refuted states by the set of tasks started in them (cut-set rule:
/// Demeulemeester, Herroelen 1992).
///
/// A state is hopeless if one with the same set was refuted at an earlier or equal time with every
/// running task ending no later: whatever completes the new state would have completed the old one.
/// Sets are compared in full, so that two sets of the same hash never pass for each other.
#[derive(Debug)]
pub(super) struct CutSets {
    /// First state of each bucket, counted from 1.
    buckets: Vec<u32>,
    states: Vec<State>,
    sets: Vec<u64>,
    running: Vec<(u32, Time)>,
    words: usize,
}

#[derive(Debug)]
struct State {
    hash: u64,
    /// Next state of the bucket, counted from 1.
    next: u32,
    now: Time,
    /// Where the running tasks begin and end in `running`.
    running: (u32, u32),
}

impl CutSets {
    /// Room for sets of `words` words.
    pub(super) fn new(words: usize) -> Self {
        Self { buckets: vec![0; 1 << 12], states: Vec::new(), sets: Vec::new(), running: Vec::new(), words }
    }

    /// Whether a refuted state covers this one; `end` gives the end of any started task.
    pub(super) fn covers(&self, set: &[u64], hash: u64, now: Time, end: impl Fn(u32) -> Time) -> bool {
        let mut at = self.buckets[self.bucket(hash)];
        let mut seen = 0;
        while at > 0 && seen < CHAIN {
            let index = at as usize - 1;
            let state = &self.states[index];
            if state.hash == hash && state.now <= now && self.set(index) == set {
                seen += 1;
                if self.running(state).iter().all(|&(task, old_end)| old_end <= now.max(end(task))) {
                    return true;
                }
            }
            at = state.next;
        }
        false
    }

    /// Remembers a state that was refuted completely; takes the place of one that it covers.
    pub(super) fn insert(
        &mut self,
        set: &[u64],
        hash: u64,
        now: Time,
        running: &[(Time, u32)],
        end: impl Fn(u32) -> Time,
    ) {
        let mut at = self.buckets[self.bucket(hash)];
        let mut seen = 0;
        while at > 0 && seen < CHAIN {
            let index = at as usize - 1;
            let state = &self.states[index];
            if state.hash == hash && self.set(index) == set {
                seen += 1;
                let old = self.running(state);
                let old_end =
                    |task: u32| old.iter().find(|&&(other, _)| other == task).map_or(0, |&(_, end)| end);
                let covers_old = now <= state.now
                    && running.len() <= old.len()
                    && running.iter().all(|&(_, task)| end(task) <= state.now.max(old_end(task)));
                if covers_old {
                    let begin = state.running.0 as usize;
                    for (place, &(end, task)) in self.running[begin..].iter_mut().zip(running) {
                        *place = (task, end);
                    }
                    let state = &mut self.states[index];
                    state.running.1 = (begin + running.len()) as u32;
                    state.now = now;
                    return;
                }
            }
            at = state.next;
        }
        if self.states.len() >= MOST_STATES {
            return;
        }
        if self.states.len() >= self.buckets.len() {
            self.grow();
        }
        let begin = self.running.len() as u32;
        self.running.extend(running.iter().map(|&(end, task)| (task, end)));
        let bucket = self.bucket(hash);
        let running = (begin, self.running.len() as u32);
        self.states.push(State { hash, next: self.buckets[bucket], now, running });
        self.sets.extend_from_slice(set);
        self.buckets[bucket] = self.states.len() as u32;
    }

    fn running(&self, state: &State) -> &[(u32, Time)] {
        &self.running[state.running.0 as usize..state.running.1 as usize]
    }

    fn set(&self, index: usize) -> &[u64] {
        &self.sets[index * self.words..(index + 1) * self.words]
    }

    fn bucket(&self, hash: u64) -> usize {
        (hash as usize) & (self.buckets.len() - 1)
    }

    fn grow(&mut self) {
        self.buckets = vec![0; self.buckets.len() * 4];
        for index in 0..self.states.len() {
            let bucket = self.bucket(self.states[index].hash);
            self.states[index].next = self.buckets[bucket];
            self.buckets[bucket] = index as u32 + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn covers_later_states_with_later_ends() {
        let mut sets = CutSets::new(1);
        sets.insert(&[0b11], 9, 4, &[(7, 1)], |_| 7);
        assert!(sets.covers(&[0b11], 9, 4, |_| 7));
        assert!(sets.covers(&[0b11], 9, 7, |_| 5), "task 1 has ended by now");
        assert!(!sets.covers(&[0b11], 9, 4, |_| 6));
        assert!(!sets.covers(&[0b11], 9, 3, |_| 9));
        assert!(!sets.covers(&[0b111], 9, 9, |_| 9), "another set of the same hash");
    }

    #[test]
    fn a_better_state_takes_the_place_of_a_worse_one() {
        let mut sets = CutSets::new(1);
        sets.insert(&[0b111], 9, 4, &[(6, 2), (7, 1)], |_| 0);
        sets.insert(&[0b111], 9, 3, &[(5, 1)], |_| 5);
        assert_eq!(sets.states.len(), 1);
        assert!(sets.covers(&[0b111], 9, 3, |_| 5));
        sets.insert(&[0b111], 9, 3, &[(4, 2)], |_| 4);
        assert_eq!(sets.states.len(), 2);
    }

    #[test]
    fn survives_growing() {
        let mut sets = CutSets::new(1);
        (0..20_000_u64).for_each(|set| sets.insert(&[set], set.wrapping_mul(77), 1, &[], |_| 0));
        assert!((0..20_000_u64).all(|set| sets.covers(&[set], set.wrapping_mul(77), 1, |_| 0)));
    }
}
