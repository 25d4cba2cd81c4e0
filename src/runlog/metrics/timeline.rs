use std::collections::BTreeMap;

use super::RunClock;
use crate::plan::SubtaskIx;
use crate::runlog::{Moment, Outcome, Run, Validated};
use crate::syntax::Minutes;

/// One try at a subtask, in minutes of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Try {
    /// The subtask.
    pub subtask: SubtaskIx,
    /// Which try it is, from 1.
    pub number: u32,
    /// The window, where the log says it.
    pub window: Option<u32>,
    /// When it started; `None` where only its end was logged.
    pub start: Option<Minutes>,
    /// When it ended, or the time of the page for one that runs; never before the start.
    pub until: Minutes,
    /// How it ended.
    pub outcome: Outcome,
    /// The result of its validation.
    pub validated: Option<Validated>,
}

impl Try {
    /// How long it took, or has taken so far; `None` where its start is not known.
    pub fn minutes(&self) -> Option<Minutes> {
        self.start.map(|start| self.until - start)
    }

    /// When it started, or its end where only that is known.
    pub fn from(&self) -> Minutes {
        self.start.unwrap_or(self.until)
    }
}

/// Every try of a run.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    /// What turns moments into minutes.
    pub clock: RunClock,
    /// The time up to which the log was read.
    pub as_of: Moment,
    /// The last minute: the end of the last try where the run is finished, else the time of the page.
    pub end: Minutes,
    /// Whether nothing is left to do.
    pub finished: bool,
    /// All tries by subtask and number.
    pub tries: Vec<Try>,
    /// Per subtask, the first of its tries; one entry more at the end.
    first: Vec<usize>,
    /// Tries of each window by start; those without a window come first.
    windows: BTreeMap<Option<u32>, Vec<usize>>,
}

impl Timeline {
    /// Takes the tries out of a run.
    pub(super) fn new(run: &Run, as_of: Moment, finished: bool) -> Timeline {
        let clock = RunClock::new(run, as_of);
        let (mut tries, mut first) = (Vec::new(), Vec::with_capacity(run.subtasks.len() + 1));
        for (at, subtask) in run.subtasks.iter().enumerate() {
            first.push(tries.len());
            for (number, attempt) in (1..).zip(&subtask.attempts) {
                let start = attempt.started.map(|moment| clock.minute(moment));
                let until = clock.minute(attempt.ended.unwrap_or(as_of));
                tries.push(Try {
                    subtask: SubtaskIx(at as u32),
                    number,
                    window: attempt.window,
                    start,
                    until: until.max(start.unwrap_or_default()),
                    outcome: attempt.outcome,
                    validated: attempt.validated,
                });
            }
        }
        first.push(tries.len());
        let mut windows: BTreeMap<Option<u32>, Vec<usize>> = BTreeMap::new();
        for (at, attempt) in tries.iter().enumerate() {
            windows.entry(attempt.window).or_default().push(at);
        }
        for list in windows.values_mut() {
            list.sort_by_key(|&at| (tries[at].from(), tries[at].until, at));
        }
        let last = tries.iter().map(|attempt| attempt.until).max();
        let end = match last {
            Some(last) if finished => last,
            _ => clock.minute(as_of),
        };
        Timeline { clock, as_of, end, finished, tries, first, windows }
    }

    /// Indices of the tries at a subtask.
    pub fn at(&self, ix: SubtaskIx) -> std::ops::Range<usize> {
        self.first[ix.index()]..self.first[ix.index() + 1]
    }

    /// The tries at a subtask.
    pub fn of(&self, ix: SubtaskIx) -> &[Try] {
        &self.tries[self.at(ix)]
    }

    /// Numbers of windows with the indices of their tries by start; tries without a window first.
    pub fn windows(&self) -> impl Iterator<Item = (Option<u32>, &[usize])> {
        self.windows.iter().map(|(window, tries)| (*window, tries.as_slice()))
    }

    /// Indices of the tries in a window, by start.
    pub(super) fn in_window(&self, window: Option<u32>) -> &[usize] {
        self.windows.get(&window).map_or(&[], Vec::as_slice)
    }

    /// The first try that a subtask was done in.
    pub(super) fn done(&self, ix: SubtaskIx) -> Option<usize> {
        self.at(ix).find(|&at| self.tries[at].outcome == Outcome::Done)
    }
}
