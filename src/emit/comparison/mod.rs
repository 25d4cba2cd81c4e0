//! What a change does to a plan, for a terminal and for a pull request.

mod markdown;
mod piece;
mod section;
mod terminal;
mod totals;

#[cfg(test)]
pub(super) mod tests;

pub use markdown::markdown;
pub use terminal::text;

use super::Material;
use crate::graph::NeedsMode;
use crate::plan::SubtaskIx;
use crate::schedule::{Comparison, Side, Subject};

/// Entries of each list, unless all are asked for.
const SHOWN: usize = 20;

/// Two versions of a plan and what differs.
#[derive(Clone, Copy)]
pub struct DiffReport<'a> {
    /// The version before the change.
    pub old: Version<'a>,
    /// The version after it.
    pub new: Version<'a>,
    /// What differs.
    pub comparison: &'a Comparison,
    /// Which needs count.
    pub needs: NeedsMode,
    /// Whether files with several writers are locked in the executions.
    pub file_locks: bool,
}

/// One of the two versions.
#[derive(Clone, Copy)]
pub struct Version<'a> {
    /// What people call it: a path or a revision.
    pub name: &'a str,
    /// The plan with its schedules.
    pub material: Material<'a>,
}

impl<'a> Version<'a> {
    /// What is compared of it.
    pub fn side(&self) -> Side<'a> {
        let Material { plan, graph, estimates, .. } = self.material;
        Side { plan, graph, estimates }
    }

    /// A subtask's id, or its key where other features have the id too.
    pub(super) fn subtask(&self, ix: SubtaskIx) -> &'a str {
        self.material.plan.name(ix)
    }

    /// The subtasks of a circle of needs; empty where there is none.
    pub(super) fn circle(&self) -> Vec<&'a str> {
        let cycle = self.material.graph.cycles().first();
        cycle.into_iter().flat_map(|cycle| &cycle.subtasks).map(|&ix| self.subtask(ix)).collect()
    }
}

impl<'a> DiffReport<'a> {
    /// A subtask by the name that it has in the new version, where it has it.
    pub(super) fn name(&self, subject: Subject) -> &'a str {
        match subject {
            Subject::Old(ix) => self.old.subtask(ix),
            Subject::New(ix) => self.new.subtask(ix),
        }
    }

    /// A subtask by the name that it has, or had, in the old version.
    pub(super) fn old_name(&self, subject: Subject) -> &'a str {
        self.comparison.before(subject).map_or_else(|| self.name(subject), |ix| self.old.subtask(ix))
    }

    /// Whether both versions are the same to a schedule and to a reader of the plan.
    pub fn is_empty(&self) -> bool {
        let lengths = |version: &Version<'_>| {
            version.material.schedules.map(|schedules| {
                let executions = schedules.executions.iter();
                (schedules.windows, executions.map(|execution| execution.makespan).collect::<Vec<_>>())
            })
        };
        self.comparison.is_empty() && lengths(&self.old) == lengths(&self.new)
    }
}
