use super::directive::Directive;
use super::item::{
    Buffer, Claim, StatedFeature, StatedGroup, StatedPhase, StatedRelation, StatedSubtask, StatedTrack,
};
use crate::source::{FileIx, Span};

/// Everything one file states, in document order.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The file.
    pub file: FileIx,
    /// Feature headings.
    pub features: Vec<StatedFeature>,
    /// Track headings.
    pub tracks: Vec<StatedTrack>,
    /// Phases and sub-phases, with or without subtasks.
    pub phases: Vec<StatedPhase>,
    /// Statements about subtasks; one subtask may have several.
    pub subtasks: Vec<StatedSubtask>,
    /// Parents of subtasks.
    pub groups: Vec<StatedGroup>,
    /// Needs that are stated apart from the subtasks.
    pub relations: Vec<StatedRelation>,
    /// Whether the whole file is one subtask (front matter); its folder is then the feature.
    pub is_one_subtask: bool,
    /// Windows kept free.
    pub buffers: Vec<Buffer>,
    /// What the text states about the plan.
    pub claims: Vec<Claim>,
    /// What was not understood.
    pub problems: Vec<Problem>,
    /// What the text says to planc itself.
    pub directives: Vec<Directive>,
}

impl Document {
    /// Whether the file states anything about a plan.
    pub fn is_plan(&self) -> bool {
        !self.subtasks.is_empty()
    }
}

/// Something the reader met and could not use; rules turn it into words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What it is.
    pub kind: ProblemKind,
    /// Where it stands.
    pub span: Span,
}

/// Kinds of [`Problem`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// A line looks like a window, a subtask or a need; the words say what was expected.
    Unparsed {
        /// What it looks like: `window line`, `subtask heading`, `needs clause`.
        looks_like: &'static str,
        /// What is missing.
        missing: &'static str,
    },
    /// An id is written unlike those of all other lines.
    OddId,
    /// Lines end with a carriage return alone, so that the text is one line.
    LoneReturns,
    /// A fence is never closed.
    UnclosedFence,
    /// The reader follows only so many of something.
    Limit {
        /// How many of what: `64 arrows in a line`.
        followed: &'static str,
    },
}
