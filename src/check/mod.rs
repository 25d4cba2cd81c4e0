//! Facts to findings: one file per rule, and the only place that words a finding.

mod counts;
mod document_map;
mod facts;
mod join_phases;
mod map_fix;
mod need_fix;
mod phase_groups;
mod registry;
mod rule;
mod rules;
mod run;
mod stated_times;
mod suppress;
mod windows;
mod words;

pub use document_map::{DocumentMap, MapPhase, MapPlace};
pub use facts::Facts;
pub use registry::{all, find};
pub use rule::{Family, Rule};
pub use run::run;
