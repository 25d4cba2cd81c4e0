use std::path::PathBuf;

use clap::{Args as Flags, Parser, Subcommand, ValueEnum};

use super::explain::{Asked, asked};
use super::log_args::{Calibrate, Import, Log, Next, Notify};
use super::pack_args::{Form, LaunchFlags, Pack, Prompt, Screens};
use super::run_args::{Report, RunFlags};
use super::status_args::Status;
use super::watch_args::Watch;
use crate::diag::Severity;
use crate::graph::NeedsMode;
use crate::schedule::Mode;

/// The plan compiler: checks, schedules and packs markdown plans for many AI agents at once.
#[derive(Debug, Parser)]
#[command(name = "planc", version, long_version = env!("PLANC_VERSION"), max_term_width = 100, disable_help_subcommand = true)]
#[command(after_help = "Exit codes: 0 ran, nothing at or above --fail-on; 1 findings; 2 did not run.")]
pub(super) struct Args {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Flags)]
pub(super) struct Global {
    /// When to write colours; `NO_COLOR` and `CLICOLOR_FORCE` count.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: Color,
    /// Read this configuration and no other; its patterns are relative to the current folder.
    #[arg(long, global = true, value_name = "FILE", help_heading = "Configuration")]
    pub(super) config: Option<PathBuf>,
    /// Read no configuration at all.
    #[arg(long, global = true, conflicts_with = "config", help_heading = "Configuration")]
    pub(super) isolated: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Check plans and say what is wrong with them, where, and what to do.
    Check(Check),
    /// Mend what a machine can mend, where the result is better and adds no finding.
    Fix(Fix),
    /// Explain a rule: what it finds, why that matters, a bad and a good example.
    #[command(alias = "explain")]
    Rule(Rule),
    /// Say what a change does to a plan: subtasks, needs, locks and minutes that come and go.
    Diff(Diff),
    /// Show what was read: features, phases, subtasks, needs.
    Plan(Plan),
    /// Work out how fast the plan can go, with how many windows, and what holds it back.
    Schedule(Schedule),
    /// Print a parallelization map whose phases hold, for plans without a right one.
    Map(Map),
    /// Write prompt files per phase and window.
    Pack(Pack),
    /// Write everything: pages, prompt files, map, tracking table, JSON.
    Build(Build),
    /// Write pages to publish: the plan, and with a log its run, without prompts.
    Report(Report),
    /// Print the prompt of one subtask, to pipe it into a clipboard or an agent.
    Prompt(Prompt),
    /// Record what happens in the windows, or show what was recorded last.
    Log(Log),
    /// Learn from run logs how long subtasks really take, and what that improves.
    Calibrate(Calibrate),
    /// Read tracking tables, notes and report forms into the log.
    Import(Import),
    /// Say which subtasks may start now, or claim one and print its prompt.
    Next(Next),
    /// Say where a run stands: what is done, runs, waits or failed, and when it ends.
    Status(Status),
    /// Print what happened since the last call, for people, Slack or Discord, or send it.
    Notify(Notify),
    /// Keep pages, findings and the state of the run fresh while files and the log change.
    Watch(Watch),
    /// Show every setting, its value and where that comes from.
    Config(Config),
    /// Write a configuration with every setting as a comment, or a hook, or a workflow.
    Init(Init),
    /// Print the JSON Schema of a contract or of planc.toml, or list all schemas.
    Schema(Schema),
    /// Print the script that completes words of planc in a shell.
    Completions(Completions),
    /// Print a manual page in roff, of planc or of one command.
    Man(Man),
}

#[derive(Debug, Flags)]
pub(super) struct Check {
    /// Files and folders; `-` reads standard input. Each folder, or file outside of one, is a plan of its own.
    #[arg(default_value = ".", value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// How to print findings. Default: `format` of the configuration, else `auto`.
    #[arg(long, value_name = "FORMAT")]
    pub(super) format: Option<CheckFormat>,
    /// Write findings to a file as well; repeatable.
    #[arg(long, value_name = "FORMAT=PATH", value_parser = report)]
    pub(super) report: Vec<(CheckFormat, PathBuf)>,
    /// Leave out findings that this file knows; `json` and `jsonl` mark them. Default: `path` of `[baseline]`.
    #[arg(long, value_name = "PATH")]
    pub(super) baseline: Option<PathBuf>,
    /// Write a baseline that knows all findings of today.
    #[arg(long, value_name = "PATH", conflicts_with = "baseline")]
    pub(super) write_baseline: Option<PathBuf>,
    /// List what comments leave out (`json`, `jsonl`, `sarif`) and what the baseline knows (`sarif`), marked.
    #[arg(long)]
    pub(super) show_suppressed: bool,
    /// Exit with 1 if there are findings of this severity or worse. Default: `fail-on` of the configuration, else
    /// `error`.
    #[arg(long, value_name = "SEVERITY")]
    pub(super) fail_on: Option<FailOn>,
    /// Report only findings in files that differ from this commit of git. Default for REF: where this branch left the
    /// default branch, else its upstream, else the last commit.
    #[arg(long, value_name = "REF", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    #[arg(conflicts_with = "write_baseline")]
    pub(super) changed: Option<String>,
    /// Write comments with this reason that leave today's findings out; what no comment can leave out is reported.
    #[arg(long, value_name = "REASON", require_equals = true, value_parser = reason)]
    #[arg(conflicts_with = "write_baseline")]
    pub(super) add_ignore: Option<String>,
    /// Judge a run log beside the plan (rules P601 to P603); several are joined.
    #[arg(long = "log", value_name = "PATH", conflicts_with = "add_ignore")]
    pub(super) logs: Vec<PathBuf>,
    /// The time that the run is looked at: RFC 3339, a clock in UTC (10:05), how long ago (-7m), or `now`. Default: the
    /// last event.
    #[arg(long, value_name = "TIME", allow_hyphen_values = true, requires = "logs")]
    pub(super) now: Option<String>,
    #[command(flatten)]
    pub(super) rules: RuleFlags,
    #[command(flatten)]
    pub(super) files: Files,
}

/// A reason has to fit on a line, inside a comment.
fn reason(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("say why the findings are accepted".to_owned());
    }
    if text.contains("--") || text.contains('\n') || text.contains(crate::emit::tty::is_hidden) {
        return Err("a reason is one line without `--` and hidden characters, since it stands in a comment"
            .to_owned());
    }
    Ok(text.to_owned())
}

/// Which findings count.
#[derive(Debug, Flags)]
pub(super) struct RuleFlags {
    /// Follow only these rules, whatever the configuration chooses: `ALL`, codes, beginnings of codes (`P2`), names.
    #[arg(long, value_name = "RULES", value_delimiter = ',', value_parser = rule_word, help_heading = "Rules")]
    pub(super) select: Vec<String>,
    /// Follow these rules as well.
    #[arg(long, value_name = "RULES", value_delimiter = ',', value_parser = rule_word, help_heading = "Rules")]
    pub(super) extend_select: Vec<String>,
    /// Leave these rules out.
    #[arg(long, value_name = "RULES", value_delimiter = ',', help_heading = "Rules")]
    pub(super) ignore: Vec<String>,
    /// Show findings that comments in the plan leave out, too.
    #[arg(long, help_heading = "Rules")]
    pub(super) no_ignores: bool,
}

/// A word that chooses rules.
fn rule_word(word: &str) -> Result<String, String> {
    match crate::check::chosen(word) {
        Some(_) => Ok(word.to_owned()),
        None => Err(format!("there is no such rule; {}", super::settings::unknown_rule(word))),
    }
}

/// What the paths stand for, where an editor or a hook chose them.
#[derive(Debug, Flags)]
pub(super) struct Files {
    /// Pass over files that state no subtask without a word.
    #[arg(long)]
    pub(super) only_plans: bool,
    /// The path that standard input is known by.
    #[arg(long, value_name = "PATH")]
    pub(super) stdin_filename: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    /// `full`; on GitHub Actions inside a group of the log, with annotations.
    Auto,
    /// Source lines with carets, both ends of a finding, the way out, and the verdict.
    Full,
    /// One line per finding: `path:line:column: severity[code] message`.
    Concise,
    /// The findings of each file below its path.
    Grouped,
    /// The contract `planc.findings/1`.
    Json,
    /// One finding of the contract per line.
    Jsonl,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// JUnit XML, for test reports.
    Junit,
    /// Annotations of GitHub Actions.
    Github,
    /// GitLab's code quality report.
    Gitlab,
    /// A summary with the worst findings, for a job or a pull request.
    Markdown,
}

impl CheckFormat {
    /// Whether the format ends with the verdict on schedules.
    pub(super) fn has_verdict(self) -> bool {
        matches!(self, CheckFormat::Auto | CheckFormat::Full | CheckFormat::Markdown)
    }
}

/// `sarif=out.sarif`; standard output belongs to `--format`.
fn report(text: &str) -> Result<(CheckFormat, PathBuf), String> {
    let (format, path) = text.split_once('=').ok_or("write a format and a path, such as sarif=out.sarif")?;
    let format = CheckFormat::from_str(format, false)?;
    if format == CheckFormat::Auto {
        return Err("a report needs a format of its own, such as full".to_owned());
    }
    if path.is_empty() || path == "-" {
        return Err("a report goes to a file; use --format for standard output".to_owned());
    }
    Ok((format, PathBuf::from(path)))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    Error,
    Warning,
    Info,
    Never,
}

impl FailOn {
    /// Whether a finding of this severity makes the run fail.
    pub(super) fn fails(self, severity: Severity) -> bool {
        match self {
            FailOn::Error => severity >= Severity::Error,
            FailOn::Warning => severity >= Severity::Warning,
            FailOn::Info => true,
            FailOn::Never => false,
        }
    }
}

#[derive(Debug, Flags)]
pub(super) struct Fix {
    /// Files and folders; `-` alone reads standard input and prints the result.
    #[arg(default_value = ".", value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Apply fixes that decide something for the author, too.
    #[arg(long = "unsafe")]
    pub(super) allow_unsafe: bool,
    /// Print what would change as a unified diff, and change nothing; exit with 1 if something would.
    #[arg(long)]
    pub(super) diff: bool,
    /// Change nothing; exit with 1 if something would change.
    #[arg(long)]
    pub(super) check: bool,
    #[command(flatten)]
    pub(super) files: Files,
}

#[derive(Debug, Flags)]
pub(super) struct Rule {
    /// A code (P201) or a name (same-phase-need); without one all rules are listed.
    #[arg(value_name = "RULE")]
    pub(super) rule: Option<String>,
    /// List all rules, as without RULE.
    #[arg(long, conflicts_with = "rule")]
    pub(super) all: bool,
}

#[derive(Debug, Flags)]
pub(super) struct Diff {
    /// The old and the new plan, two files or folders; with --ref the files and folders of the working tree.
    /// [default: .]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Compare the plan at this commit of git (a branch, a tag, an id) with the working tree.
    #[arg(long = "ref", value_name = "REF")]
    pub(super) revision: Option<String>,
    /// How to print the differences.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: DiffFormat,
    /// Exit with 1 if the plans differ.
    #[arg(long)]
    pub(super) exit_code: bool,
    /// Show whole lists instead of their first twenty entries; `json` always has all.
    #[arg(long)]
    pub(super) all: bool,
    #[command(flatten)]
    pub(super) limits: Limits,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffFormat {
    /// For people.
    Text,
    /// For a pull request.
    Markdown,
    /// The contract `planc.diff/1`.
    Json,
}

#[derive(Debug, Flags)]
pub(super) struct Plan {
    /// Files and folders; `-` reads standard input.
    #[arg(default_value = ".", value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// How to print the plan.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: TextFormat,
    /// Say how a line, or each line of a file, was read and why: a number, a path, or both joined by a colon.
    #[arg(long, value_name = "WHERE", value_parser = asked, conflicts_with = "format")]
    pub(super) explain: Option<Asked>,
    #[command(flatten)]
    pub(super) needs: Needs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TextFormat {
    /// For people.
    Text,
    /// The versioned contract.
    Json,
}

#[derive(Debug, Default, Flags)]
pub(super) struct Needs {
    /// Which stated needs count: those of maps and specs together, or of one kind. Default: `needs` of `[schedule]`,
    /// else `union`.
    #[arg(long, value_name = "KIND")]
    pub(super) needs: Option<NeedsKind>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum NeedsKind {
    Union,
    Map,
    Spec,
}

impl NeedsKind {
    pub(super) fn mode(self) -> NeedsMode {
        match self {
            NeedsKind::Union => NeedsMode::Union,
            NeedsKind::Map => NeedsMode::Map,
            NeedsKind::Spec => NeedsMode::Spec,
        }
    }
}

#[derive(Debug, Default, Flags)]
pub(super) struct Limits {
    /// How many windows there are. Default: `windows` of the configuration, else the plan's largest number, else the
    /// number worth opening.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(super) windows: Option<u32>,
    /// Let two subtasks that write the same file run at the same time.
    #[arg(long)]
    pub(super) no_file_locks: bool,
    #[command(flatten)]
    pub(super) needs: Needs,
}

#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
#[derive(Debug, Flags)]
pub(super) struct Schedule {
    /// Files and folders; `-` reads standard input.
    #[arg(default_value = ".", value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) limits: Limits,
    /// Show the makespan in minutes for 1 to N windows. Default for N: as many as help.
    #[arg(long, value_name = "N", num_args = 0..=1, require_equals = true, default_missing_value = "0")]
    #[arg(value_parser = clap::value_parser!(u32).range(0..=1_000))]
    pub(super) curve: Option<u32>,
    /// Suppose that a subtask takes other minutes, such as 1.2.3=5m; repeatable.
    #[arg(long, value_name = "SUBTASK=DURATION")]
    pub(super) what_if: Vec<String>,
    /// Suppose that a file may have several writers at a time; repeatable.
    #[arg(long, value_name = "FILE", conflicts_with = "no_file_locks")]
    pub(super) without_lock: Vec<String>,
    /// Keep windows for a feature, such as 1=12; repeatable. Default: what the plan states (`Windows 1-12:
    /// Feature 1`) where no --windows is given.
    #[arg(long, value_name = "FEATURE=WINDOWS")]
    pub(super) group: Vec<String>,
    /// Correct estimates by what earlier runs took: a file that `planc calibrate --format json` wrote. Default: the
    /// configuration.
    #[arg(long, value_name = "PATH")]
    pub(super) calibration: Option<PathBuf>,
    /// Leave estimates as they are, whatever the configuration says.
    #[arg(long, conflicts_with = "calibration")]
    pub(super) no_calibration: bool,
    /// Leave out subtasks that are done or skipped by their status in the plan.
    #[arg(long)]
    pub(super) remaining: bool,
    /// Show each feature on its own, too; always shown where a plan has several.
    #[arg(long)]
    pub(super) features: bool,
    /// Show whole lists instead of their first five entries.
    #[arg(long)]
    pub(super) all: bool,
    /// What the random lengths of estimates with ranges begin with.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub(super) seed: u64,
    /// How to print schedules.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: TextFormat,
}

#[derive(Debug, Flags)]
pub(super) struct Map {
    /// Files and folders; `-` reads standard input.
    #[arg(default_value = ".", value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Which execution phases and windows follow.
    #[arg(long, value_name = "MODE", default_value = "phases")]
    pub(super) mode: MapMode,
    #[command(flatten)]
    pub(super) limits: Limits,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum MapMode {
    /// The author's phases, repaired where needs demand it; levels of needs where none are stated.
    Phases,
    /// No barriers between phases: one phase of rounds, in which every window takes up the next subtask.
    Dataflow,
}

impl MapMode {
    pub(super) fn mode(self) -> Mode {
        match self {
            MapMode::Phases => Mode::Phases,
            MapMode::Dataflow => Mode::Dataflow,
        }
    }
}

#[derive(Debug, Flags)]
pub(super) struct Build {
    /// Files and folders; `-` reads standard input.
    #[arg(default_value = ".", value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) run: RunFlags,
    #[command(flatten)]
    pub(super) output: Output,
    #[command(flatten)]
    pub(super) form: Form,
    #[command(flatten)]
    pub(super) screens: Screens,
    #[command(flatten)]
    pub(super) launch: LaunchFlags,
}

#[derive(Debug, Flags)]
pub(super) struct Output {
    /// The folder to write to: new, empty or planc's own.
    #[arg(short = 'o', long = "out", value_name = "OUT")]
    pub(super) out: Option<PathBuf>,
    /// Which execution phases and windows follow. Default: `mode` of `[pack]`, else `phases`.
    #[arg(long, value_name = "MODE")]
    pub(super) mode: Option<PackMode>,
    #[command(flatten)]
    pub(super) limits: Limits,
    /// Replace files of planc in OUT that were changed by hand.
    #[arg(long)]
    pub(super) force: bool,
    /// Only list what would be written.
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Exit with 1 if there are findings of this severity or worse; files are written all the same.
    #[arg(long, value_name = "SEVERITY", default_value = "never")]
    pub(super) fail_on: FailOn,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum PackMode {
    /// The author's phases, repaired where needs demand it.
    Phases,
    /// No barriers: one queue per window.
    Dataflow,
    /// The phases exactly as stated, if they can run.
    AsWritten,
}

impl PackMode {
    pub(super) fn mode(self) -> Mode {
        match self {
            PackMode::Phases => Mode::Phases,
            PackMode::Dataflow => Mode::Dataflow,
            PackMode::AsWritten => Mode::AsWritten,
        }
    }
}

#[derive(Debug, Flags)]
pub(super) struct Config {
    /// The file or folder whose configuration is shown.
    #[arg(default_value = ".", value_name = "PATH")]
    pub(super) path: PathBuf,
    /// How to print settings.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: TextFormat,
}

#[derive(Debug, Flags)]
pub(super) struct Schema {
    /// Which contract; without one the schemas are listed.
    #[arg(value_name = "NAME")]
    pub(super) name: Option<SchemaName>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SchemaName {
    /// What `planc calibrate --format json` prints.
    Calibration,
    /// `planc.toml`.
    Config,
    /// What `planc diff --format json` prints.
    Diff,
    /// What `planc check --format json` prints.
    Findings,
    /// What `planc plan --format json` prints.
    Plan,
    /// What `planc schedule --format json` prints.
    Schedule,
    /// What `planc status --format json` prints.
    Status,
}

impl SchemaName {
    /// As it is written on the command line.
    pub(super) fn word(self) -> String {
        self.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
    }
}

#[derive(Debug, Flags)]
pub(super) struct Init {
    /// The folder that gets `planc.toml`, `.github` or whose repository gets a hook.
    #[arg(default_value = ".", value_name = "FOLDER")]
    pub(super) folder: PathBuf,
    /// Write a hook of git that checks plans before each commit, and no configuration.
    #[arg(long)]
    pub(super) hook: bool,
    /// Write `.github/workflows/planc.yml`, which checks plans on GitHub, and no configuration.
    #[arg(long)]
    pub(super) workflow: bool,
    /// Only print what would be written.
    #[arg(long)]
    pub(super) dry_run: bool,
}

#[derive(Debug, Flags)]
pub(super) struct Completions {
    /// The shell that reads the script.
    #[arg(value_name = "SHELL")]
    pub(super) shell: clap_complete::Shell,
}

#[derive(Debug, Flags)]
pub(super) struct Man {
    /// The command; without one the page is about planc itself.
    #[arg(value_name = "COMMAND")]
    pub(super) command: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_holds() {
        use clap::CommandFactory;
        Args::command().debug_assert();
    }
}
