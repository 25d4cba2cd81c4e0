use std::path::PathBuf;

use clap::{Args as Flags, ValueEnum};

use super::args::{Limits, Output, PackMode};
use crate::emit::{Monitors, Style};

#[derive(Debug, Flags)]
pub(super) struct Pack {
    /// Files and folders; `-` reads standard input.
    #[arg(default_value = ".", value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) output: Output,
    #[command(flatten)]
    pub(super) form: Form,
    #[command(flatten)]
    pub(super) screens: Screens,
    #[command(flatten)]
    pub(super) launch: LaunchFlags,
    #[command(flatten)]
    pub(super) part: PartFlags,
    /// The log of a run: what is done or running keeps its window and time, and the rest is planned anew. Repeatable.
    #[arg(long = "log", value_name = "PATH")]
    pub(super) logs: Vec<PathBuf>,
    /// Write nothing; say whether OUT is what would be written now and exit with 1 if not.
    #[arg(long, conflicts_with_all = ["dry_run", "force"])]
    pub(super) check: bool,
}

/// Which part of the plan is packed.
#[derive(Debug, Default, Flags)]
pub(super) struct PartFlags {
    /// Only these phases, such as 2a, or 2 for all of its parts; repeatable, or with commas.
    #[arg(long, value_name = "PHASE", value_delimiter = ',')]
    pub(super) phase: Vec<String>,
    /// Only these features, by number or name; repeatable, or with commas.
    #[arg(long, value_name = "FEATURE", value_delimiter = ',')]
    pub(super) feature: Vec<String>,
    /// Only these windows, by number; repeatable, or with commas.
    #[arg(long, value_name = "N", value_delimiter = ',')]
    pub(super) window: Vec<u32>,
    /// Only what may start now (ready), what failed (failed), or these ids; with commas. `ready` and `failed` read the
    /// log: --log, else `PLANC_LOG`, else `path` of `[log]`, else .planc/run.jsonl in the plan root.
    #[arg(long, value_name = "ready|failed|ID", value_delimiter = ',')]
    pub(super) only: Vec<String>,
    /// What to run again after a failure.
    #[arg(long, value_name = "STRATEGY", conflicts_with = "only")]
    pub(super) strategy: Option<Strategy>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Strategy {
    /// Only what failed, when the other windows have ended; the same as `--only failed`.
    PauseAndFix,
    /// What failed first of all, and everything that cannot go on before.
    FixFirst,
}

/// What launchers do.
#[derive(Debug, Default, Flags)]
pub(super) struct LaunchFlags {
    /// The program that launchers start: one word of its command line each time, or all words as a JSON list, such
    /// as `["claude", "{prompt}"]`. Default: launchers show the prompt.
    #[arg(long, value_name = "WORD", allow_hyphen_values = true)]
    pub(super) agent: Vec<String>,
    /// Let launchers give each subtask a branch and a worktree of its own.
    #[arg(long)]
    pub(super) worktrees: bool,
}

/// Where windows sit, and what they get at once.
#[derive(Debug, Default, Flags)]
pub(super) struct Screens {
    /// How many monitors, and windows on each: 3x6, 2x7. Window numbers fill one monitor after the other.
    #[arg(long, value_name = "MONITORSxWINDOWS")]
    pub(super) monitors: Option<Monitors>,
    /// Write a file for each strict chain of subtasks that one window can work through: all its prompts in order.
    #[arg(long)]
    pub(super) bundle_chains: bool,
}

#[derive(Debug, Flags)]
pub(super) struct Prompt {
    /// An id (1.1.7) or a key (F1-1.1.7).
    #[arg(value_name = "SUBTASK")]
    pub(super) subtask: String,
    /// Files and folders; `-` reads standard input.
    #[arg(default_value = ".", value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) form: Form,
    /// Which execution window and times follow. Default: `mode` of `[pack]`, else `phases`.
    #[arg(long, value_name = "MODE")]
    pub(super) mode: Option<PackMode>,
    #[command(flatten)]
    pub(super) limits: Limits,
}

/// How prompt files look.
#[derive(Debug, Default, Flags)]
pub(super) struct Form {
    /// What a prompt file holds.
    #[arg(long, value_name = "STYLE", default_value = "full")]
    pub(super) style: StyleName,
    /// The template of prompt files, which has to hold `{{ prompt }}` once. Default: `template` of `[pack]`, else the
    /// one that is built in.
    #[arg(long, value_name = "FILE")]
    pub(super) template: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum StyleName {
    /// The author's prompt with what it waits for, whose files are whose, the report form and how to log.
    #[default]
    Full,
    /// The author's bytes and nothing else.
    Plain,
}

impl StyleName {
    pub(super) fn style(self) -> Style {
        match self {
            StyleName::Full => Style::Full,
            StyleName::Plain => Style::Plain,
        }
    }
}
