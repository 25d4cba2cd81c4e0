use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use super::rest::Rest;
use crate::plan::SubtaskIx;

/// One way the rest can go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course {
    /// Per subtask its window and when it starts and ends; `None` for those that are over. One that runs starts at 0.
    pub slots: Vec<Option<CourseSlot>>,
    /// When the last one ends.
    pub end: u64,
    /// The chain that decides the end: each starts when the one before ends.
    pub critical: Vec<SubtaskIx>,
}

/// When and where a subtask runs in a [`Course`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CourseSlot {
    /// The window; 0 where nobody said.
    pub window: u32,
    /// When it starts.
    pub start: u64,
    /// When it ends.
    pub end: u64,
    /// The subtask whose end let it start; `None` where nothing held it up.
    pub cause: Option<SubtaskIx>,
}

/// Where a course stands.
pub(super) struct State {
    pub(super) now: u64,
    missing: Vec<u32>,
    ready: BinaryHeap<Reverse<u32>>,
    pub(super) ends: BinaryHeap<Reverse<(u64, u32)>>,
    /// Free windows of each pool.
    free: Vec<BTreeSet<u32>>,
    /// Who waits for a window of each pool.
    pool_waiting: Vec<BinaryHeap<Reverse<u32>>>,
    /// Who ended last in each pool, and when.
    pool_freed: Vec<Option<(u64, u32)>>,
    /// How many subtasks run in each window that is not free; only log entries can make it more than one.
    busy: BTreeMap<u32, u32>,
    lock_held: Vec<bool>,
    lock_waiting: Vec<BinaryHeap<Reverse<u32>>>,
    /// Who let go of a lock last, and when.
    lock_freed: Vec<(u64, u32)>,
    /// Who met the last need of a subtask, and when.
    met: Vec<Option<(u64, u32)>>,
    pub(super) slots: Vec<Option<CourseSlot>>,
}

impl State {
    pub(super) fn new(rest: &Rest) -> State {
        State {
            now: 0,
            missing: (0..rest.open.len()).map(|node| rest.needs.row(node).len() as u32).collect(),
            ready: BinaryHeap::new(),
            ends: BinaryHeap::new(),
            free: rest.pools.windows.clone(),
            pool_waiting: vec![BinaryHeap::new(); rest.pools.windows.len()],
            pool_freed: vec![None; rest.pools.windows.len()],
            busy: BTreeMap::new(),
            lock_held: vec![false; rest.locks],
            lock_waiting: vec![BinaryHeap::new(); rest.locks],
            lock_freed: vec![(0, u32::MAX); rest.locks],
            met: vec![None; rest.subtasks],
            slots: vec![None; rest.subtasks],
        }
    }

    /// Everything that a node needs is over.
    pub(super) fn release(&mut self, rest: &Rest, node: u32, by: Option<u32>) {
        let mut stack = vec![node];
        while let Some(node) = stack.pop() {
            if (node as usize) < rest.subtasks {
                self.met[node as usize] = by.map(|by| (self.now, by));
                self.ready.push(Reverse(rest.rank[node as usize]));
                continue;
            }
            for &dependent in rest.dependents.row(node as usize) {
                let missing = &mut self.missing[dependent as usize];
                *missing -= 1;
                if *missing == 0 {
                    stack.push(dependent);
                }
            }
        }
    }

    /// Starts what may start while windows are free.
    pub(super) fn dispatch(&mut self, rest: &Rest, lengths: &[u64]) {
        while let Some(Reverse(rank)) = self.ready.pop() {
            let subtask = rest.by_rank[rank as usize];
            let pool = rest.pools.of[subtask as usize] as usize;
            if self.free[pool].is_empty() {
                self.pool_waiting[pool].push(Reverse(rank));
                continue;
            }
            let locks = rest.locks_of.row(subtask as usize);
            if let Some(&taken) = locks.iter().find(|&&lock| self.lock_held[lock as usize]) {
                self.lock_waiting[taken as usize].push(Reverse(rank));
                // It may have been called from another file: that one goes to the next in line.
                for &lock in locks.iter().filter(|&&lock| !self.lock_held[lock as usize]) {
                    self.ready.extend(self.lock_waiting[lock as usize].pop());
                }
                continue;
            }
            let wish = rest.wanted.get(subtask as usize).copied().flatten();
            let free = &self.free[pool];
            let window = wish.filter(|wish| free.contains(wish)).or_else(|| free.first().copied());
            let cause = self.cause(subtask, locks, pool);
            self.begin(rest, subtask, window.unwrap_or(0), lengths, cause);
        }
    }

    /// Whose end let a subtask start now: the last need's, else that of a writer of its file, else its window's.
    fn cause(&self, subtask: u32, locks: &[u32], pool: usize) -> Option<SubtaskIx> {
        let met = self.met[subtask as usize].filter(|&(at, _)| at == self.now).map(|(_, by)| by);
        let freed = || {
            let freed = locks.iter().map(|&lock| self.lock_freed[lock as usize]);
            freed.into_iter().find(|&(at, by)| at == self.now && by != u32::MAX).map(|(_, by)| by)
        };
        let window = self.pool_freed[pool].filter(|&(at, _)| at == self.now).map(|(_, by)| by);
        met.or_else(freed).or(window).map(SubtaskIx)
    }

    pub(super) fn begin(
        &mut self,
        rest: &Rest,
        subtask: u32,
        window: u32,
        lengths: &[u64],
        cause: Option<SubtaskIx>,
    ) {
        for &lock in rest.locks_of.row(subtask as usize) {
            self.lock_held[lock as usize] = true;
        }
        if window > 0 {
            self.free.iter_mut().for_each(|free| {
                free.remove(&window);
            });
            *self.busy.entry(window).or_default() += 1;
        }
        let end = self.now.saturating_add(lengths[subtask as usize]);
        self.slots[subtask as usize] = Some(CourseSlot { window, start: self.now, end, cause });
        self.ends.push(Reverse((end, subtask)));
    }

    pub(super) fn finish(&mut self, rest: &Rest, subtask: u32) {
        let at = subtask as usize;
        for &lock in rest.locks_of.row(at) {
            self.lock_held[lock as usize] = false;
            self.lock_freed[lock as usize] = (self.now, subtask);
            self.ready.extend(self.lock_waiting[lock as usize].pop());
        }
        let window = self.slots[at].map_or(0, |slot| slot.window);
        if let Some(count) = self.busy.get_mut(&window) {
            *count -= 1;
            if *count == 0 {
                self.busy.remove(&window);
                self.give_back(rest, subtask, window);
            }
        }
        for &dependent in rest.dependents.row(at) {
            let missing = &mut self.missing[dependent as usize];
            *missing -= 1;
            if *missing == 0 {
                self.release(rest, dependent, Some(subtask));
            }
        }
    }

    /// A window goes back to the pool that it belongs to, and whoever waits there may look again.
    fn give_back(&mut self, rest: &Rest, subtask: u32, window: u32) {
        let own = rest.pools.windows.iter().position(|windows| windows.contains(&window));
        let pool = own.unwrap_or(rest.pools.of[subtask as usize] as usize);
        self.free[pool].insert(window);
        self.pool_freed[pool] = Some((self.now, subtask));
        self.ready.extend(self.pool_waiting[pool].drain());
    }

    pub(super) fn course(self) -> Course {
        let ends = self.slots.iter().enumerate().filter_map(|(at, slot)| Some((slot.as_ref()?.end, at)));
        let last = ends.max_by_key(|&(end, at)| (end, Reverse(at)));
        let mut critical = Vec::new();
        let mut next = last.map(|(_, at)| SubtaskIx(at as u32));
        while let Some(ix) = next {
            critical.push(ix);
            next = self.slots[ix.index()].and_then(|slot| slot.cause);
        }
        critical.reverse();
        Course { end: last.map_or(0, |(end, _)| end), slots: self.slots, critical }
    }
}
