//! One file per rule.

pub(super) mod dependency_cycle;
