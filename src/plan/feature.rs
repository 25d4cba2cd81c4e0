use super::subtask::Place;
use crate::syntax::StatedEstimate;

/// Index of a feature in its plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FeatureIx(pub u32);

impl FeatureIx {
    /// The index as a number.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A feature: the subtasks that share a first component, or those of one file without feature numbers.
#[derive(Clone, Debug)]
pub struct Feature {
    /// The number, or the name of the folder or file.
    pub id: String,
    /// Prefix of its subtasks' keys: `F1`, or the name in a form fit for file names.
    pub prefix: String,
    /// The title of its heading; empty where there is none.
    pub title: String,
    /// Titles of its tracks by track id, in natural order.
    pub tracks: Vec<Track>,
}

/// A track of a feature.
#[derive(Clone, Debug)]
pub struct Track {
    /// First two components.
    pub id: String,
    /// Title of its heading; empty where there is none.
    pub title: String,
    /// The time it is said to take.
    pub estimate: Option<StatedEstimate>,
    /// Its heading.
    pub place: Place,
}

/// Index of a phase in its plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlanPhaseIx(pub u32);

impl PlanPhaseIx {
    /// The index as a number.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A phase or sub-phase of the map that was chosen for its feature; a subtask stands in it.
#[derive(Clone, Debug)]
pub struct Phase {
    /// The feature it belongs to.
    pub feature: FeatureIx,
    /// `2`, or `2a` for a sub-phase.
    pub name: String,
    /// The words behind the name; empty where there are none.
    pub title: String,
    /// The phase that a sub-phase belongs to.
    pub parent: Option<PlanPhaseIx>,
    /// Names of phases that it runs after; where nothing is stated, the phase before it.
    pub after: Vec<String>,
    /// The time that it is said to take.
    pub estimate: Option<StatedEstimate>,
    /// Position among the top-level phases of its feature, from 0, in the map's order; a sub-phase has its parent's.
    pub order: u32,
    /// Where it is stated.
    pub place: Place,
}
