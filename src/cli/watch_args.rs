use std::path::PathBuf;

use clap::Args as Flags;

use super::args::Output;
use super::log_args::NotifyFormat;
use super::pack_args::LaunchFlags;

#[derive(Debug, Flags)]
pub(super) struct Watch {
    /// Files and folders of the plan. Default: the nearest folder upward with a configuration or a repository.
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) output: Output,
    #[command(flatten)]
    pub(super) launch: LaunchFlags,
    /// A run log; repeatable. Default: `PLANC_LOG`, else .planc/run.jsonl in the plan root.
    #[arg(long = "log", value_name = "PATH")]
    pub(super) logs: Vec<PathBuf>,
    /// Send what happened since the last call, as `planc notify --send` does.
    #[arg(long)]
    pub(super) notify: bool,
    /// The form of messages. Default: that of the receiver, where it is known.
    #[arg(long, value_name = "FORMAT", requires = "notify")]
    pub(super) notify_format: Option<NotifyFormat>,
    /// Watch for that long, such as 90s, 15m or 2h; without it until it is stopped.
    #[arg(long = "for", value_name = "DURATION")]
    pub(super) length: Option<String>,
    /// Make everything once and end.
    #[arg(long, conflicts_with = "length")]
    pub(super) once: bool,
}
