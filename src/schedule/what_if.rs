use super::Schedules;
use crate::graph::{Estimate, EstimateSource};
use crate::plan::SubtaskIx;
use crate::syntax::Minutes;

/// A question that changes the plan without editing it, and how the plan was before.
#[derive(Clone, Debug)]
pub struct WhatIf {
    /// Subtasks that take other minutes.
    pub changes: Vec<Change>,
    /// Files that several subtasks may write at the same time.
    pub without_locks: Vec<String>,
    /// The schedules without all that.
    pub before: Schedules,
}

/// Another estimate for a subtask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The subtask.
    pub subtask: SubtaskIx,
    /// Least minutes.
    pub min: Minutes,
    /// Most minutes.
    pub max: Minutes,
}

/// The estimates with changes; the last change of a subtask counts. Estimates that were derived from others stay.
pub fn changed(estimates: &[Estimate], changes: &[Change]) -> Vec<Estimate> {
    let mut found = estimates.to_vec();
    for change in changes {
        if let Some(estimate) = found.get_mut(change.subtask.index()) {
            let (min, max) = (change.min, change.max);
            *estimate = Estimate { min, likely: min.middle(max), max, source: EstimateSource::Stated };
        }
    }
    found
}
