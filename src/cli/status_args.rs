use std::path::PathBuf;

use clap::{Args as Flags, ValueEnum};

use super::log_args::GateName;
use crate::runlog::Gate;

#[derive(Debug, Default, Flags)]
pub(super) struct Status {
    /// Files and folders of the plan. Default: the nearest folder upward with a configuration or a repository.
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// The run log. Default: `PLANC_LOG`, else `path` of `[log]`, else .planc/run.jsonl in the plan root; several are joined.
    #[arg(long = "log", value_name = "PATH")]
    pub(super) logs: Vec<PathBuf>,
    /// As of when: RFC 3339, a clock in UTC (10:05), how long ago (-7m), or `now`; later events are left out.
    /// Default: the last event.
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(super) now: Option<String>,
    /// How to print it.
    #[arg(long, value_name = "FORMAT", default_value = "full")]
    pub(super) format: StatusFormat,
    /// How far shown clocks are ahead of UTC, in hours and minutes. Default: `timezone` of `[log]`, else UTC.
    #[arg(long, value_name = "+HH:MM", allow_hyphen_values = true)]
    pub(super) zone: Option<String>,
    /// Leave text in CSV as it is, for machines; a spreadsheet may take such a cell for a formula.
    #[arg(long)]
    pub(super) csv_raw: bool,
    /// How many windows the forecast has. Default: the plan's largest number, else the number worth opening; no less
    /// than ran.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(super) windows: Option<u32>,
    /// How the rest goes: phase by phase or without barriers. Default: as the run did so far.
    #[arg(long, value_name = "MODE")]
    pub(super) mode: Option<RestMode>,
    /// When a subtask counts as done for those that need it, and a phase for the next one. Default: `done` for needs,
    /// `validated` for phases.
    #[arg(long, value_name = "WHEN")]
    pub(super) gate: Option<GateName>,
    /// Exit with 1 if this is not reached: `done`, `validated`, or one of them for a phase, such as done:1.
    #[arg(long, value_name = "WHAT[:PHASE]", value_parser = requirement)]
    pub(super) require: Option<Requirement>,
    /// Look whether the files of finished subtasks are there and nobody wrote them at the same time; exit with 1 if not.
    #[arg(long)]
    pub(super) files: bool,
    /// Show the present whenever the log changes, in place; where there is no terminal, once.
    #[arg(long)]
    pub(super) watch: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum StatusFormat {
    /// For people.
    #[default]
    Full,
    /// The contract `planc.status/1`.
    Json,
    /// The tracking table for spreadsheets.
    Csv,
    /// The tracking table in markdown.
    Markdown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum RestMode {
    /// A phase opens when those before it are done.
    Phases,
    /// A subtask starts when what it needs is done.
    Dataflow,
}

/// What scripts can ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Requirement {
    pub(super) gate: Gate,
    pub(super) phase: Option<String>,
}

fn requirement(text: &str) -> Result<Requirement, String> {
    let (word, phase) = match text.split_once(':') {
        Some((word, phase)) => (word, Some(phase.trim())),
        None => (text, None),
    };
    let gate = match word {
        "done" => Gate::Done,
        "validated" => Gate::Validated,
        _ => return Err("write done, validated, or one of them for a phase, such as done:1".to_owned()),
    };
    if phase == Some("") {
        return Err("name the phase behind the colon, such as done:1".to_owned());
    }
    Ok(Requirement { gate, phase: phase.map(str::to_owned) })
}
