//! Is there a schedule that ends in time? An exact search forward in time.

use super::bit_matrix::BitMatrix;
use super::bounds::Ends;
use super::cut_set::CutSets;
use super::instance::{Instance, Time};
use super::node_test::{NodeTest, Partial};
use super::random::Random;

/// What a search with a limit on its nodes found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// A schedule that ends in time, by starts.
    Found(Vec<Time>),
    /// There is none.
    Refuted,
    /// The nodes ran out.
    Spent,
}

/// Not held back.
const NEVER: Time = Time::MAX;

/// Decides whether an instance can end by a bound.
///
/// Steps from end to end. At each, every ready task of rising rank is started, or skipped.
/// Rules that lose no answer, each because it leads to a schedule found earlier in the same order:
/// - left shift: a task skipped with room to run may start only after a moment without that room;
/// - equal length: a task does not start while one of better rank, same length and pools and at least its
///   followers is ready (both in the manner of Demeulemeester, Herroelen 1992);
/// - refuted states ([`CutSets`]).
///
/// States that cannot end in time ([`NodeTest`]) are left.
#[derive(Debug)]
pub(super) struct Decider {
    /// Tasks by falling tail with their own length: rank, and topological as well.
    instance: Instance,
    /// Task of the given instance for each rank.
    tasks: Vec<u32>,
    /// Row `i`: tasks that go before `i` if both are ready.
    preferred: BitMatrix,
    /// A random word per task, to hash sets.
    words: Vec<u64>,
    /// What searches for the bound noted here have refuted so far.
    ///
    /// A search that is taken up again walks the same tree from its beginning, and whatever it finds
    /// refuted lies before the place where the last one stopped.
    memory: Option<(Time, CutSets)>,
}

impl Decider {
    /// Ranks tasks by falling tail with their own length.
    pub(super) fn new(instance: &Instance, ends: &Ends) -> Self {
        let mut tasks: Vec<u32> = (0..instance.len() as u32).collect();
        tasks.sort_by_key(|&task| {
            let task = task as usize;
            let followers = instance.followers.row(task).len();
            std::cmp::Reverse((ends.tails[task] + instance.durations[task], followers))
        });
        let instance = instance.renumbered(&tasks);
        let mut random = Random::new(0x6375_7473);
        let words = tasks.iter().map(|_| random.bits()).collect();
        Self { preferred: preferred(&instance), instance, tasks, words, memory: None }
    }

    /// Searches up to `nodes` nodes and takes them off the count. `ends` must hold for all schedules that
    /// end by `bound`.
    pub(super) fn decide(&mut self, bound: Time, ends: &Ends, nodes: &mut u64) -> Verdict {
        let tasks = self.instance.len();
        let words = tasks.div_ceil(64);
        let memory = self.memory.take().filter(|(known, _)| *known == bound);
        let pick = |times: &[Time]| self.tasks.iter().map(|&task| times[task as usize]).collect();
        let ends = Ends { heads: pick(&ends.heads), tails: pick(&ends.tails) };
        let mut search = Search {
            decider: self,
            bound,
            nodes: *nodes,
            test: NodeTest::new(&self.instance, &ends),
            ends,
            refuted: memory.map_or_else(|| CutSets::new(words), |(_, sets)| sets),
            now: 0,
            starts: vec![-1; tasks],
            open: tasks,
            missing: (0..tasks).map(|task| self.instance.needs.row(task).len() as u32).collect(),
            ready: vec![0; words],
            started: vec![0; words],
            hash: 0,
            running: Vec::new(),
            room: self.instance.pools.iter().map(|pool| pool.capacity).collect(),
            since: vec![NEVER; tasks],
            trail: Vec::new(),
        };
        for task in 0..tasks {
            if search.missing[task] == 0 {
                search.ready[task / 64] |= 1 << (task % 64);
            }
        }
        let step = if search.passes() { search.choose(0) } else { Step::Dead };
        *nodes = search.nodes;
        let (ranked, sets) = (search.starts, search.refuted);
        self.memory = Some((bound, sets));
        match step {
            Step::Dead => Verdict::Refuted,
            Step::Spent => Verdict::Spent,
            Step::Done => {
                let mut starts = vec![0; tasks];
                self.tasks.iter().zip(ranked).for_each(|(&task, start)| starts[task as usize] = start);
                Verdict::Found(starts)
            }
        }
    }
}

/// For each task those of better rank, equal length, the same pools and a superset of its followers.
fn preferred(instance: &Instance) -> BitMatrix {
    let tasks = instance.len();
    let mut after = BitMatrix::new(tasks, tasks);
    for task in (0..tasks).rev() {
        for &follower in instance.followers.row(task) {
            after.set(task, follower as usize);
            after.absorb_later(task, follower as usize);
        }
    }
    let mut preferred = BitMatrix::new(tasks, tasks);
    for task in 0..tasks {
        for better in 0..task {
            if instance.durations[better] == instance.durations[task]
                && instance.pools_of.row(better) == instance.pools_of.row(task)
                && instance.followers.row(task).iter().all(|&follower| after.has(better, follower as usize))
            {
                preferred.set(task, better);
            }
        }
    }
    preferred
}

enum Step {
    Done,
    Dead,
    Spent,
}

struct Search<'a> {
    decider: &'a Decider,
    bound: Time,
    ends: Ends,
    nodes: u64,
    test: NodeTest,
    refuted: CutSets,
    now: Time,
    /// Start of each started task, otherwise -1.
    starts: Vec<Time>,
    /// Number of tasks not started.
    open: usize,
    /// Needs of each task that have not ended.
    missing: Vec<u32>,
    /// Not started, all needs ended.
    ready: Vec<u64>,
    started: Vec<u64>,
    hash: u64,
    /// Running tasks by end.
    running: Vec<(Time, u32)>,
    room: Vec<usize>,
    /// Since when a ready task could have run without a moment that keeps it out.
    since: Vec<Time>,
    /// Former values of `since`.
    trail: Vec<(u32, Time)>,
}

impl Search<'_> {
    /// Starts or skips the ready tasks from rank `from` on, then moves on in time.
    fn choose(&mut self, from: usize) -> Step {
        let mut from = from;
        while self.running.len() < self.decider.instance.windows {
            let Some(task) = self.next_ready(from) else {
                break;
            };
            from = task + 1;
            if self.since[task] != NEVER || !self.has_room(task) || self.is_behind_another(task) {
                continue;
            }
            self.start(task);
            if self.open == 0 {
                return Step::Done;
            }
            match self.choose(from) {
                Step::Dead => self.take_back(task),
                step => return step,
            }
            if self.latest_start(task) <= self.now {
                return Step::Dead;
            }
        }
        self.advance()
    }

    /// Moves on to the next end and tests the state there.
    fn advance(&mut self) -> Step {
        let Some(&(next, _)) = self.running.first() else {
            return Step::Dead;
        };
        if self.nodes == 0 {
            return Step::Spent;
        }
        self.nodes -= 1;
        let mark = self.trail.len();
        if !self.wait_until(next) {
            self.restore_since(mark);
            return Step::Dead;
        }
        let before = self.now;
        self.now = next;
        let ended = self.running.partition_point(|&(end, _)| end <= next);
        let ended: Vec<(Time, u32)> = self.running.drain(..ended).collect();
        for &(_, task) in &ended {
            self.end(task);
        }
        let mut step = Step::Dead;
        if !self.is_refuted() && self.passes() {
            step = self.choose(0);
            if let Step::Dead = step {
                let (starts, durations) = (&self.starts, &self.decider.instance.durations);
                let end = |task: u32| starts[task as usize] + durations[task as usize];
                self.refuted.insert(&self.started, self.hash, self.now, &self.running, end);
            }
        }
        if let Step::Dead = step {
            for &(_, task) in ended.iter().rev() {
                self.undo_end(task);
            }
            self.running.splice(0..0, ended);
            self.now = before;
            self.restore_since(mark);
        }
        step
    }

    /// Notes which ready tasks could run now but wait. False if one of them waits in vain until `next`.
    fn wait_until(&mut self, next: Time) -> bool {
        let is_full = self.running.len() == self.decider.instance.windows;
        let mut from = 0;
        while let Some(task) = self.next_ready(from) {
            from = task + 1;
            if self.latest_start(task) < next {
                return false;
            }
            let since = self.since[task];
            if is_full || !self.has_room(task) {
                if since != NEVER {
                    self.trail.push((task as u32, since));
                    self.since[task] = NEVER;
                }
                continue;
            }
            if since == NEVER {
                self.trail.push((task as u32, since));
                self.since[task] = self.now;
            }
            if self.since[task] + self.decider.instance.durations[task] <= next {
                return false;
            }
        }
        true
    }

    fn restore_since(&mut self, mark: usize) {
        while self.trail.len() > mark {
            if let Some((task, since)) = self.trail.pop() {
                self.since[task as usize] = since;
            }
        }
    }

    fn passes(&mut self) -> bool {
        let instance = &self.decider.instance;
        let state = Partial { now: self.now, starts: &self.starts, running: &self.running };
        self.test.passes(instance, &self.ends, self.bound, state, self.open)
    }

    fn is_refuted(&self) -> bool {
        let end = |task: u32| self.starts[task as usize] + self.decider.instance.durations[task as usize];
        self.refuted.covers(&self.started, self.hash, self.now, end)
    }

    fn latest_start(&self, task: usize) -> Time {
        self.bound - self.ends.tails[task] - self.decider.instance.durations[task]
    }

    fn next_ready(&self, from: usize) -> Option<usize> {
        let mut place = from / 64;
        let mut word = *self.ready.get(place)? & (u64::MAX << (from % 64));
        while word == 0 {
            place += 1;
            word = *self.ready.get(place)?;
        }
        Some(place * 64 + word.trailing_zeros() as usize)
    }

    fn has_room(&self, task: usize) -> bool {
        self.decider.instance.pools_of.row(task).iter().all(|&pool| self.room[pool as usize] > 0)
    }

    /// Whether a ready task goes before this one in any case.
    fn is_behind_another(&self, task: usize) -> bool {
        self.decider.preferred.row(task).iter().zip(&self.ready).any(|(better, ready)| better & ready != 0)
    }

    fn start(&mut self, task: usize) {
        let end = self.now + self.decider.instance.durations[task];
        let place = self.running.partition_point(|&other| other < (end, task as u32));
        self.running.insert(place, (end, task as u32));
        self.starts[task] = self.now;
        self.open -= 1;
        self.flip(task);
        for &pool in self.decider.instance.pools_of.row(task) {
            self.room[pool as usize] -= 1;
        }
    }

    fn take_back(&mut self, task: usize) {
        self.running.retain(|&(_, other)| other as usize != task);
        self.starts[task] = -1;
        self.open += 1;
        self.flip(task);
        for &pool in self.decider.instance.pools_of.row(task) {
            self.room[pool as usize] += 1;
        }
    }

    /// Moves a task from ready to started or back.
    fn flip(&mut self, task: usize) {
        self.ready[task / 64] ^= 1 << (task % 64);
        self.started[task / 64] ^= 1 << (task % 64);
        self.hash ^= self.decider.words[task];
    }

    fn end(&mut self, task: u32) {
        for &pool in self.decider.instance.pools_of.row(task as usize) {
            self.room[pool as usize] += 1;
        }
        for &follower in self.decider.instance.followers.row(task as usize) {
            let follower = follower as usize;
            self.missing[follower] -= 1;
            if self.missing[follower] == 0 {
                self.ready[follower / 64] |= 1 << (follower % 64);
            }
        }
    }

    fn undo_end(&mut self, task: u32) {
        for &pool in self.decider.instance.pools_of.row(task as usize) {
            self.room[pool as usize] -= 1;
        }
        for &follower in self.decider.instance.followers.row(task as usize) {
            let follower = follower as usize;
            self.ready[follower / 64] &= !(1 << (follower % 64));
            self.missing[follower] += 1;
        }
    }
}
