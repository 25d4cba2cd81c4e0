//! Facts to findings: one file per rule, and the only place that words a finding.

mod facts;
mod registry;
mod rule;
mod rules;
mod run;

pub use facts::Facts;
pub use registry::{all, find};
pub use rule::{Family, Rule};
pub use run::run;
