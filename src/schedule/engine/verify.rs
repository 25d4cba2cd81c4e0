//! An independent check of a schedule.

use std::fmt;

use super::Problem;

/// What is wrong with a schedule. Tasks are indices, times are in the problem's unit.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Violation {
    /// The number of starts differs from the number of tasks.
    Length {
        /// Number of tasks.
        tasks: usize,
        /// Number of starts.
        starts: usize,
    },
    /// A task starts before its need ended.
    Need {
        /// The task that starts too early.
        task: u32,
        /// What it needs.
        need: u32,
    },
    /// More tasks run at a time than there are windows.
    Windows {
        /// The moment from which on too many run.
        time: u64,
        /// How many run.
        running: u32,
    },
    /// More tasks of a group run at a time than the group has windows.
    Group {
        /// The group.
        group: u32,
        /// The moment from which on too many run.
        time: u64,
        /// How many run.
        running: u32,
    },
    /// Two members of a lock overlap.
    Lock {
        /// The lock.
        lock: usize,
        /// The moment from which on they overlap.
        time: u64,
    },
    /// A task starts before a task of a smaller barrier number ended.
    Barrier {
        /// The task that starts too early.
        task: u32,
        /// The task that has not ended.
        earlier: u32,
    },
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { tasks, starts } => write!(f, "{starts} starts for {tasks} tasks"),
            Self::Need { task, need } => {
                write!(f, "task {task} starts before its need {need} ended")
            }
            Self::Windows { time, running } => {
                write!(f, "{running} tasks run at {time}, more than windows")
            }
            Self::Group { group, time, running } => {
                write!(f, "{running} tasks of group {group} run at {time}, more than its windows")
            }
            Self::Lock { lock, time } => write!(f, "two members of lock {lock} overlap at {time}"),
            Self::Barrier { task, earlier } => {
                write!(f, "task {task} starts before task {earlier} of an earlier barrier ended")
            }
        }
    }
}

impl std::error::Error for Violation {}

/// Checks a schedule against needs, windows, groups, locks and barriers, and returns its makespan.
///
/// Shares no code with the engine.
///
/// # Errors
/// The first [`Violation`] found.
pub fn verify(problem: &Problem, starts: &[u64]) -> Result<u64, Violation> {
    let tasks = problem.len();
    if starts.len() != tasks {
        return Err(Violation::Length { tasks, starts: starts.len() });
    }
    let end = |task: usize| starts[task] + problem.durations[task];
    for (task, need) in problem.needs.pairs() {
        if end(need as usize) > starts[task as usize] {
            return Err(Violation::Need { task, need });
        }
    }
    let overload = |tasks: &[u32], limit: u32| {
        let intervals = tasks.iter().map(|&task| (starts[task as usize], end(task as usize)));
        first_overload(intervals.collect(), limit)
    };
    let all: Vec<u32> = (0..tasks as u32).collect();
    if let Some((time, running)) = overload(&all, problem.windows.max(1)) {
        return Err(Violation::Windows { time, running });
    }
    for (lock, members) in problem.locks.iter().enumerate() {
        let mut members = members.clone();
        members.sort_unstable();
        members.dedup();
        if let Some((time, _)) = overload(&members, 1) {
            return Err(Violation::Lock { lock, time });
        }
    }
    if let Some(groups) = &problem.groups {
        for (group, &limit) in groups.windows.iter().enumerate() {
            let group = group as u32;
            let members: Vec<u32> = all.iter().copied().filter(|&i| groups.of[i as usize] == group).collect();
            if let Some((time, running)) = overload(&members, limit.max(1)) {
                return Err(Violation::Group { group, time, running });
            }
        }
    }
    if let Some(barriers) = &problem.barriers {
        check_barriers(barriers, starts, end)?;
    }
    Ok((0..tasks).map(end).max().unwrap_or(0))
}

/// Sweeps over `(start, end)` intervals; the first moment at which more than `limit` run.
fn first_overload(mut intervals: Vec<(u64, u64)>, limit: u32) -> Option<(u64, u32)> {
    intervals.retain(|(start, end)| start < end);
    intervals.sort_unstable();
    let mut ends: Vec<u64> = intervals.iter().map(|&(_, end)| end).collect();
    ends.sort_unstable();
    let mut ended = 0;
    for (begun, &(start, _)) in intervals.iter().enumerate() {
        while ends[ended] <= start {
            ended += 1;
        }
        let running = (begun + 1 - ended) as u32;
        if running > limit {
            return Some((start, running));
        }
    }
    None
}

fn check_barriers(barriers: &[u32], starts: &[u64], end: impl Fn(usize) -> u64) -> Result<(), Violation> {
    let mut order: Vec<usize> = (0..starts.len()).collect();
    order.sort_unstable_by_key(|&task| (barriers[task], task));
    let mut latest: Option<usize> = None;
    for part in order.chunk_by(|&a, &b| barriers[a] == barriers[b]) {
        if let Some(earlier) = latest {
            for &task in part {
                if starts[task] < end(earlier) {
                    return Err(Violation::Barrier { task: task as u32, earlier: earlier as u32 });
                }
            }
        }
        latest = latest.into_iter().chain(part.iter().copied()).max_by_key(|&task| end(task));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Csr;
    use crate::schedule::engine::WindowGroups;

    fn two_free(windows: u32) -> Problem {
        Problem::new(vec![3, 2], Csr::from_rows(&[vec![], vec![]]), windows)
    }

    #[test]
    fn names_each_kind_of_violation() {
        let mut problem = two_free(2);
        assert_eq!(verify(&problem, &[0, 2]), Ok(4));
        assert_eq!(verify(&problem, &[0]), Err(Violation::Length { tasks: 2, starts: 1 }));
        assert_eq!(verify(&two_free(1), &[0, 2]), Err(Violation::Windows { time: 2, running: 2 }));
        assert_eq!(verify(&two_free(1), &[0, 3]), Ok(5));
        problem.locks = vec![vec![0, 1]];
        assert_eq!(verify(&problem, &[0, 2]), Err(Violation::Lock { lock: 0, time: 2 }));
        problem.locks.clear();
        problem.groups = Some(WindowGroups { of: vec![0, 0], windows: vec![1] });
        assert_eq!(verify(&problem, &[0, 2]), Err(Violation::Group { group: 0, time: 2, running: 2 }));
        problem.groups = None;
        problem.barriers = Some(vec![1, 0]);
        assert_eq!(verify(&problem, &[0, 0]), Err(Violation::Barrier { task: 0, earlier: 1 }));
        assert_eq!(verify(&problem, &[2, 0]), Ok(5));
        let chain = Problem::new(vec![3, 2], Csr::from_rows(&[vec![], vec![0]]), 9);
        assert_eq!(verify(&chain, &[0, 2]), Err(Violation::Need { task: 1, need: 0 }));
    }

    #[test]
    fn tasks_of_length_zero_take_no_window_and_no_lock() {
        let mut problem = Problem::new(vec![3, 0], Csr::from_rows(&[vec![], vec![]]), 1);
        problem.locks = vec![vec![0, 1]];
        assert_eq!(verify(&problem, &[0, 1]), Ok(3));
    }
}
