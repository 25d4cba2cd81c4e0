use super::feature::{Feature, FeatureIx, Phase, PlanPhaseIx};
use super::need::{Members, Need, SetIx, SubtaskSet};
use super::problem::PlanProblem;
use super::subtask::{Place, Subtask, SubtaskIx};
use crate::source::FileIx;

/// One plan from any number of documents of one or more roots.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Features, numbered ones first in natural order, then named ones.
    pub features: Vec<Feature>,
    /// Subtasks in order of first definition.
    pub subtasks: Vec<Subtask>,
    /// Subtasks by feature and natural order of ids, integration tests last; intervals of sets refer to it.
    pub sorted: Vec<SubtaskIx>,
    /// Phases and sub-phases of the chosen maps, in order of features and lines.
    pub phases: Vec<Phase>,
    /// Sets that needs name.
    pub sets: Vec<SubtaskSet>,
    /// What could not be joined.
    pub problems: Vec<PlanProblem>,
    /// Per document, in the order of documents.
    pub documents: Vec<DocumentLinks>,
    /// Which document states phases and windows of a feature.
    pub maps: Vec<MapChoice>,
    /// Windows that documents keep for a feature, in order of documents and lines.
    pub window_groups: Vec<FeatureWindows>,
    /// Needs grouped by subtask; see [`Plan::needs_of`].
    pub(super) needs: Vec<Need>,
    /// Start of each subtask's needs, and the end of the last.
    pub(super) need_starts: Vec<u32>,
    /// Position of each subtask in `sorted`.
    pub(super) positions: Vec<u32>,
    /// Ids that more than one feature uses, sorted.
    pub(super) shared_ids: Vec<String>,
}

/// How the statements of one document joined the plan.
#[derive(Clone, Debug, Default)]
pub struct DocumentLinks {
    /// The document's file.
    pub file: FileIx,
    /// The subtask of each statement, in the order of [`Document::subtasks`](crate::syntax::Document::subtasks);
    /// `None` for an id that is only mentioned and never defined.
    pub subtasks: Vec<Option<SubtaskIx>>,
}

/// The map of a feature and the maps it was chosen over.
#[derive(Clone, Debug)]
pub struct MapChoice {
    /// The feature.
    pub feature: FeatureIx,
    /// The document whose phases and windows count.
    pub chosen: FileIx,
    /// Other documents that state phases or windows of the feature.
    pub others: Vec<FileIx>,
}

/// Windows that a document keeps for a feature: `Windows 1-12: Feature 1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeatureWindows {
    /// The feature.
    pub feature: FeatureIx,
    /// The first window.
    pub first: u32,
    /// The last window.
    pub last: u32,
    /// Where it is stated.
    pub place: Place,
}

impl Plan {
    /// The subtask at an index.
    pub fn subtask(&self, ix: SubtaskIx) -> &Subtask {
        &self.subtasks[ix.index()]
    }

    /// The feature at an index.
    pub fn feature(&self, ix: FeatureIx) -> &Feature {
        &self.features[ix.index()]
    }

    /// The phase at an index.
    pub fn phase(&self, ix: PlanPhaseIx) -> &Phase {
        &self.phases[ix.index()]
    }

    /// All subtask indices in plan order.
    pub fn indices(&self) -> impl ExactSizeIterator<Item = SubtaskIx> + use<> {
        (0..self.subtasks.len() as u32).map(SubtaskIx)
    }

    /// The largest window of a subtask; `None` where no subtask stands in one. Buffers hold no subtask.
    pub fn largest_window(&self) -> Option<u32> {
        self.subtasks.iter().filter_map(|subtask| subtask.window).max().filter(|&window| window > 0)
    }

    /// Everything that is stated about what a subtask needs, in order of files and lines.
    pub fn needs_of(&self, ix: SubtaskIx) -> &[Need] {
        match (self.need_starts.get(ix.index()), self.need_starts.get(ix.index() + 1)) {
            (Some(&start), Some(&end)) => &self.needs[start as usize..end as usize],
            _ => &[],
        }
    }

    /// All needs of all subtasks.
    pub fn needs(&self) -> &[Need] {
        &self.needs
    }

    /// The members of a set, in natural order of ids for intervals.
    pub fn members(&self, set: SetIx) -> &[SubtaskIx] {
        match &self.sets[set.index()].members {
            Members::Interval(lo, hi) => &self.sorted[*lo as usize..*hi as usize],
            Members::List(list) => list,
        }
    }

    /// The position of a subtask in [`Plan::sorted`].
    pub fn position(&self, ix: SubtaskIx) -> u32 {
        self.positions[ix.index()]
    }

    /// How a subtask is named in messages: its id where that is unique in the plan, else its key.
    pub fn name(&self, ix: SubtaskIx) -> &str {
        let subtask = self.subtask(ix);
        if self.features.len() > 1 && self.ambiguous(&subtask.id) { &subtask.key } else { &subtask.id }
    }

    /// Finds a subtask by key, or by id where only one has it.
    pub fn find(&self, name: &str) -> Option<SubtaskIx> {
        let key = self.subtasks.iter().position(|s| s.key == name);
        let found = key.or_else(|| {
            let mut with_id = self.subtasks.iter().enumerate().filter(|(_, s)| s.id == name);
            match (with_id.next(), with_id.next()) {
                (Some((at, _)), None) => Some(at),
                _ => None,
            }
        });
        found.map(|at| SubtaskIx(at as u32))
    }

    fn ambiguous(&self, id: &str) -> bool {
        self.shared_ids.binary_search_by(|shared| shared.as_str().cmp(id)).is_ok()
    }
}
