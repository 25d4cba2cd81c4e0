use super::text::inline;
use crate::plan::SubtaskIx;
use crate::runlog::{Outcome, Progress, Run, State};

/// Where a run has got to, for the prompts of what is left.
#[derive(Clone, Copy, Debug)]
pub struct Stand<'a> {
    /// What the log says.
    pub run: &'a Run,
    /// What follows from it.
    pub progress: &'a Progress,
}

impl Stand<'_> {
    /// `running`, `done`, `failed`; empty where nothing happened yet.
    pub(in crate::emit) fn state(&self, ix: SubtaskIx) -> &'static str {
        match self.progress.state(ix) {
            State::Ready | State::Blocked | State::Held => "",
            state => state.name(),
        }
    }

    /// The words that came with each try that failed, ready to stand in markdown.
    pub(super) fn failures(&self, ix: SubtaskIx) -> Vec<String> {
        let tries = (1..).zip(&self.run.of(ix).attempts);
        let failed = tries.filter(|(_, attempt)| attempt.outcome == Outcome::Failed);
        let words = failed.flat_map(|(number, attempt)| {
            let note = attempt.note.as_deref().unwrap_or("").trim();
            let note = if note.is_empty() { "failed without a word" } else { note };
            let lines = note.lines().filter(|line| !line.trim().is_empty());
            lines.map(move |line| format!("try {number}: {}", inline(line)))
        });
        words.collect()
    }
}
