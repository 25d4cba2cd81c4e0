//! What is to be scheduled.

use crate::graph::Csr;

/// A scheduling problem `P | prec | Cmax` with locks.
///
/// Tasks are numbered from 0. Times are integers in a unit of the caller's choice;
/// the sum of all durations must stay below 2^53.
#[derive(Clone, Debug, Default)]
pub struct Problem {
    /// Duration of each task. A task of length 0 takes no window, holds no lock and takes no time.
    pub durations: Vec<u64>,
    /// Row `i` lists what task `i` needs: tasks that end before `i` starts.
    pub needs: Csr,
    /// Members of one lock never overlap, for example subtasks that write the same file.
    pub locks: Vec<Vec<u32>>,
    /// Number of windows, at least 1 (0 is read as 1); `u32::MAX` means unlimited.
    pub windows: u32,
    /// Windows of their own for groups of tasks, within `windows` for all together.
    pub groups: Option<WindowGroups>,
    /// Barrier number of each task: a task starts after all tasks of smaller numbers ended.
    pub barriers: Option<Vec<u32>>,
}

/// Groups of tasks with a limited number of windows each, for example one group per feature.
#[derive(Clone, Debug, Default)]
pub struct WindowGroups {
    /// Group of each task, an index into `windows`.
    pub of: Vec<u32>,
    /// Number of windows of each group, at least 1 (0 is read as 1); `u32::MAX` means unlimited.
    pub windows: Vec<u32>,
}

impl Problem {
    /// A problem with needs and windows only.
    pub fn new(durations: Vec<u64>, needs: Csr, windows: u32) -> Self {
        Self { durations, needs, windows, ..Self::default() }
    }

    /// Number of tasks.
    pub fn len(&self) -> usize {
        self.durations.len()
    }

    /// Whether there is no task.
    pub fn is_empty(&self) -> bool {
        self.durations.is_empty()
    }

    /// Sum of all durations.
    pub fn work(&self) -> u64 {
        self.durations.iter().sum()
    }
}
