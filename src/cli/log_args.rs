use std::path::PathBuf;

use clap::{Args as Flags, Subcommand, ValueEnum};

use crate::runlog::{Gate, Validated};

/// Where the run log and its plan are.
#[derive(Clone, Debug, Default, Flags)]
pub(super) struct RunPlace {
    /// The run log. Default: `PLANC_LOG`, else .planc/run.jsonl in the plan root. Readers take several and join them.
    #[arg(long = "log", global = true, value_name = "PATH")]
    pub(super) logs: Vec<PathBuf>,
    /// Files and folders of the plan. Default: the nearest folder upward with a configuration or a repository.
    #[arg(long = "plan", global = true, value_name = "PATH")]
    pub(super) plan: Vec<PathBuf>,
}

#[derive(Debug, Flags)]
pub(super) struct Log {
    #[command(flatten)]
    pub(super) place: RunPlace,
    /// How many of the last events to show.
    #[arg(short = 'n', long, value_name = "N", default_value_t = 20)]
    pub(super) lines: usize,
    #[command(subcommand)]
    pub(super) action: Option<Action>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Action {
    /// A window starts to work on subtasks.
    Start(What),
    /// Subtasks are done; with --validated, how much of their validation held.
    Done(Done),
    /// Subtasks failed.
    Fail(What),
    /// Subtasks wait for something outside of the plan.
    Wait(What),
    /// Words about subtasks, or about the run.
    Note(What),
    /// Take back the last event, or the last one about each subtask.
    Undo(What),
    /// A run begins under a name.
    Begin(Begin),
    /// Everybody stops; the time until `resume` does not count.
    Pause(Common),
    /// Everybody goes on.
    Resume(Common),
}

#[derive(Debug, Flags)]
pub(super) struct What {
    /// Ids (1.1.4) or keys (F1-1.1.4).
    #[arg(value_name = "SUBTASK")]
    pub(super) subtasks: Vec<String>,
    /// All subtasks of this phase, or sub-phase, that are not done.
    #[arg(long, value_name = "PHASE")]
    pub(super) phase: Option<String>,
    /// The window. Default for `start`: `PLANC_WINDOW`, else the plan's; without subtasks: what runs there.
    #[arg(long, value_name = "N")]
    pub(super) window: Option<u32>,
    #[command(flatten)]
    pub(super) common: Common,
    /// Log ids that the plan does not have.
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Debug, Flags)]
pub(super) struct Done {
    #[command(flatten)]
    pub(super) what: What,
    /// How many points of the validation held, of how many, such as 4/5.
    #[arg(long, value_name = "P/N", value_parser = validated)]
    pub(super) validated: Option<Validated>,
}

#[derive(Debug, Flags)]
pub(super) struct Begin {
    /// The name of the run.
    #[arg(value_name = "NAME")]
    pub(super) name: String,
    /// Begin although the log already holds a run.
    #[arg(long)]
    pub(super) force: bool,
    /// When: RFC 3339, a clock in UTC (10:05), or how long ago (-7m). Default: now.
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(super) at: Option<String>,
}

#[derive(Debug, Flags)]
pub(super) struct Common {
    /// Words to keep with it, up to 16 KiB.
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(super) note: Option<String>,
    /// When: RFC 3339, a clock in UTC (10:05), or how long ago (-7m). Default: now.
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(super) at: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum GateName {
    /// Reported done is enough.
    #[default]
    Done,
    /// Its validation has to be complete.
    Validated,
}

impl GateName {
    pub(super) fn gate(self) -> Gate {
        match self {
            GateName::Done => Gate::Done,
            GateName::Validated => Gate::Validated,
        }
    }
}

#[derive(Debug, Flags)]
pub(super) struct Import {
    /// Tables, notes, notification lines, report forms; `-` reads standard input.
    #[arg(value_name = "FILE", required = true)]
    pub(super) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) place: RunPlace,
    /// The day that bare clocks (10:05) belong to.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) date: Option<String>,
    /// When all windows started, for clocks that count from there (0:03): RFC 3339, or a clock on --date.
    #[arg(long, value_name = "TIME")]
    pub(super) start: Option<String>,
    /// How far clocks are ahead of UTC.
    #[arg(long, value_name = "+HH:MM", default_value = "+00:00", allow_hyphen_values = true)]
    pub(super) zone: String,
    /// Only show how each line was read.
    #[arg(long)]
    pub(super) dry_run: bool,
}

#[derive(Debug, Flags)]
pub(super) struct Next {
    #[command(flatten)]
    pub(super) place: RunPlace,
    /// Claim the most urgent subtask for a window, log its start and print its prompt.
    #[arg(long)]
    pub(super) take: bool,
    /// Wait until something may start; end when nothing can any more.
    #[arg(long)]
    pub(super) wait: bool,
    /// The window that asks. Default: `PLANC_WINDOW`.
    #[arg(long, value_name = "N")]
    pub(super) window: Option<u32>,
    /// When a subtask counts as done for those that need it.
    #[arg(long, value_name = "WHEN", default_value = "done")]
    pub(super) gate: GateName,
    /// How to print what may start.
    #[arg(long, value_name = "FORMAT", default_value = "text", conflicts_with = "take")]
    pub(super) format: super::args::TextFormat,
}

fn validated(text: &str) -> Result<Validated, String> {
    Validated::parse(text).ok_or_else(|| "write points that held and all points, such as 4/5".to_owned())
}
