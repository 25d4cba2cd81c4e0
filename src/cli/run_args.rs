use std::path::PathBuf;

use clap::Args as Flags;

use super::args::Output;

/// The run that pages show.
#[derive(Debug, Flags)]
pub(super) struct RunFlags {
    /// The run log: adds run.html, planned against actual; several are joined.
    #[arg(long = "log", value_name = "PATH")]
    pub(super) logs: Vec<PathBuf>,
    /// The time that the run is looked at: RFC 3339, a clock in UTC (10:05), how long ago (-7m), or `now`. Default: the
    /// last event.
    #[arg(long, value_name = "TIME", allow_hyphen_values = true, requires = "logs")]
    pub(super) now: Option<String>,
}

#[derive(Debug, Flags)]
pub(super) struct Report {
    /// Files and folders; `-` reads standard input.
    #[arg(default_value = ".", value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) run: RunFlags,
    /// Publish the prompts, too: adds prompts.html.
    #[arg(long)]
    pub(super) with_prompts: bool,
    #[command(flatten)]
    pub(super) output: Output,
}
