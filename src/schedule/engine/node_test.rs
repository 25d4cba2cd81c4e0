//! Whether a partial schedule can still end in time.

use super::bounds::Ends;
use super::energy::{EnergyTest, Slot};
use super::instance::{Instance, Time};

/// Tests of one state of a forward search against a deadline. Keeps its memory between states.
#[derive(Debug)]
pub(super) struct NodeTest {
    /// All tasks by falling tail; then the members of each pool.
    by_tail: Vec<(Vec<u32>, usize)>,
    heads: Vec<Time>,
    available: Vec<Time>,
    smallest: Vec<Time>,
    energy: EnergyTest,
    slots: Vec<Slot>,
    /// By share of open tasks: how often the energetic test refuted.
    record: [Record; LEVELS],
}

#[derive(Clone, Copy, Debug, Default)]
struct Record {
    states: u32,
    tests: u32,
    hits: u32,
}

/// Levels of the share of open tasks.
const LEVELS: usize = 20;

/// A state: the time, what has been started and when, what is running.
#[derive(Clone, Copy, Debug)]
pub(super) struct Partial<'a> {
    pub(super) now: Time,
    /// Start of each started task, otherwise below 0.
    pub(super) starts: &'a [Time],
    /// Running tasks with their ends, in ascending order.
    pub(super) running: &'a [(Time, u32)],
}

impl NodeTest {
    pub(super) fn new(instance: &Instance, ends: &Ends) -> Self {
        let sorted = |mut members: Vec<u32>| {
            members.sort_by_key(|&task| std::cmp::Reverse(ends.tails[task as usize]));
            members
        };
        let mut by_tail = Vec::new();
        if instance.has_scarce_windows() {
            by_tail.push((sorted((0..instance.len() as u32).collect()), instance.windows));
        }
        by_tail.extend(instance.pools.iter().map(|pool| (sorted(pool.members.clone()), pool.capacity)));
        Self {
            by_tail,
            heads: vec![0; instance.len()],
            available: Vec::new(),
            smallest: Vec::new(),
            energy: EnergyTest::default(),
            slots: Vec::new(),
            record: [Record::default(); LEVELS],
        }
    }

    /// False if the state cannot be completed by `bound`: a head passes the latest start, or the work
    /// left does not fit between heads and tails, or its energy does not fit some interval.
    ///
    /// The energetic test runs while more than 60 % of all tasks are `open`, and below that as long as it
    /// refutes a fair share of the states, which every sixteenth state samples.
    pub(super) fn passes(
        &mut self,
        instance: &Instance,
        ends: &Ends,
        bound: Time,
        state: Partial<'_>,
        open: usize,
    ) -> bool {
        for task in 0..instance.len() {
            if state.starts[task] >= 0 {
                continue;
            }
            let mut head = state.now.max(ends.heads[task]);
            for &need in instance.needs.row(task) {
                let need = need as usize;
                let start = if state.starts[need] < 0 { self.heads[need] } else { state.starts[need] };
                head = head.max(start + instance.durations[need]);
            }
            if head + instance.durations[task] + ends.tails[task] > bound {
                return false;
            }
            self.heads[task] = head;
        }
        if !(0..self.by_tail.len()).all(|set| self.work_fits(set, instance, ends, bound, state)) {
            return false;
        }
        let level = open * LEVELS / (instance.len() + 1);
        let record = &mut self.record[level];
        record.states += 1;
        if level * 10 < LEVELS * 6 && record.hits * 8 < record.tests && !record.states.is_multiple_of(16) {
            return true;
        }
        record.tests += 1;
        let lacks = (0..self.by_tail.len()).any(|set| self.energy_lacks(set, instance, ends, bound, state));
        self.record[level].hits += u32::from(lacks);
        !lacks
    }

    /// Carlier's sum for the tasks left, by falling tail: the k-th window to begin starts no earlier than
    /// the k-th to fall free and the k-th smallest head, and ends before the k-th smallest tail.
    ///
    /// A window that has no time left adds nothing, never less: it may stay unused.
    fn work_fits(
        &mut self,
        set: usize,
        instance: &Instance,
        ends: &Ends,
        bound: Time,
        state: Partial<'_>,
    ) -> bool {
        let (members, windows) = &self.by_tail[set];
        let is_member = |task: u32| *windows == instance.windows || members.contains(&task);
        self.available.clear();
        let busy = state.running.iter().filter(|&&(_, task)| is_member(task)).map(|&(end, _)| end);
        self.available.extend(busy);
        let free = windows.saturating_sub(self.available.len());
        self.available.splice(0..0, std::iter::repeat_n(state.now, free));
        self.smallest.clear();
        // Tails fall, so the smallest ones are the last ones.
        let mut tails: [Time; 16] = [0; 16];
        let depth = (*windows).min(tails.len());
        let (mut work, mut next, mut known) = (0, 0, 0);
        for &task in members {
            let task = task as usize;
            if state.starts[task] >= 0 {
                continue;
            }
            work += instance.durations[task];
            let head = self.heads[task];
            let place = self.smallest.partition_point(|&other| other <= head);
            if place < *windows {
                self.smallest.truncate(windows - 1);
                self.smallest.insert(place, head);
            }
            tails[next] = ends.tails[task];
            next = (next + 1) % depth;
            known = (known + 1).min(depth);
            let mut room = 0;
            for (k, (&available, &head)) in self.available.iter().zip(&self.smallest).enumerate() {
                // Beyond the tails kept, the largest of those kept still holds.
                let back = k.min(known - 1) + 1;
                let tail = tails[(next + depth - back) % depth];
                room += (bound - tail - available.max(head)).max(0);
            }
            if work > room {
                return false;
            }
        }
        true
    }

    fn energy_lacks(
        &mut self,
        set: usize,
        instance: &Instance,
        ends: &Ends,
        bound: Time,
        state: Partial<'_>,
    ) -> bool {
        let (members, windows) = &self.by_tail[set];
        self.slots.clear();
        for &task in members {
            let index = task as usize;
            let (start, length) = (state.starts[index], instance.durations[index]);
            // Shifted to the present, so that the sweeps are short.
            if start < 0 {
                let (start, end) = (self.heads[index], bound - ends.tails[index]);
                self.slots.push(Slot { start: start - state.now, end: end - state.now, length });
            } else if start + length > state.now {
                let left = start + length - state.now;
                self.slots.push(Slot { start: 0, end: left, length: left });
            }
        }
        self.energy.overflows(&self.slots, *windows)
    }
}
