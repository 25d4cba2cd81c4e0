use serde::Serialize;

use crate::runlog::State;

/// How many subtasks are in each state; every subtask counts once, beside `total`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(in crate::emit) struct Counts {
    pub(in crate::emit) total: usize,
    pub(in crate::emit) running: usize,
    pub(in crate::emit) waiting: usize,
    pub(in crate::emit) failed: usize,
    pub(in crate::emit) ready: usize,
    pub(in crate::emit) held: usize,
    pub(in crate::emit) blocked: usize,
    /// Reported done, its validation not complete.
    pub(in crate::emit) done: usize,
    pub(in crate::emit) validated: usize,
    pub(in crate::emit) skipped: usize,
}

impl Counts {
    pub(super) fn new<'s>(states: impl IntoIterator<Item = &'s State>) -> Counts {
        let mut counts = Counts::default();
        for state in states {
            counts.total += 1;
            let count = match state {
                State::Running => &mut counts.running,
                State::Waiting => &mut counts.waiting,
                State::Failed => &mut counts.failed,
                State::Ready => &mut counts.ready,
                State::Held => &mut counts.held,
                State::Blocked => &mut counts.blocked,
                State::Done => &mut counts.done,
                State::Validated => &mut counts.validated,
                State::Skipped => &mut counts.skipped,
            };
            *count += 1;
        }
        counts
    }

    /// How many are over.
    pub(in crate::emit) fn over(&self) -> usize {
        self.done + self.validated + self.skipped
    }
}
