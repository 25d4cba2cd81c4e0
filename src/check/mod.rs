//! Facts to findings: one file per rule, and the only place that words a finding.

mod claimed_sets;
mod column_sums;
mod counts;
mod document_map;
mod facts;
mod home_path;
mod join_phases;
mod lookalike;
mod map_fix;
mod map_lines;
mod need_fix;
mod odd_lines;
mod phase_groups;
mod prompts;
mod readable;
mod registry;
mod rule;
mod rule_set;
mod rules;
mod run;
mod said;
mod settings;
mod stated_times;
mod suppress;
mod title;
mod width;
mod windows;
mod words;

pub use document_map::{DocumentMap, MapPhase, MapPlace};
pub use facts::Facts;
pub use registry::{all, find};
pub use rule::{Family, Rule};
pub use rule_set::{RuleSet, chosen};
pub use run::{Findings, order, run};
pub use settings::{Rounding, RuleSettings, Settings};
