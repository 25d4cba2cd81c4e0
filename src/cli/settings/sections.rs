use super::arguments::Arguments;
use super::factor_values::FactorTable;
use super::file_name::FileName;
use super::report_values::{Expressions, TemplatePath, Title};
use super::rule_values::{PerFile, Rules, Severities};
use super::section::section;
use super::value::{Choice, Count, Patterns, Percent, RelativePath, Size, Words};
use super::version::Requirement;
use super::webhook_values::{Hosts, Variable};
use super::zone::Zone;
use crate::check::Rounding;
use crate::cli::args::{CheckFormat, FailOn, NeedsKind, PackMode};
use crate::cli::log_args::GateName;

/// How stated totals may be rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(in crate::cli) enum RoundingKind {
    /// Down or to the nearest.
    Either,
    /// To the nearest.
    Nearest,
    /// Down.
    Down,
}

impl RoundingKind {
    pub(in crate::cli) fn rounding(self) -> Rounding {
        match self {
            RoundingKind::Either => Rounding::Either,
            RoundingKind::Nearest => Rounding::Nearest,
            RoundingKind::Down => Rounding::Down,
        }
    }
}

section! {
    /// Which files belong to the plan, and what a run prints.
    Top at "" {
        /// If there are any, only files that match one of these patterns are read, whatever their extension.
        /// Patterns are those of .gitignore, relative to the folder of the configuration's plan root.
        "include" include: Patterns = Patterns::default();
        /// Files and folders that are left out; the same patterns.
        "exclude" exclude: Patterns = Patterns::default();
        /// Whether files that git ignores are left out.
        "respect-gitignore" respect_gitignore: bool = true;
        /// Versions of planc that may read this configuration, such as ">=0.1, <2".
        "required-version" required_version: Option<Requirement> = None;
        /// How `planc check` prints findings.
        "format" format: Choice<CheckFormat> = Choice(CheckFormat::Auto);
        /// `planc check` exits with 1 if there are findings of this severity or worse.
        "fail-on" fail_on: Choice<FailOn> = Choice(FailOn::Error);
    }
}

section! {
    /// How files join to a plan, and how its claims are judged.
    Plan at "plan" {
        /// The file whose phases and windows count where several files state them; a pattern may name one per feature.
        "map" map: Option<Words> = None;
        /// Files whose phases and windows count only where no other file states any; patterns.
        "specs" specs: Patterns = Patterns::default();
        /// As many windows as one person can follow; more are a finding (P303).
        "max-windows" max_windows: Count<1, 100_000> = Count(15);
        /// Words that mark windows kept free, at the beginning of a window's text; case does not count.
        "buffer-labels" buffer_labels: Words = Words::of(&["BUFFER", "buffer windows"]);
        /// Subtasks whose titles hold one of these words are integration tests (P205); case does not count.
        "integration-test" integration_test: Words =
            Words::of(&["integration test", "end-to-end test", "e2e test", "acceptance test"]);
        /// By how much a count or a time that is said to be approximate (`~`, `about`) may be off.
        "duration-tolerance" duration_tolerance: Percent = Percent(10.0);
        /// How stated totals may be rounded.
        "rounding" rounding: Choice<RoundingKind> = Choice(RoundingKind::Either);
        /// Minutes of a subtask about whose length nothing is stated.
        "default-estimate" default_estimate: Count<1, 100_000> = Count(15);
    }
}

section! {
    /// Which rules are followed; `planc rule --all` lists them.
    Lint at "lint" {
        /// Rules whose findings count: `ALL`, codes, beginnings of codes (`P2`) and names.
        "select" select: Rules<true> = Rules::of(&["ALL"]);
        /// Rules that are left out of these.
        "ignore" ignore: Rules<false> = Rules::default();
        /// Rules that are added to `select`.
        "extend-select" extend_select: Rules<true> = Rules::default();
        /// Whether rules in preview count as well; there are none at present.
        "preview" preview: bool = false;
        /// Whether a comment that leaves findings out has to give a reason.
        "require-reason" require_reason: bool = true;
        /// Severities other than the rule's own, by rule: error, warning or info.
        "severity" severity: Severities = Severities::default();
        /// Rules that are left out in files that match a pattern.
        "per-file-ignores" per_file_ignores: PerFile = PerFile::default();
    }
}

section! {
    /// The options of P303.
    TooManyWindows at "lint.options.too-many-windows" {
        /// As many windows as one person can follow. Default: `max-windows` of `[plan]`.
        "max" max: Option<Count<1, 100_000>> = None;
    }
}

section! {
    /// What `planc schedule`, `pack` and `build` plan with.
    Schedule at "schedule" {
        /// How many windows there are. Default: the plan's largest number, else the number worth opening.
        "windows" windows: Option<Count<1, 100_000>> = None;
        /// Which stated needs count: those of maps and specs together, or of one kind.
        "needs" needs: Choice<NeedsKind> = Choice(NeedsKind::Union);
        /// Whether two subtasks that write the same file are kept apart.
        "file-locks" file_locks: bool = true;
    }
}

section! {
    /// What `planc pack` and `build` write.
    Pack at "pack" {
        /// The folder that `planc pack` writes to, relative to the plan root.
        "out" out: Option<RelativePath> = None;
        /// How prompt files are called: letters, digits, `.`, `_` and `-` with {id} or {key}, and {window}.
        "name" name: FileName = FileName::default();
        /// Which execution phases and windows follow.
        "mode" mode: Choice<PackMode> = Choice(PackMode::Phases);
        /// How many windows there are. Default: `windows` of `[schedule]`.
        "windows" windows: Option<Count<1, 100_000>> = None;
        /// The template of prompt files, relative to the plan root. Default: the one that is built in.
        "template" template: Option<RelativePath> = None;
    }
}

section! {
    /// What `planc report` publishes.
    Report at "report" {
        /// The folder that `planc report` writes to, relative to the plan root.
        "out" out: Option<RelativePath> = None;
        /// The title of all pages. Default: what the plan is about.
        "title" title: Option<Title> = None;
        /// The template of index.html, relative to the plan root; empty: the one that is built in.
        "template" template: TemplatePath = TemplatePath::default();
        /// Whether pages have scripts; without them filters, copying and marks go, and every word stays.
        "script" script: bool = true;
        /// Regular expressions; what they match is masked in everything that `planc report` writes.
        "redact" redact: Expressions = Expressions::default();
    }
}

section! {
    /// What `planc fix` may change.
    Fix at "fix" {
        /// Whether fixes that decide something for the author are applied.
        "unsafe" allow_unsafe: bool = false;
        /// Rules that are never mended by machine.
        "unfixable" unfixable: Rules<true> = Rules::default();
    }
}

section! {
    /// Findings that are known.
    Baseline at "baseline" {
        /// The file that knows them, relative to the plan root.
        "path" path: Option<RelativePath> = None;
        /// Whether `planc check` exits with 1 if entries of the baseline match nothing any more.
        "fail-on-stale" fail_on_stale: bool = false;
    }
}

section! {
    /// What launchers start.
    Launch at "launch" {
        /// The agent and its arguments, such as `["claude", "{prompt}"]`; empty: launchers show the prompt.
        "agent" agent: Arguments = Arguments::default();
        /// Whether launchers give each subtask a branch and a worktree of its own.
        "worktrees" worktrees: bool = false;
    }
}

section! {
    /// What `planc log`, `next` and `status` go by.
    Log at "log" {
        /// When a subtask counts as done for those that need it, and a phase for the next one. Default: `done` for
        /// needs, `validated` for phases.
        "gate" gate: Option<Choice<GateName>> = None;
        /// The log of the run, relative to the plan root. `PLANC_LOG` and --log win. Default: .planc/run.jsonl.
        "path" path: Option<RelativePath> = None;
        /// How far clocks of people are ahead of UTC where --zone does not say it: "UTC" or hours and minutes, such as
        /// "+02:00".
        "timezone" timezone: Zone = Zone(0);
    }
}

section! {
    /// What earlier runs teach about estimates; `planc calibrate --write` writes it.
    Calibration at "calibration" {
        /// How many times as long as planned subtasks take: `all`, `feature F1`, `track F1-1.2`, `kind rs`.
        "factors" factors: FactorTable = FactorTable::default();
    }
}

section! {
    /// Where `planc notify --send` sends messages.
    Notify at "notify" {
        /// The environment variable that holds the address of the webhook.
        "url-variable" url_variable: Variable = Variable("PLANC_WEBHOOK".to_owned());
        /// Hosts that messages may go to beside hooks.slack.com, discord.com and this machine.
        "hosts" hosts: Hosts = Hosts::default();
    }
}

section! {
    /// How much is read and written at most.
    Limits at "limits" {
        /// Bytes of one file.
        "file-size" file_size: Size = Size(crate::io::MAX_FILE);
        /// Files of one plan root.
        "files" files: Count<1, 10_000_000> = Count(100_000);
        /// Pairs of subtasks that outputs list one by one; beyond it they carry ranges.
        "expanded-needs" expanded_needs: Count<0, 100_000_000> = Count(1_000_000);
        /// Subtasks of one plan root; a larger plan is refused.
        "subtasks" subtasks: Count<1, 100_000_000> = Count(1_000_000);
        /// Needs that one subtask states; a range or a wildcard is one. A plan with more is refused.
        "needs-per-task" needs_per_task: Count<1, 100_000_000> = Count(100_000);
        /// Levels of nested values that are read in JSON; what lies deeper is a finding (P005).
        "nesting" nesting: Count<1, 64> = Count(64);
        /// Steps that the template of one page or prompt file may take, each about 64 bytes of output.
        "template-fuel" template_fuel: Count<1, 100_000_000> = Count(1_000_000);
        /// Bytes of one page or prompt file.
        "output-size" output_size: Size = Size(32 << 20);
    }
}
