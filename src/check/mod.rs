//! Facts to findings: one file per rule, and the only place that words a finding.

mod counts;
mod document_map;
mod facts;
mod join_phases;
mod need_fix;
mod phase_groups;
mod registry;
mod rule;
mod rule_set;
mod rules;
mod run;
mod settings;
mod stated_times;
mod suppress;
mod windows;
mod words;

pub use document_map::{DocumentMap, MapPhase, MapPlace};
pub use facts::Facts;
pub use registry::{all, find};
pub use rule::{Family, Rule};
pub use rule_set::{RuleSet, chosen};
pub use run::run;
pub use settings::{Rounding, RuleSettings, Settings};
