use super::Facts;
use crate::plan::SubtaskIx;
use crate::source::{FileIx, Span};

/// The prompts of one file, to find the one that a place belongs to.
pub(super) struct Prompts(Vec<(Span, SubtaskIx)>);

impl Prompts {
    /// The prompts that sections of a file state, in order.
    pub(super) fn of(facts: &Facts<'_>, file: FileIx) -> Prompts {
        let statements = &facts.documents[file.index()].subtasks;
        let subtasks = &facts.plan.documents[file.index()].subtasks;
        let prompts = statements
            .iter()
            .zip(subtasks)
            .filter_map(|(statement, subtask)| Some((statement.prompt.as_ref()?.span, (*subtask)?)));
        let mut prompts: Vec<(Span, SubtaskIx)> = prompts.collect();
        prompts.sort_unstable();
        Prompts(prompts)
    }

    /// The subtask whose prompt holds an offset.
    pub(super) fn at(&self, offset: u32) -> Option<SubtaskIx> {
        let before = self.0.partition_point(|(span, _)| span.start <= offset);
        let (span, subtask) = self.0[..before].last()?;
        span.contains(offset).then_some(*subtask)
    }

    /// Words for where an offset lies: "in the prompt of `1.1.2`", "outside of prompts".
    pub(super) fn words(&self, facts: &Facts<'_>, offset: u32) -> String {
        match self.at(offset) {
            Some(subtask) => format!("in the prompt of `{}`", facts.plan.name(subtask)),
            None => "outside of prompts".to_owned(),
        }
    }
}
