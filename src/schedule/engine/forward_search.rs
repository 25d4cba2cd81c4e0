//! The exact search forward in time.

use super::bounds::Ends;
use super::cut_set::CutSets;
use super::instance::Time;
use super::node_test::{NodeTest, Partial};
use super::search_tree::Tree;

/// Not held back.
const NEVER: Time = Time::MAX;

/// How a branch of the search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// All tasks are started in time.
    Done,
    /// No schedule of this branch ends in time.
    Dead,
    /// The nodes ran out.
    Spent,
}

/// Looks for a schedule that ends by a bound.
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
pub(super) struct Search<'a> {
    tree: &'a Tree,
    bound: Time,
    ends: Ends,
    pub(super) nodes: u64,
    test: NodeTest,
    pub(super) refuted: CutSets,
    now: Time,
    /// Start of each started task, otherwise -1.
    pub(super) starts: Vec<Time>,
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

impl<'a> Search<'a> {
    /// Before any start. `known` states have been refuted for the same bound in the same tree.
    pub(super) fn new(tree: &'a Tree, bound: Time, ends: Ends, known: Option<CutSets>, nodes: u64) -> Self {
        let tasks = tree.instance.len();
        let words = tasks.div_ceil(64);
        let missing: Vec<u32> = (0..tasks).map(|task| tree.instance.needs.row(task).len() as u32).collect();
        let mut ready = vec![0; words];
        for task in (0..tasks).filter(|&task| missing[task] == 0) {
            ready[task / 64] |= 1 << (task % 64);
        }
        Self {
            tree,
            bound,
            nodes,
            test: NodeTest::new(&tree.instance, &ends),
            ends,
            refuted: known.unwrap_or_else(|| CutSets::new(words)),
            now: 0,
            starts: vec![-1; tasks],
            open: tasks,
            missing,
            ready,
            started: vec![0; words],
            hash: 0,
            running: Vec::new(),
            room: tree.instance.pools.iter().map(|pool| pool.capacity).collect(),
            since: vec![NEVER; tasks],
            trail: Vec::new(),
        }
    }

    /// Searches the whole tree, unless the nodes run out.
    pub(super) fn run(&mut self) -> Step {
        if self.passes() { self.choose(0) } else { Step::Dead }
    }

    /// Starts or skips the ready tasks from rank `from` on, then moves on in time.
    fn choose(&mut self, from: usize) -> Step {
        let mut from = from;
        while self.running.len() < self.tree.instance.windows {
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
                let (starts, durations) = (&self.starts, &self.tree.instance.durations);
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
        let is_full = self.running.len() == self.tree.instance.windows;
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
            if self.since[task] + self.tree.instance.durations[task] <= next {
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
        let instance = &self.tree.instance;
        let state = Partial { now: self.now, starts: &self.starts, running: &self.running };
        self.test.passes(instance, &self.ends, self.bound, state, self.open)
    }

    fn is_refuted(&self) -> bool {
        let end = |task: u32| self.starts[task as usize] + self.tree.instance.durations[task as usize];
        self.refuted.covers(&self.started, self.hash, self.now, end)
    }

    fn latest_start(&self, task: usize) -> Time {
        self.bound - self.ends.tails[task] - self.tree.instance.durations[task]
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
        self.tree.instance.pools_of.row(task).iter().all(|&pool| self.room[pool as usize] > 0)
    }

    /// Whether a ready task goes before this one in any case.
    fn is_behind_another(&self, task: usize) -> bool {
        self.tree.preferred.row(task).iter().zip(&self.ready).any(|(better, ready)| better & ready != 0)
    }

    fn start(&mut self, task: usize) {
        let end = self.now + self.tree.instance.durations[task];
        let place = self.running.partition_point(|&other| other < (end, task as u32));
        self.running.insert(place, (end, task as u32));
        self.starts[task] = self.now;
        self.open -= 1;
        self.flip(task);
        for &pool in self.tree.instance.pools_of.row(task) {
            self.room[pool as usize] -= 1;
        }
    }

    fn take_back(&mut self, task: usize) {
        self.running.retain(|&(_, other)| other as usize != task);
        self.starts[task] = -1;
        self.open += 1;
        self.flip(task);
        for &pool in self.tree.instance.pools_of.row(task) {
            self.room[pool as usize] += 1;
        }
    }

    /// Moves a task from ready to started or back.
    fn flip(&mut self, task: usize) {
        self.ready[task / 64] ^= 1 << (task % 64);
        self.started[task / 64] ^= 1 << (task % 64);
        self.hash ^= self.tree.words[task];
    }

    fn end(&mut self, task: u32) {
        for &pool in self.tree.instance.pools_of.row(task as usize) {
            self.room[pool as usize] += 1;
        }
        for &follower in self.tree.instance.followers.row(task as usize) {
            let follower = follower as usize;
            self.missing[follower] -= 1;
            if self.missing[follower] == 0 {
                self.ready[follower / 64] |= 1 << (follower % 64);
            }
        }
    }

    fn undo_end(&mut self, task: u32) {
        for &pool in self.tree.instance.pools_of.row(task as usize) {
            self.room[pool as usize] -= 1;
        }
        for &follower in self.tree.instance.followers.row(task as usize) {
            let follower = follower as usize;
            self.ready[follower / 64] &= !(1 << (follower % 64));
            self.missing[follower] += 1;
        }
    }
}
