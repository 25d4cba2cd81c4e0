use std::collections::BTreeMap;

use crate::check;
use crate::emit::PROMPT_NAME;
use crate::graph::{Factors, NeedsMode};
use crate::plan::FileRole;
use crate::runlog::{Gate, Moment};
use crate::schedule::Mode;
use crate::syntax::{Minutes, ReadOptions};

/// What a compilation may be told.
#[derive(Clone, Debug)]
pub struct Options {
    /// How many windows; `None` for the plan's own number.
    pub windows: Option<u32>,
    /// Which stated needs count for graph and schedules.
    pub needs: NeedsMode,
    /// Whether two subtasks that write one file are kept apart.
    pub file_locks: bool,
    /// Which execution packs and pages follow.
    pub mode: Mode,
    /// How prompt files are called, see [`Material`](crate::emit::Material).
    pub prompt_name: String,
    /// Minutes of a subtask about whose length nothing is known.
    pub default_estimate: Minutes,
    /// The same for plan roots with a configuration.
    pub root_estimates: BTreeMap<u32, Minutes>,
    /// How files are read, for plan roots with a configuration.
    pub reading: BTreeMap<u32, ReadOptions>,
    /// How large a plan may be, for plan roots with a configuration.
    pub most: BTreeMap<u32, Most>,
    /// What files are, per input; inputs behind the end have no role.
    pub roles: Vec<FileRole>,
    /// What rules are told, per plan root and input.
    pub checks: check::Settings,
    /// The log of a run that rules judge beside the plan.
    pub record: Option<RecordOptions>,
    /// By how much estimates are corrected for schedules; findings judge what the author wrote.
    pub calibration: Factors,
    /// Up to how many windows the curve goes; `None` for as many as help.
    pub curve: Option<u32>,
    /// Whether rough schedules are enough (see [`crate::schedule::Limits`]).
    pub rough: bool,
    /// Schedules are worked out for plans of up to this many subtasks; 0 for never.
    pub schedule_up_to: usize,
}

/// How large a plan may be; a larger one is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Most {
    /// Subtasks of a plan root.
    pub subtasks: usize,
    /// Stated needs of one subtask; a range or a wildcard is one.
    pub needs: usize,
}

impl Default for Most {
    fn default() -> Most {
        Most { subtasks: 1_000_000, needs: 100_000 }
    }
}

/// A run that rules are to judge.
#[derive(Clone, Debug, Default)]
pub struct RecordOptions {
    /// Its logs: the path that people see, and the bytes.
    pub logs: Vec<(String, Vec<u8>)>,
    /// The time at which to look; `None` for that of the last event.
    pub now: Option<Moment>,
    /// The time of the clock: no event can be later.
    pub clock: Moment,
    /// When a subtask counts as done for those that need it.
    pub gate: Gate,
    /// When a phase counts as over for the next one; `None` where phases are no barriers.
    pub phase_gate: Option<Gate>,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            windows: None,
            needs: NeedsMode::Union,
            file_locks: true,
            mode: Mode::Phases,
            prompt_name: PROMPT_NAME.to_owned(),
            default_estimate: Minutes::new(15),
            root_estimates: BTreeMap::new(),
            reading: BTreeMap::new(),
            most: BTreeMap::new(),
            roles: Vec::new(),
            checks: check::Settings::default(),
            record: None,
            calibration: Factors::default(),
            curve: None,
            rough: false,
            schedule_up_to: usize::MAX,
        }
    }
}
