use super::directive::Directive;
use super::item::{
    Allotment, Buffer, Claim, StatedFeature, StatedGroup, StatedPhase, StatedPreparation, StatedRelation,
    StatedSubtask, StatedTrack, StatedWindowGroup,
};
use super::sum_table::SumTable;
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
    /// What has to be there, where no subtask says so.
    pub preparations: Vec<StatedPreparation>,
    /// Whether the whole file is one subtask (front matter); its folder is then the feature.
    pub is_one_subtask: bool,
    /// Whether the front matter is that of an overview (ccpm's `epic.md`): where files beside it are one subtask each, its
    /// lists only repeat them.
    pub is_overview: bool,
    /// Windows kept free.
    pub buffers: Vec<Buffer>,
    /// Windows kept for a feature.
    pub window_groups: Vec<StatedWindowGroup>,
    /// What the text states about the plan.
    pub claims: Vec<Claim>,
    /// Windows given to features.
    pub allotments: Vec<Allotment>,
    /// Tables and lists of figures with totals or speedups.
    pub tables: Vec<SumTable>,
    /// What was not understood.
    pub problems: Vec<Problem>,
    /// What the text says to planc itself.
    pub directives: Vec<Directive>,
    /// Lines that look like units of work and were found to be something else.
    pub passed_over: Vec<PassedOver>,
    /// Fenced blocks that no other block holds, with the lines of their fences.
    pub fences: Vec<Span>,
}

impl Document {
    /// Whether the file states anything about a plan.
    pub fn is_plan(&self) -> bool {
        !self.subtasks.is_empty()
    }
}

/// A line that looks like a unit of work and is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassedOver {
    /// The id that it names.
    pub id: String,
    /// Why it is none.
    pub why: Passed,
    /// The line.
    pub span: Span,
}

/// Why a line is no unit of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passed {
    /// It speaks of a range of units that other lines define.
    Range,
    /// It only names a unit that no line defines.
    Mention,
    /// It could be anything, and too few lines like it state needs, times or states.
    Uncertain,
    /// It names a parent (a story, a track) that holds nothing.
    Childless,
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
