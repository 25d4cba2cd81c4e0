use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use super::locks::locks;
use super::open_windows::OpenWindows;
use super::{Execution, Fixed, Past, Schedules};
use crate::graph::{Estimate, Graph, times};
use crate::plan::{FeatureIx, Plan, SubtaskIx};
use crate::syntax::Minutes;

/// Where the run stands while the rest is planned. Times are parts of a minute.
pub(super) struct Going<'a> {
    plan: &'a Plan,
    graph: &'a Graph,
    past: &'a Past,
    windows: OpenWindows<'a>,
    lengths: Vec<u64>,
    /// Rank of each subtask among those that may start.
    rank: Vec<u32>,
    by_rank: Vec<u32>,
    /// Window and step of each subtask in the execution before; `None` for one that it leaves out.
    wanted: Vec<Option<(u32, u32)>>,
    /// Per step: how many of its subtasks are left, and whether the steps before it are over.
    left: Vec<u32>,
    features: Vec<Option<FeatureIx>>,
    missing: Vec<u32>,
    /// Ranks of those whose needs are met and whose step may run, or may not yet.
    ready: BTreeSet<u32>,
    later: Vec<Vec<u32>>,
    locks_of: Vec<Vec<u32>>,
    held: Vec<bool>,
    ends: BinaryHeap<Reverse<(u64, u32)>>,
    found: Vec<Option<(u32, u64, u64)>>,
    cause: Vec<Option<SubtaskIx>>,
    now: u64,
    last_ended: Option<u32>,
}

impl<'a> Going<'a> {
    pub(super) fn new(
        plan: &'a Plan,
        graph: &'a Graph,
        estimates: &[Estimate],
        schedules: &'a Schedules,
        before: &Execution,
        past: &'a Past,
    ) -> Going<'a> {
        let count = plan.subtasks.len();
        let likely: Vec<Minutes> = estimates.iter().map(|estimate| estimate.likely).collect();
        let tails = times(graph, &likely).tail;
        let mut by_rank: Vec<u32> = (0..count as u32).collect();
        let urgent = |at: u32| past.urgent.binary_search(&SubtaskIx(at)).is_ok();
        by_rank.sort_by_key(|&at| (!urgent(at), Reverse(tails[at as usize]), at));
        let mut rank = vec![0; count];
        for (position, &at) in (0..).zip(&by_rank) {
            rank[at as usize] = position;
        }
        let mut wanted = vec![None; count];
        let mut left = vec![0; before.steps.len()];
        for slot in &before.slots {
            wanted[slot.subtask.index()] = Some((slot.window, slot.step));
            left[slot.step as usize] += 1;
        }
        let locks = if schedules.file_locks { locks(plan) } else { Vec::new() };
        let mut locks_of = vec![Vec::new(); count];
        for (at, lock) in (0..).zip(&locks) {
            lock.writers.iter().for_each(|ix| locks_of[ix.index()].push(at));
        }
        Going {
            plan,
            graph,
            past,
            windows: OpenWindows::new(schedules, past, count as u32),
            lengths: likely.iter().map(|length| length.parts()).collect(),
            rank,
            by_rank,
            wanted,
            features: before.steps.iter().map(|step| step.feature).collect(),
            later: vec![Vec::new(); left.len()],
            left,
            missing: (0..graph.needs().len()).map(|node| graph.needs().row(node).len() as u32).collect(),
            ready: BTreeSet::new(),
            held: vec![false; locks.len()],
            locks_of,
            ends: BinaryHeap::new(),
            found: vec![None; count],
            cause: vec![None; count],
            now: past.now.parts(),
            last_ended: None,
        }
    }

    fn fixed(&self, at: usize) -> Option<Fixed> {
        self.past.fixed.get(at).copied().flatten()
    }

    pub(super) fn go(&mut self) {
        for at in 0..self.found.len() {
            let (Some(fixed), Some((window, _))) = (self.fixed(at), self.wanted[at]) else { continue };
            let window = fixed.window.unwrap_or(window);
            let end = if fixed.over { fixed.end.parts() } else { fixed.end.parts().max(self.now) };
            self.found[at] = Some((window, fixed.start.parts().min(end), end));
            if !fixed.over {
                self.occupy(at, window);
                self.ends.push(Reverse((end, at as u32)));
            }
        }
        let over: Vec<u32> = (0..self.found.len())
            .filter(|&at| self.fixed(at).is_some_and(|fixed| fixed.over))
            .map(|at| at as u32)
            .collect();
        let free: Vec<u32> =
            (0..self.missing.len() as u32).filter(|&node| self.missing[node as usize] == 0).collect();
        self.release(free);
        for at in over {
            self.finish(at);
        }
        self.start_what_may();
        while let Some(Reverse((end, at))) = self.ends.pop() {
            self.now = self.now.max(end);
            self.free(at as usize);
            self.finish(at);
            while let Some(&Reverse((_, at))) = self.ends.peek().filter(|next| next.0.0 <= end) {
                self.ends.pop();
                self.free(at as usize);
                self.finish(at);
            }
            self.start_what_may();
        }
    }

    fn occupy(&mut self, at: usize, window: u32) {
        self.windows.take(window);
        self.locks_of[at].iter().for_each(|&lock| self.held[lock as usize] = true);
    }

    fn free(&mut self, at: usize) {
        if let Some((window, ..)) = self.found[at] {
            self.windows.free(window);
        }
        self.locks_of[at].iter().for_each(|&lock| self.held[lock as usize] = false);
        self.last_ended = Some(at as u32);
    }

    /// A subtask is over: whoever needs it has one need less, and its step one subtask.
    fn finish(&mut self, at: u32) {
        let met = self.met(at);
        self.release(met);
        let Some((_, step)) = self.wanted[at as usize] else { return };
        self.left[step as usize] -= 1;
        let mut next = step as usize + 1;
        let feature = self.features[step as usize];
        while self.features.get(next) == Some(&feature) && self.may_run(next) {
            let waiting = std::mem::take(&mut self.later[next]);
            self.ready.extend(waiting);
            next += 1;
        }
    }

    /// Those whose last need a node was.
    fn met(&mut self, node: u32) -> Vec<u32> {
        let dependents = self.graph.dependents().row(node as usize);
        let missing = &mut self.missing;
        let last = |dependent: &&u32| {
            missing[**dependent as usize] -= 1;
            missing[**dependent as usize] == 0
        };
        dependents.iter().filter(last).copied().collect()
    }

    /// Everything that these nodes need is over; what is no subtask to start hands that on.
    fn release(&mut self, mut nodes: Vec<u32>) {
        while let Some(node) = nodes.pop() {
            let at = node as usize;
            let step = self.wanted.get(at).copied().flatten().map(|(_, step)| step as usize);
            match step {
                None => nodes.extend(self.met(node)),
                Some(_) if self.found[at].is_some() => {}
                Some(step) if self.may_run(step) => {
                    self.ready.insert(self.rank[at]);
                }
                Some(step) => self.later[step].push(self.rank[at]),
            }
        }
    }

    /// Whether all steps before it in its sequence are over.
    fn may_run(&self, step: usize) -> bool {
        let feature = self.features[step];
        let before = (0..step).rev().take_while(|&at| self.features[at] == feature);
        before.into_iter().all(|at| self.left[at] == 0)
    }

    fn start_what_may(&mut self) {
        let queue: Vec<u32> = self.ready.iter().copied().collect();
        for rank in queue {
            let at = self.by_rank[rank as usize] as usize;
            if self.locks_of[at].iter().any(|&lock| self.held[lock as usize]) {
                continue;
            }
            let Some(window) = self.window(at) else {
                if self.windows.are_shared() {
                    return;
                }
                continue;
            };
            self.ready.remove(&rank);
            self.occupy(at, window);
            let end = self.now + self.lengths[at];
            self.found[at] = Some((window, self.now, end));
            self.cause[at] = self.cause(at);
            self.ends.push(Reverse((end, at as u32)));
        }
    }

    /// The window that it had, that of a need, or the first that is free.
    fn window(&self, at: usize) -> Option<u32> {
        let wanted = self.wanted[at].map(|(window, _)| window);
        let needs = self.graph.needs().row(at).iter();
        let warm = needs.filter_map(|&need| self.found.get(need as usize)?.map(|(window, ..)| window));
        self.windows.pick(self.plan.subtasks[at].feature, wanted.into_iter().chain(warm))
    }

    /// Whose end let it start now: a need's, else that of whatever ended last.
    fn cause(&self, at: usize) -> Option<SubtaskIx> {
        let ended_now = |node: &&u32| {
            self.found.get(**node as usize).copied().flatten().is_some_and(|(.., end)| end == self.now)
        };
        let need = self.graph.needs().row(at).iter().find(ended_now).copied();
        need.or(self.last_ended).map(SubtaskIx)
    }

    /// How it went.
    pub(super) fn course(self) -> Course {
        Course { found: self.found, cause: self.cause, lengths: self.lengths }
    }
}

/// Where and when everything runs, in parts of a minute.
pub(super) struct Course {
    /// Per subtask its window, start and end; `None` for one that takes no part.
    pub(super) found: Vec<Option<(u32, u64, u64)>>,
    /// Whose end let it start; `None` where nothing did.
    pub(super) cause: Vec<Option<SubtaskIx>>,
    /// Per subtask what it is estimated to take.
    pub(super) lengths: Vec<u64>,
}
