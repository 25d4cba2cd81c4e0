use std::collections::BTreeMap;

use super::RuleSet;
use super::said::TOLERANCE;
use crate::diag::Severity;
use crate::source::FileIx;

/// What the configuration tells the rules, per plan root and per file. The default is that of every root without a
/// configuration.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Of plan roots with a configuration.
    pub roots: BTreeMap<u32, RuleSettings>,
    /// Of all other roots.
    pub otherwise: RuleSettings,
    /// Rules that are left out in a file; files behind the end leave out none.
    pub files: Vec<RuleSet>,
    /// Rules that are not mended in a file, beside those of its root; files behind the end mend all.
    pub unfixable: Vec<RuleSet>,
    /// Whether findings stay that comments in the plan leave out.
    pub keep_suppressed: bool,
}

/// What the rules of one plan root are told.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleSettings {
    /// Rules whose findings count.
    pub enabled: RuleSet,
    /// Severities other than the rule's own, by code.
    pub severities: BTreeMap<&'static str, Severity>,
    /// Rules that are never mended by machine.
    pub unfixable: RuleSet,
    /// Whether a comment that leaves findings out has to say why.
    pub require_reason: bool,
    /// As many windows as one person can follow.
    pub most_windows: u32,
    /// By how much what is said to be approximate may be off, as a share of what is said.
    pub tolerance: f64,
    /// How claims of times may be rounded.
    pub rounding: Rounding,
    /// Titles that hold one of these words, in lower case, are integration tests.
    pub integration_titles: Vec<String>,
}

/// How a stated time was made from the computed one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rounding {
    /// Down or to the nearest.
    #[default]
    Either,
    /// To the nearest.
    Nearest,
    /// Down.
    Down,
}

impl Default for RuleSettings {
    fn default() -> RuleSettings {
        let titles = ["integration test", "end-to-end test", "e2e test", "acceptance test"];
        RuleSettings {
            enabled: RuleSet::all(),
            severities: BTreeMap::new(),
            unfixable: RuleSet::default(),
            require_reason: true,
            most_windows: 15,
            tolerance: TOLERANCE,
            rounding: Rounding::Either,
            integration_titles: titles.map(str::to_owned).to_vec(),
        }
    }
}

impl Settings {
    /// What the rules of a root are told.
    pub(super) fn of_root(&self, root: u32) -> &RuleSettings {
        self.roots.get(&root).unwrap_or(&self.otherwise)
    }

    /// Notes that a rule is not mended in a file.
    pub(crate) fn leave_unfixed(&mut self, file: FileIx, code: &str) {
        if self.unfixable.len() <= file.index() {
            self.unfixable.resize_with(file.index() + 1, RuleSet::default);
        }
        self.unfixable[file.index()].add(&RuleSet::of([code]));
    }

    /// Whether a rule is left out in a file.
    pub(super) fn leaves_out(&self, file: FileIx, code: &str) -> bool {
        self.files.get(file.index()).is_some_and(|rules| rules.contains(code))
    }
}
