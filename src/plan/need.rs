use super::feature::FeatureIx;
use super::subtask::{Place, SubtaskIx};

/// Where a need is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// In window lines, fields below them, trees or tables.
    Map,
    /// In the subtask's own section.
    Spec,
    /// Nowhere: an integration test that states no needs waits for all of its feature.
    Implied,
}

impl Origin {
    /// The word of the contracts.
    pub fn name(self) -> &'static str {
        match self {
            Origin::Map => "map",
            Origin::Spec => "spec",
            Origin::Implied => "implied",
        }
    }
}

/// Index of a set in its plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SetIx(pub u32);

impl SetIx {
    /// The index as a number.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Members of a set of subtasks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Members {
    /// Positions `lo..hi` of [`Plan::sorted`](super::Plan::sorted).
    Interval(u32, u32),
    /// Subtasks in plan order (a phase).
    List(Vec<SubtaskIx>),
}

/// A set of subtasks that some need names at once. Equal sets are stored once.
#[derive(Clone, Debug)]
pub struct SubtaskSet {
    /// As people write it: `1.1.*`, `1.1.1-1.1.5`, `phase 2`, `everything`.
    pub label: String,
    /// The feature its members belong to.
    pub feature: FeatureIx,
    /// Its members.
    pub members: Members,
}

/// What a need points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NeedTarget {
    /// One subtask.
    One(SubtaskIx),
    /// Every member but the subtask itself: a range, which is as explicit as a list of ids.
    Range(SetIx),
    /// A wildcard, group, phase or `everything`: its members except the subtask itself and those that the
    /// graph finds to wait for it (see [`crate::graph::Graph::targets`]).
    Wildcard(SetIx),
}

/// A resolved needs clause: `subtask` needs `target`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// Who needs.
    pub subtask: SubtaskIx,
    /// What is needed.
    pub target: NeedTarget,
    /// Where it is stated, as a kind.
    pub origin: Origin,
    /// Where it is stated, as a place.
    pub place: Place,
}
