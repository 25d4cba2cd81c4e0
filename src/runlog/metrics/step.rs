use super::{Observed, SubtaskFigures, Timeline};
use crate::syntax::Minutes;

/// Planned against actual of what runs between two barriers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepFigures {
    /// Index into the steps of the execution.
    pub step: usize,
    /// How many subtasks it has.
    pub subtasks: u32,
    /// How many of them are over.
    pub over: u32,
    /// When it was planned to start and end.
    pub planned: (Minutes, Minutes),
    /// When the first of its subtasks started.
    pub started: Option<Minutes>,
    /// When the last of its subtasks was done; `None` as long as one is not.
    pub ended: Option<Minutes>,
}

/// Figures of every step that holds a subtask; empty for an execution without barriers.
pub(super) fn steps(
    observed: &Observed<'_>,
    timeline: &Timeline,
    subtasks: &[SubtaskFigures],
) -> Vec<StepFigures> {
    let Some(execution) = observed.execution.filter(|execution| execution.steps.len() > 1) else {
        return Vec::new();
    };
    let step = |(at, step): (usize, &crate::schedule::Step)| StepFigures {
        step: at,
        subtasks: 0,
        over: 0,
        planned: (step.start, step.end),
        started: None,
        ended: Some(Minutes::ZERO),
    };
    let mut found: Vec<StepFigures> = execution.steps.iter().enumerate().map(step).collect();
    for slot in &execution.slots {
        let (own, step) = (&subtasks[slot.subtask.index()], &mut found[slot.step as usize]);
        let over = observed.progress.state(slot.subtask).is_over();
        step.subtasks += 1;
        step.over += u32::from(over);
        let first = timeline.of(slot.subtask).first().map(super::Try::from);
        step.started = [step.started, first].into_iter().flatten().min();
        // What was done before the run, or is left out, holds no step open.
        let end = own.ended.or(over.then_some(Minutes::ZERO)).filter(|_| over);
        step.ended = step.ended.zip(end).map(|(a, b)| a.max(b));
    }
    found.retain(|step| step.subtasks > 0);
    found
}
