use super::{Argument, Makespan, Proof, Slack, WindowGroup};
use crate::graph::NeedsMode;
use crate::plan::{FeatureIx, SubtaskIx};
use crate::syntax::Minutes;

/// How the subtasks are released.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// The declared phases are barriers; needs inside a phase are kept.
    AsWritten,
    /// The author's phases repaired: split or moved later where needs demand; levels where none are stated.
    Phases,
    /// A subtask starts when its needs are met and a window is free.
    Dataflow,
}

impl Mode {
    /// The word of the command line and the contracts.
    pub fn name(self) -> &'static str {
        match self {
            Mode::AsWritten => "as-written",
            Mode::Phases => "phases",
            Mode::Dataflow => "dataflow",
        }
    }
}

/// A subtask in a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The subtask.
    pub subtask: SubtaskIx,
    /// The window, from 1.
    pub window: u32,
    /// When it starts, from the start of the run.
    pub start: Minutes,
    /// When it ends.
    pub end: Minutes,
    /// Index into [`Execution::steps`].
    pub step: u32,
}

/// What runs between two barriers: a phase or sub-phase, or all of it for dataflow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The feature whose phase it is; `None` where one step holds everything.
    pub feature: Option<FeatureIx>,
    /// `1`, `2a`, `2b`; empty where one step holds everything.
    pub name: String,
    /// Words for it; empty where the author gives none.
    pub title: String,
    /// When it starts.
    pub start: Minutes,
    /// When the last of its subtasks ends.
    pub end: Minutes,
}

/// A need that makes an execution impossible: it points to a later phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Blocked {
    /// Who needs.
    pub subtask: SubtaskIx,
    /// What comes later.
    pub needed: SubtaskIx,
}

/// One way to run the plan.
#[derive(Clone, Debug)]
pub struct Execution {
    /// How subtasks are released.
    pub mode: Mode,
    /// Needs that point to a later phase; the execution cannot run if there are any.
    pub blocked: Vec<Blocked>,
    /// End of the last subtask; `None` if it cannot run.
    pub makespan: Option<Minutes>,
    /// What no schedule of this mode beats; zero if it cannot run.
    pub lower_bound: Minutes,
    /// The argument behind the lower bound; it proves the makespan where both are equal.
    pub proof: Proof,
    /// What of the plan stands behind the lower bound, where it can be named.
    pub argument: Argument,
    /// Whether every part of the proof was tried; `false` where the plan is too large for some.
    pub complete: bool,
    /// Subtasks that determine the makespan, first to last: each starts when the one before ends.
    pub critical_path: Vec<SubtaskIx>,
    /// What runs between barriers, in order; one step for dataflow.
    pub steps: Vec<Step>,
    /// Every subtask's window and time, by start, window and subtask; empty if it cannot run.
    pub slots: Vec<Slot>,
}

impl Execution {
    /// Whether it can run at all.
    pub fn feasible(&self) -> bool {
        self.makespan.is_some()
    }

    /// Whether the makespan is proven to be the least possible.
    pub fn optimal(&self) -> bool {
        self.makespan == Some(self.lower_bound)
    }

    /// How many windows run a subtask; 0 if it cannot run. Numbers may have gaps, where the plan keeps windows.
    pub fn windows_used(&self) -> u32 {
        let mut windows: Vec<u32> = self.slots.iter().map(|slot| slot.window).collect();
        windows.sort_unstable();
        windows.dedup();
        windows.len() as u32
    }

    /// The highest number of a window that runs a subtask; 0 if it cannot run.
    pub fn last_window(&self) -> u32 {
        self.slots.iter().map(|slot| slot.window).max().unwrap_or(0)
    }

    /// What is known about the shortest way to run it; `None` if it cannot run.
    pub fn best(&self) -> Option<Makespan> {
        self.makespan.map(|found| Makespan { found, lower_bound: self.lower_bound })
    }
}

/// Makespan for one number of windows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CurvePoint {
    /// How many windows.
    pub windows: u32,
    /// The best makespan found, dataflow.
    pub makespan: Minutes,
    /// What no schedule beats.
    pub lower_bound: Minutes,
}

/// Makespans for 1, 2, … windows, never rising.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Curve {
    /// One point per number of windows, from 1.
    pub points: Vec<CurvePoint>,
    /// The smallest number of windows that reaches the shortest makespan found: windows worth opening.
    pub worthwhile: u32,
    /// What no number of windows beats.
    pub floor: Minutes,
    /// Up to how many windows were tried.
    pub tried: u32,
}

/// The executions of one plan side by side.
#[derive(Clone, Debug)]
pub struct Schedules {
    /// How many windows were allowed; `u32::MAX` for no limit.
    pub windows: u32,
    /// Which needs counted.
    pub needs: NeedsMode,
    /// Whether two subtasks that write one file were kept apart.
    pub file_locks: bool,
    /// As written (only where a phase is stated), phases, dataflow.
    pub executions: Vec<Execution>,
    /// Sum of all estimates.
    pub work: Minutes,
    /// One window: the sum of all estimates.
    pub sequential: Minutes,
    /// One window per track, needs kept.
    pub track: Minutes,
    /// How many tracks there are: the windows of `track`.
    pub tracks: u32,
    /// Makespans of dataflow for 1, 2, … windows that all features share.
    pub curve: Curve,
    /// How long each subtask can wait in dataflow, in plan order, without those left out.
    pub slack: Vec<Slack>,
    /// Subtasks that are done and take no part, in plan order.
    pub left_out: Vec<SubtaskIx>,
    /// Windows of their own for features; empty where all share all windows.
    pub groups: Vec<WindowGroup>,
    /// Dataflow if the windows of all groups were shared; `None` without groups.
    pub shared: Option<Makespan>,
}

impl Schedules {
    /// The execution of a mode, if it was asked for.
    pub fn execution(&self, mode: Mode) -> Option<&Execution> {
        self.executions.iter().find(|execution| execution.mode == mode)
    }
}
