use super::rule_values::{PerFile, Rules, Severities};
use super::section::section;
use super::value::{Choice, Count, Patterns, Percent, RelativePath, Size, Words};
use super::version::Requirement;
use crate::check::Rounding;
use crate::cli::args::{CheckFormat, FailOn, NeedsKind, PackMode};

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
        /// Which execution phases and windows follow.
        "mode" mode: Choice<PackMode> = Choice(PackMode::Phases);
        /// How many windows there are. Default: `windows` of `[schedule]`.
        "windows" windows: Option<Count<1, 100_000>> = None;
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
    /// How much is read and written at most.
    Limits at "limits" {
        /// Bytes of one file.
        "file-size" file_size: Size = Size(crate::io::MAX_FILE);
        /// Files of one plan root.
        "files" files: Count<1, 10_000_000> = Count(100_000);
        /// Pairs of subtasks that outputs list one by one; beyond it they carry ranges.
        "expanded-needs" expanded_needs: Count<0, 100_000_000> = Count(1_000_000);
    }
}
