use super::feature::{FeatureIx, PlanPhaseIx};
use crate::source::{FileIx, SourceFile, Span};
use crate::syntax::{StatedEstimate, StatedPrompt, Status, TouchMode};

/// Index of a subtask in its plan: the order of first definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubtaskIx(pub u32);

impl SubtaskIx {
    /// The index as a number.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A place in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file.
    pub file: FileIx,
    /// The bytes.
    pub span: Span,
}

/// Where a statement about a subtask stands: a document and the index in its `subtasks`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StatementRef {
    /// The document's file.
    pub file: FileIx,
    /// Index into [`Document::subtasks`](crate::syntax::Document::subtasks).
    pub index: u32,
}

/// A prompt and the file that holds it.
#[derive(Clone, Debug)]
pub struct Prompt {
    /// The file.
    pub file: FileIx,
    /// Its bounds.
    pub stated: StatedPrompt,
}

impl Prompt {
    /// The author's bytes: those on disk, or what an escaped text stands for. Empty for a file that is not there.
    pub fn bytes<'a>(&'a self, sources: &'a [SourceFile]) -> &'a [u8] {
        match (&self.stated.decoded, sources.get(self.file.index())) {
            (Some(text), _) => text.as_bytes(),
            (None, Some(source)) => source.disk_bytes(self.stated.span),
            (None, None) => &[],
        }
    }
}

/// A file that a subtask touches, joined over all statements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileTouch {
    /// The path, with `/` and without a leading `./`.
    pub path: String,
    /// `Create` if any statement creates it.
    pub mode: TouchMode,
    /// Where the path first stands.
    pub place: Place,
}

/// A unit of work, joined from every statement about it.
#[derive(Clone, Debug)]
pub struct Subtask {
    /// The id as written first, without a feature prefix.
    pub id: String,
    /// Unique in the plan: `F1-1.1.6`, `F1-INTEGRATION`, `tasks-T001`.
    pub key: String,
    /// The title; empty where none is stated.
    pub title: String,
    /// The feature it belongs to.
    pub feature: FeatureIx,
    /// The group it is a leaf of (its track for dotted ids).
    pub group: Option<String>,
    /// Whether it is its feature's integration test.
    pub integration: bool,
    /// The top-level phase it stands in.
    pub phase: Option<PlanPhaseIx>,
    /// The sub-phase it stands in.
    pub sub_phase: Option<PlanPhaseIx>,
    /// The window it is given.
    pub window: Option<u32>,
    /// The estimate its statements give, with the place.
    pub estimate: Option<(StatedEstimate, FileIx)>,
    /// The stated status.
    pub status: Option<Status>,
    /// Files that it creates or updates.
    pub files: Vec<FileTouch>,
    /// Conditions that name no subtask.
    pub prerequisites: Vec<String>,
    /// Programs that have to be there.
    pub tools: Vec<String>,
    /// Subtasks that must not run at the same time, in plan order; the other names it too.
    pub conflicts: Vec<SubtaskIx>,
    /// Whether it may run beside others at all, where stated.
    pub parallel: Option<bool>,
    /// Items of its validation list; `None` where there is none.
    pub validation: Option<Vec<String>>,
    /// Its prompt.
    pub prompt: Option<Prompt>,
    /// The statement that defines it: its section, else its window line, row or tree line.
    pub place: Place,
    /// All statements about it, in order of files and lines.
    pub statements: Vec<StatementRef>,
}
