use rustc_hash::FxHashMap;

use crate::plan::{FeatureIx, Plan, SubtaskIx};

/// Which subtask of an old plan is which of a new one.
///
/// Sure signs only, in this order: the same id with the same title in one feature; a title that no other subtask of
/// its feature has, before and after (it was renumbered); the same id with another title.
#[derive(Clone, Debug)]
pub(super) struct Matching {
    /// The new subtask of each old one.
    pub(super) new_of: Vec<Option<SubtaskIx>>,
    /// The old subtask of each new one.
    pub(super) old_of: Vec<Option<SubtaskIx>>,
    /// Old subtasks without a new one whose id another subtask has now, in order.
    pub(super) reused: Vec<SubtaskIx>,
    /// The new feature of each old one.
    features: Vec<Option<FeatureIx>>,
}

impl Matching {
    pub(super) fn new(old: &Plan, new: &Plan) -> Matching {
        let mut matching = Matching {
            new_of: vec![None; old.subtasks.len()],
            old_of: vec![None; new.subtasks.len()],
            reused: Vec::new(),
            features: features(old, new),
        };
        let by_id: FxHashMap<(FeatureIx, &str), SubtaskIx> =
            new.indices().map(|ix| ((new.subtask(ix).feature, new.subtask(ix).id.as_str()), ix)).collect();
        let same_id = |ix: SubtaskIx, feature| by_id.get(&(feature, old.subtask(ix).id.as_str())).copied();
        matching.pair(old, |ix, feature| {
            same_id(ix, feature).filter(|&found| old.subtask(ix).title == new.subtask(found).title)
        });
        let (before, after) = (titles(old), titles(new));
        matching.pair(old, |ix, feature| {
            let subtask = old.subtask(ix);
            before.get(&(subtask.feature, subtask.title.as_str())).copied().flatten()?;
            after.get(&(feature, subtask.title.as_str())).copied().flatten()
        });
        matching.pair(old, same_id);
        let alone = old.indices().filter(|ix| matching.new_of[ix.index()].is_none());
        let feature = |ix: SubtaskIx| matching.features[old.subtask(ix).feature.index()];
        matching.reused =
            alone.filter(|&ix| feature(ix).is_some_and(|feature| same_id(ix, feature).is_some())).collect();
        matching
    }

    /// Pairs what is still alone; `find` gets an old subtask and its feature in the new plan.
    fn pair(&mut self, old: &Plan, find: impl Fn(SubtaskIx, FeatureIx) -> Option<SubtaskIx>) {
        for ix in old.indices() {
            if self.new_of[ix.index()].is_none()
                && let Some(feature) = self.features[old.subtask(ix).feature.index()]
                && let Some(found) = find(ix, feature)
                && self.old_of[found.index()].is_none()
            {
                self.new_of[ix.index()] = Some(found);
                self.old_of[found.index()] = Some(ix);
            }
        }
    }
}

/// Titles by feature; `None` for one that several subtasks have.
fn titles(plan: &Plan) -> FxHashMap<(FeatureIx, &str), Option<SubtaskIx>> {
    let mut found = FxHashMap::default();
    for ix in plan.indices() {
        let subtask = plan.subtask(ix);
        if !subtask.title.is_empty() {
            found
                .entry((subtask.feature, subtask.title.as_str()))
                .and_modify(|only| *only = None)
                .or_insert(Some(ix));
        }
    }
    found
}

/// The new feature of each old one: that of the same prefix; else, where one is left on each side, that one (a file
/// that gives its name to its feature may have been renamed).
fn features(old: &Plan, new: &Plan) -> Vec<Option<FeatureIx>> {
    let position = |prefix: &str| new.features.iter().position(|feature| feature.prefix == prefix);
    let mut found: Vec<Option<usize>> =
        old.features.iter().map(|feature| position(&feature.prefix)).collect();
    let mut left = (0..new.features.len()).filter(|at| !found.contains(&Some(*at)));
    if let (Some(last), None) = (left.next(), left.next())
        && found.iter().filter(|pair| pair.is_none()).count() == 1
    {
        found.iter_mut().filter(|pair| pair.is_none()).for_each(|pair| *pair = Some(last));
    }
    found.into_iter().map(|pair| pair.map(|at| FeatureIx(at as u32))).collect()
}
