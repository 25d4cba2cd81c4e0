use std::collections::BTreeMap;

use crate::plan::{FeatureIx, Plan, SubtaskIx};
use crate::schedule::{Execution, Slot};
use crate::syntax::Minutes;

/// Files that one subtask meets while it runs.
#[derive(Debug, Default)]
pub(super) struct Others<'a> {
    /// Files that others edit at that time and this subtask does not, with one of those who do.
    pub(super) keep_off: BTreeMap<&'a str, Slot>,
    /// Files that both edit at that time.
    pub(super) shared: BTreeMap<&'a str, Slot>,
    /// Whether there were more subtasks than were looked at.
    pub(super) more: bool,
}

/// How many subtasks that run at the same time are looked at.
const LIMIT: usize = 2_000;

/// Answers which files other windows own while a subtask runs.
pub(super) struct SharedFiles<'a> {
    plan: &'a Plan,
    /// Slots of subtasks that edit files, by start.
    writers: Vec<Slot>,
    /// The latest end among the writers up to each one.
    latest: Vec<Minutes>,
    /// Who edits a file, by start.
    of_file: BTreeMap<&'a str, Vec<Slot>>,
    /// The feature of each step.
    steps: Vec<Option<FeatureIx>>,
}

impl<'a> SharedFiles<'a> {
    pub(super) fn new(plan: &'a Plan, execution: &Execution) -> SharedFiles<'a> {
        let mut writers: Vec<Slot> = execution
            .slots
            .iter()
            .filter(|slot| !plan.subtask(slot.subtask).files.is_empty())
            .copied()
            .collect();
        writers.sort_by_key(|slot| (slot.start, slot.window, slot.subtask));
        let mut latest: Vec<Minutes> = Vec::with_capacity(writers.len());
        for slot in &writers {
            latest.push(latest.last().copied().unwrap_or_default().max(slot.end));
        }
        let mut of_file: BTreeMap<&str, Vec<Slot>> = BTreeMap::new();
        for slot in &writers {
            for touch in &plan.subtask(slot.subtask).files {
                of_file.entry(&touch.path).or_default().push(*slot);
            }
        }
        let steps = execution.steps.iter().map(|step| step.feature).collect();
        SharedFiles { plan, writers, latest, of_file, steps }
    }

    /// Files of the subtasks that run while `slot` does.
    pub(super) fn during(&self, slot: &Slot) -> Others<'a> {
        let mut others = Others::default();
        let own = &self.plan.subtask(slot.subtask).files;
        let first = self.latest.partition_point(|end| *end <= slot.start);
        let until = self.writers.partition_point(|writer| writer.start < slot.end);
        let meeting = self.writers.get(first..until).unwrap_or(&[]);
        others.more = meeting.len() > LIMIT;
        for other in meeting.iter().take(LIMIT) {
            if other.subtask == slot.subtask || other.end <= slot.start {
                continue;
            }
            for touch in &self.plan.subtask(other.subtask).files {
                let is_own = own.iter().any(|own| own.path == touch.path);
                let files = if is_own { &mut others.shared } else { &mut others.keep_off };
                files.entry(&touch.path).or_insert(*other);
            }
        }
        others
    }

    /// Who edits a file of the subtask right before it and in no earlier phase of its feature, so that it has to wait
    /// for more than its needs.
    pub(super) fn before(&self, slot: &Slot) -> Vec<(&'a str, SubtaskIx)> {
        self.next_to(slot, |writers| writers.iter().rfind(|other| other.end <= slot.start))
    }

    /// Who edits a file of the subtask right after it and in no later phase of its feature.
    pub(super) fn after(&self, slot: &Slot) -> Vec<(&'a str, SubtaskIx)> {
        self.next_to(slot, |writers| writers.iter().find(|other| other.start >= slot.end))
    }

    fn next_to(&self, slot: &Slot, pick: impl Fn(&[Slot]) -> Option<&Slot>) -> Vec<(&'a str, SubtaskIx)> {
        let files = self.plan.subtask(slot.subtask).files.iter();
        let picked = files.filter_map(|touch| {
            let other = pick(self.of_file.get(touch.path.as_str())?)?;
            let feature = |slot: &Slot| self.steps.get(slot.step as usize).and_then(|feature| *feature);
            let by_phase =
                other.step != slot.step && feature(other).is_some() && feature(other) == feature(slot);
            (other.subtask != slot.subtask && !by_phase).then_some((touch.path.as_str(), other.subtask))
        });
        picked.collect()
    }

    /// How people find the subtask.
    pub(super) fn key(&self, ix: SubtaskIx) -> &'a str {
        &self.plan.subtask(ix).key
    }
}
