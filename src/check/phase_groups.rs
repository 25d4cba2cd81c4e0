use std::collections::{BTreeMap, BTreeSet};

use super::{DocumentMap, Facts};
use crate::plan::FeatureIx;

/// The phases of the document, grouped by scope.
pub(super) fn scopes(map: &DocumentMap) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<FeatureIx, Vec<usize>> = BTreeMap::new();
    for (at, phase) in map.phases.iter().enumerate() {
        groups.entry(phase.scope).or_default().push(at);
    }
    groups.into_values().collect()
}

/// The phases of a feature: in this document, else in the feature's map.
pub(super) fn of_feature<'a>(
    facts: &Facts<'a>,
    map: &'a DocumentMap,
    id: &str,
) -> Option<(&'a DocumentMap, Vec<Vec<usize>>)> {
    let plan = facts.plan;
    let feature = feature(facts, map, id)?;
    let phases = |map: &DocumentMap| {
        let own = |at: &usize| map.phases[*at].members.iter().any(|&ix| plan.subtask(ix).feature == feature);
        (0..map.phases.len()).filter(own).collect::<Vec<_>>()
    };
    let here = phases(map);
    if !here.is_empty() {
        return Some((map, vec![here]));
    }
    let choice = plan.maps.iter().find(|choice| choice.feature == feature)?;
    let chosen = facts.maps.get(choice.chosen.index())?;
    Some((chosen, vec![phases(chosen)]))
}

/// Whether every subtask that the document states for these phases' features stands in a phase; phases that hold
/// only some of them say nothing about the whole.
pub(super) fn covers(facts: &Facts<'_>, map: &DocumentMap, groups: &[Vec<usize>]) -> bool {
    let plan = facts.plan;
    let members = groups.iter().flatten().flat_map(|&phase| &map.phases[phase].members);
    let features: BTreeSet<FeatureIx> = members.map(|&ix| plan.subtask(ix).feature).collect();
    let Some(links) = plan.documents.get(map.file.index()) else { return false };
    links.subtasks.iter().flatten().all(|&ix| {
        let subtask = plan.subtask(ix);
        subtask.integration || !features.contains(&subtask.feature) || map.place(ix).is_some()
    })
}

/// The feature that a document means by an id: of several roots' features its own, else the only one.
pub(super) fn feature(facts: &Facts<'_>, map: &DocumentMap, id: &str) -> Option<FeatureIx> {
    let plan = facts.plan;
    let known = plan.features.iter().enumerate().filter(|(_, feature)| feature.id == id);
    let known: Vec<FeatureIx> = known.map(|(at, _)| FeatureIx(at as u32)).collect();
    if let [only] = known[..] {
        return Some(only);
    }
    let links = plan.documents.get(map.file.index())?;
    links
        .subtasks
        .iter()
        .flatten()
        .map(|&ix| plan.subtask(ix).feature)
        .find(|feature| known.contains(feature))
}
