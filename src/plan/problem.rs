use super::subtask::{Place, SubtaskIx};

/// Something in the documents that could not be joined; rules turn it into words.
#[derive(Clone, Debug)]
pub struct PlanProblem {
    /// What it is.
    pub kind: PlanProblemKind,
    /// Where it stands.
    pub place: Place,
}

/// Kinds of [`PlanProblem`].
#[derive(Clone, Debug)]
pub enum PlanProblemKind {
    /// A need names an id that nothing defines.
    UnknownNeed {
        /// Who needs it.
        subtask: SubtaskIx,
        /// The operand as written.
        text: String,
        /// Defined subtasks with the most similar ids, best first, at most three.
        nearest: Vec<SubtaskIx>,
    },
    /// A subtask names itself as a need, alone or inside a range.
    SelfNeed {
        /// The subtask.
        subtask: SubtaskIx,
        /// The range that holds it, where it is not named alone.
        range: Option<String>,
    },
    /// A wildcard, group or phase that matches nothing.
    EmptyWildcard {
        /// Who needs it.
        subtask: SubtaskIx,
        /// The operand as written.
        text: String,
    },
    /// A range whose end comes before its start.
    ReversedRange {
        /// Who needs it.
        subtask: SubtaskIx,
        /// First end as written.
        from: String,
        /// Second end as written.
        to: String,
    },
    /// Uses of `all above` list more members together than the plan keeps; this one and all behind it are left out.
    TooManyAbove {
        /// Who needs what stands above it.
        subtask: SubtaskIx,
        /// How many members are kept.
        kept: usize,
    },
    /// An id that is defined twice in one document, or by two sections.
    DuplicateId {
        /// The subtask.
        subtask: SubtaskIx,
        /// The first definition.
        first: Place,
    },
}
