use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::Lock;
use super::course::{Course, State};
use crate::graph::Csr;
use crate::plan::SubtaskIx;

/// What is left of a run that has begun: open subtasks wait for needs, files and windows, others run already.
///
/// Lengths and times count from now, in parts of a minute (see [`crate::syntax::Minutes`]).
#[derive(Clone, Debug)]
pub struct Rest {
    /// Needs among open nodes; nodes from `subtasks` on are joints, which take no time.
    pub(super) needs: Csr,
    pub(super) dependents: Csr,
    pub(super) subtasks: usize,
    pub(super) open: Vec<bool>,
    /// What is still to start: open and not running.
    waiting: Vec<bool>,
    /// Position of each subtask in the order in which equals start.
    pub(super) rank: Vec<u32>,
    pub(super) by_rank: Vec<u32>,
    pub(super) locks: usize,
    pub(super) locks_of: Csr,
    /// Which windows there are, and for whom.
    pub(super) pools: WindowPools,
    pub(super) wanted: Vec<Option<u32>>,
    running: Vec<Running>,
}

/// A subtask that a window works on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Running {
    /// The subtask.
    pub subtask: SubtaskIx,
    /// Its window; `None` where nobody said, and it takes no window from the others.
    pub window: Option<u32>,
}

/// Windows that are kept for some subtasks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WindowPools {
    /// The numbers of the windows of each pool.
    pub windows: Vec<BTreeSet<u32>>,
    /// The pool of each subtask.
    pub of: Vec<u32>,
}

impl Rest {
    /// `needs` may name subtasks that are over and more joints than the plan's graph. `priority` has an entry per
    /// subtask: of several that may start, the one with the largest starts first, ties by plan order. A subtask gets a
    /// window of its pool, the one that it `wants` if that is free.
    pub fn new(
        needs: &Csr,
        over: &[bool],
        running: Vec<Running>,
        locks: &[Lock],
        pools: WindowPools,
        wanted: Vec<Option<u32>>,
        priority: &[u64],
    ) -> Rest {
        let subtasks = over.len();
        let mut open: Vec<bool> = over.iter().map(|over| !over).collect();
        open.resize(needs.len(), true);
        let mut waiting = open.clone();
        for run in &running {
            // Whatever speaks against it, it has started.
            waiting[run.subtask.index()] = false;
        }
        let keep = |&(node, needed): &(u32, u32)| waiting[node as usize] && open[needed as usize];
        let pairs: Vec<(u32, u32)> = needs.pairs().filter(keep).collect();
        let needs = Csr::from_pairs(open.len(), &pairs);
        let mut by_rank: Vec<u32> = (0..subtasks as u32).collect();
        by_rank.sort_by_key(|&at| (Reverse(priority.get(at as usize).copied().unwrap_or(0)), at));
        let mut rank = vec![0; subtasks];
        for (position, &at) in (0_u32..).zip(&by_rank) {
            rank[at as usize] = position;
        }
        let held = (0_u32..).zip(locks).flat_map(|(lock, of)| of.writers.iter().map(move |ix| (ix.0, lock)));
        let held: Vec<(u32, u32)> = held.filter(|&(at, _)| open[at as usize]).collect();
        Rest {
            dependents: needs.reversed(),
            needs,
            subtasks,
            open,
            waiting,
            rank,
            by_rank,
            locks: locks.len(),
            locks_of: Csr::from_pairs(subtasks, &held),
            pools,
            wanted,
            running,
        }
    }

    /// Nodes and needs that a course looks at.
    pub fn size(&self) -> usize {
        self.needs.len() + self.needs.targets_len()
    }

    /// Starts the most urgent subtask whenever a window is free (R. L. Graham, "Bounds for certain multiprocessing
    /// anomalies", 1966); one whose file somebody writes lets others pass. `lengths` has an entry per subtask; for
    /// those that run it is what they still take. `None` where needs go in a circle.
    pub fn run(&self, lengths: &[u64]) -> Option<Course> {
        let mut state = State::new(self);
        for run in &self.running {
            state.begin(self, run.subtask.0, run.window.unwrap_or(0), lengths, None);
        }
        for node in 0..self.open.len() {
            if self.waiting[node] && self.needs.row(node).is_empty() {
                state.release(self, node as u32, None);
            }
        }
        state.dispatch(self, lengths);
        while let Some(Reverse((end, first))) = state.ends.pop() {
            state.now = end;
            state.finish(self, first);
            while let Some(&Reverse((same, node))) = state.ends.peek() {
                if same > end {
                    break;
                }
                state.ends.pop();
                state.finish(self, node);
            }
            state.dispatch(self, lengths);
        }
        let complete = (0..self.subtasks).all(|at| !self.open[at] || state.slots[at].is_some());
        complete.then(|| state.course())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: [Lock; 0] = [];

    fn rest(needs: &[(u32, u32)], subtasks: usize, running: &[u32], locks: &[Lock], windows: u32) -> Rest {
        let nodes = needs.iter().map(|&(a, b)| a.max(b) as usize + 1).max().unwrap_or(0).max(subtasks);
        let running = running.iter().map(|&at| Running { subtask: SubtaskIx(at), window: Some(at + 1) });
        let wanted = vec![None; subtasks];
        let pools = pool(subtasks, 1..=windows);
        let over = vec![false; subtasks];
        Rest::new(&Csr::from_pairs(nodes, needs), &over, running.collect(), locks, pools, wanted, &[])
    }

    fn pool(subtasks: usize, windows: std::ops::RangeInclusive<u32>) -> WindowPools {
        WindowPools { windows: vec![windows.collect()], of: vec![0; subtasks] }
    }

    fn times(course: &Course) -> Vec<(u64, u64)> {
        course.slots.iter().flatten().map(|slot| (slot.start, slot.end)).collect()
    }

    #[test]
    fn what_runs_keeps_its_window_and_the_rest_waits() {
        let course = rest(&[(2, 0)], 4, &[0], &NONE, 2).run(&[5, 3, 2, 9]).expect("no circle");
        assert_eq!(times(&course), [(0, 5), (0, 3), (5, 7), (3, 12)]);
        assert_eq!(course.end, 12);
        assert_eq!(course.critical, [SubtaskIx(1), SubtaskIx(3)]);
    }

    #[test]
    fn joints_pass_on_who_met_the_need_and_circles_are_told() {
        // Node 3 is a joint for 0 and 1.
        let course = rest(&[(3, 0), (3, 1), (2, 3)], 3, &[], &NONE, 9).run(&[4, 6, 1]).expect("no circle");
        assert_eq!(course.critical, [SubtaskIx(1), SubtaskIx(2)]);
        assert_eq!(course.end, 7);
        assert_eq!(rest(&[(0, 1), (1, 0)], 2, &[], &NONE, 9).run(&[1, 1]), None);
    }

    #[test]
    fn writers_of_one_file_take_turns_and_let_others_pass() {
        let lock = Lock { path: None, writers: vec![SubtaskIx(0), SubtaskIx(1)] };
        let course = rest(&[], 3, &[], &[lock], 2).run(&[4, 4, 1]).expect("no circle");
        assert_eq!(times(&course), [(0, 4), (4, 8), (0, 1)]);
        assert_eq!(course.critical, [SubtaskIx(0), SubtaskIx(1)]);
    }

    #[test]
    fn a_started_subtask_waits_for_nothing_and_two_may_share_a_window() {
        let running = vec![
            Running { subtask: SubtaskIx(1), window: Some(7) },
            Running { subtask: SubtaskIx(2), window: Some(7) },
        ];
        let needs = Csr::from_pairs(4, &[(1, 0)]);
        let rest =
            Rest::new(&needs, &[false; 4], running, &NONE, pool(4, 1..=1), vec![None; 4], &[0, 0, 0, 9]);
        let course = rest.run(&[3, 2, 8, 1]).expect("no circle");
        assert_eq!(times(&course), [(1, 4), (0, 2), (0, 8), (0, 1)]);
        assert_eq!(course.slots[1].map(|slot| slot.window), Some(7));
    }

    #[test]
    fn windows_are_kept_for_their_pool() {
        let pools = WindowPools { windows: vec![[1, 2].into(), [3].into()], of: vec![1, 1, 0, 0] };
        let needs = Csr::from_pairs(4, &[]);
        let rest = Rest::new(&needs, &[false; 4], Vec::new(), &NONE, pools, vec![Some(3); 4], &[]);
        let course = rest.run(&[4, 3, 2, 1]).expect("no circle");
        assert_eq!(times(&course), [(0, 4), (4, 7), (0, 2), (0, 1)]);
        let windows: Vec<u32> = course.slots.iter().flatten().map(|slot| slot.window).collect();
        assert_eq!(windows, [3, 3, 1, 2]);
        assert_eq!(course.critical, [SubtaskIx(0), SubtaskIx(1)]);
    }
}
