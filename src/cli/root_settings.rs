use std::path::{Path, PathBuf};

use super::exit::Failure;
use super::settings::Settings;
use crate::check::{RuleSet, RuleSettings};
use crate::compile::{Most, Options};
use crate::io::{self, Filter, PathPatterns};
use crate::plan::FileRole;
use crate::syntax::{Minutes, ReadOptions};

/// What a configuration says about single files.
pub(super) struct FileRules {
    maps: PathPatterns,
    specs: PathPatterns,
    ignored: Vec<(PathPatterns, RuleSet)>,
}

impl FileRules {
    pub(super) fn new(base: &Path, settings: &Settings) -> Result<FileRules, Failure> {
        let patterns = |patterns: &[String]| PathPatterns::new(base, patterns.iter().map(String::as_str));
        let maps = settings.plan.map.value.as_ref().map_or(&[][..], |map| &map.0);
        let entries = settings.lint.per_file_ignores.value.entries();
        let ignored = entries.map(|(pattern, rules)| Ok((PathPatterns::new(base, [pattern])?, rules)));
        Ok(FileRules {
            maps: patterns(maps)?,
            specs: patterns(&settings.plan.specs.value.0)?,
            ignored: ignored.collect::<Result<_, Failure>>()?,
        })
    }

    /// What a file is.
    pub(super) fn role(&self, file: &Path) -> FileRole {
        if self.maps.matches(file) {
            FileRole::Map
        } else if self.specs.matches(file) {
            FileRole::Spec
        } else {
            FileRole::Any
        }
    }

    /// The rules that are left out in a file.
    pub(super) fn ignored(&self, file: &Path) -> RuleSet {
        let mut all = RuleSet::default();
        self.ignored
            .iter()
            .filter(|(patterns, _)| patterns.matches(file))
            .for_each(|(_, rules)| all.add(rules));
        all
    }
}

/// Which files a root reads.
pub(super) fn filter(settings: &Settings) -> Filter {
    Filter {
        include: settings.top.include.value.0.clone(),
        exclude: settings.top.exclude.value.0.clone(),
        git_ignored: !settings.top.respect_gitignore.value,
        most_files: settings.limits.files.value.0 as usize,
    }
}

/// Tells a compilation what the configuration of a root says.
pub(super) fn tell(options: &mut Options, root: u32, settings: &Settings) {
    options.checks.roots.insert(root, rules(settings));
    let minutes = Minutes::new(u64::from(settings.plan.default_estimate.value.0));
    options.root_estimates.insert(root, minutes);
    options.reading.insert(root, reading(settings));
    options.most.insert(root, most(settings));
}

/// How the files of a root are read.
fn reading(settings: &Settings) -> ReadOptions {
    let buffers = settings.plan.buffer_labels.value.0.clone();
    ReadOptions { buffers, nesting: settings.limits.nesting.value.0 }
}

/// How large the plan of a root may be.
fn most(settings: &Settings) -> Most {
    let limits = &settings.limits;
    Most { subtasks: limits.subtasks.value.0 as usize, needs: limits.needs_per_task.value.0 as usize }
}

/// What the rules of a root are told.
fn rules(settings: &Settings) -> RuleSettings {
    let (plan, lint) = (&settings.plan, &settings.lint);
    let mut enabled = lint.select.value.set();
    enabled.add(&lint.extend_select.value.set());
    enabled.remove(&lint.ignore.value.set());
    RuleSettings {
        enabled,
        severities: lint.severity.value.by_code(),
        unfixable: settings.fix.unfixable.value.set(),
        require_reason: lint.require_reason.value,
        most_windows: settings.too_many_windows.max.value.unwrap_or(plan.max_windows.value).0,
        tolerance: plan.duration_tolerance.value.0 / 100.0,
        rounding: plan.rounding.value.0.rounding(),
        integration_titles: plan.integration_test.value.0.iter().map(|words| words.to_lowercase()).collect(),
    }
}

/// Where the configuration of a plan root keeps the log of a run, if it says so: in the main worktree.
pub(super) fn log_place(settings: &Settings, root: &Path) -> Option<PathBuf> {
    settings.log.path.value.as_ref().map(|path| io::configured_log(root, Path::new(&path.0)))
}
