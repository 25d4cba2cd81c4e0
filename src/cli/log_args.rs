use std::path::PathBuf;

use clap::{Args as Flags, Subcommand, ValueEnum};

use crate::runlog::{Gate, Validated};

/// Where the run log and its plan are.
#[derive(Clone, Debug, Default, Flags)]
pub(super) struct RunPlace {
    /// The run log; readers join several. Default: `PLANC_LOG`, else `path` of `[log]`, else .planc/run.jsonl.
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
    /// Print where each subtask stands instead, for scripts: its label and a word, with a tab between.
    #[arg(long, conflicts_with = "lines")]
    pub(super) states: bool,
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
    /// All subtasks of this feature that are not done; with --phase those of its phase.
    #[arg(long, value_name = "FEATURE")]
    pub(super) feature: Option<String>,
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

#[derive(Debug, Flags)]
pub(super) struct Calibrate {
    /// Files and folders of the plan. Default: the nearest folder upward with a configuration or a repository.
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// A run log; repeatable. Default: `PLANC_LOG`, else `path` of `[log]`, else .planc/run.jsonl in the plan root.
    #[arg(long = "log", value_name = "PATH")]
    pub(super) logs: Vec<PathBuf>,
    /// Write the factors to the configuration, in lines of their own that later calls replace.
    #[arg(long)]
    pub(super) write: bool,
    /// How to print what was learnt.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: super::args::TextFormat,
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
    /// How far clocks are ahead of UTC. Default: `timezone` of `[log]`, else UTC.
    #[arg(long, value_name = "+HH:MM", allow_hyphen_values = true)]
    pub(super) zone: Option<String>,
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
    /// Let a phase begin only when all phases before it are over.
    #[arg(long)]
    pub(super) phases: bool,
    /// When a subtask counts as done for those that need it, and a phase for the next one. Default: `done` for needs,
    /// `validated` for phases.
    #[arg(long, value_name = "WHEN")]
    pub(super) gate: Option<GateName>,
    /// How to print what may start.
    #[arg(long, value_name = "FORMAT", default_value = "text", conflicts_with = "take")]
    pub(super) format: super::args::TextFormat,
}

#[derive(Debug, Flags)]
pub(super) struct Notify {
    #[command(flatten)]
    pub(super) place: RunPlace,
    /// How to print what happened.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: NotifyFormat,
    /// Tell of events behind this number of the log instead of those since the last call.
    #[arg(long, value_name = "SEQ")]
    pub(super) since: Option<u64>,
    /// Tell of all events of the log.
    #[arg(long, conflicts_with = "since")]
    pub(super) all: bool,
    /// Leave it to the next call to tell of the same events again.
    #[arg(long)]
    pub(super) keep: bool,
    /// Post the messages to the webhook whose address an environment variable holds.
    #[arg(long)]
    pub(super) send: bool,
    /// The environment variable that holds the address. Default: the configuration, else `PLANC_WEBHOOK`.
    #[arg(long, value_name = "NAME")]
    pub(super) url_variable: Option<String>,
    /// How far clocks are ahead of UTC, in hours and minutes, such as +02:00. Default: `timezone` of `[log]`, else UTC.
    #[arg(long, value_name = "ZONE", allow_hyphen_values = true)]
    pub(super) zone: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum NotifyFormat {
    /// Lines for people: `10:05 - Window 1: ✅ SUBTASK 1.1.1 complete (7 min)`.
    Text,
    /// The body of each message to an incoming webhook of Slack, one a line.
    Slack,
    /// The body of each message to a webhook of Discord, one a line.
    Discord,
    /// The versioned contract.
    Json,
}

fn validated(text: &str) -> Result<Validated, String> {
    Validated::parse(text).ok_or_else(|| "write points that held and all points, such as 4/5".to_owned())
}
