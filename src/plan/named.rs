//! Names for subtasks besides their ids: groups, second ids, and ids spelled in another way.

use rustc_hash::FxHashMap;

use super::feature::FeatureIx;
use super::model::Plan;
use super::subtask::SubtaskIx;
use crate::syntax::Document;

/// What a name stands for.
#[derive(Clone, Debug)]
pub(super) enum Named {
    /// One subtask.
    One(SubtaskIx),
    /// The leaves of a group, in plan order.
    Group(Vec<SubtaskIx>),
}

/// Groups by the last number of their id.
type Numbered = Vec<(u64, Vec<SubtaskIx>)>;

/// All such names of a plan, by feature.
pub(super) struct Names {
    /// `None` where two different things share a name.
    found: FxHashMap<(FeatureIx, String), Option<Named>>,
    /// Groups around lists of their own, by document: they stand in no feature.
    stories: FxHashMap<(usize, String), Vec<SubtaskIx>>,
    /// Groups by feature, with the part of their id before its last number, and that number.
    numbered: FxHashMap<(FeatureIx, String), Numbered>,
}

impl Names {
    pub(super) fn new(plan: &Plan, documents: &[Document]) -> Names {
        let mut names = Names {
            found: FxHashMap::default(),
            stories: FxHashMap::default(),
            numbered: FxHashMap::default(),
        };
        // Groups come first: their names are exact.
        for (at, (document, links)) in documents.iter().zip(&plan.documents).enumerate() {
            for group in &document.groups {
                let mut members: Vec<SubtaskIx> = group
                    .members
                    .iter()
                    .filter_map(|at| links.subtasks.get(*at as usize).copied().flatten())
                    .collect();
                members.sort_unstable();
                members.dedup();
                let Some(first) = members.first() else { continue };
                let listed = group.members.first().map(|at| &document.subtasks[*at as usize].list);
                if group.unit.list.is_none() && listed.is_some_and(Option::is_some) {
                    names.stories.insert((at, group.unit.id.text.to_lowercase()), members);
                    continue;
                }
                let feature = plan.subtask(*first).feature;
                if let Some((stem, number)) = split(&group.unit.id.text) {
                    names
                        .numbered
                        .entry((feature, stem.to_owned()))
                        .or_default()
                        .push((number, members.clone()));
                }
                for name in
                    spellings(&group.unit.id.text, group.unit.alias.as_ref().map(|id| id.text.as_str()))
                {
                    names.found.entry((feature, name)).or_insert_with(|| Some(Named::Group(members.clone())));
                }
            }
        }
        for (document, links) in documents.iter().zip(&plan.documents) {
            for (statement, link) in document.subtasks.iter().zip(&links.subtasks) {
                let Some(ix) = *link else { continue };
                let feature = plan.subtask(ix).feature;
                for name in spellings(&statement.id.text, statement.alias.as_ref().map(|id| id.text.as_str()))
                {
                    let known = names.found.entry((feature, name)).or_insert(Some(Named::One(ix)));
                    if matches!(known, Some(Named::One(other)) if *other != ix) {
                        *known = None;
                    }
                }
            }
        }
        names
    }

    /// What a name stands for in a feature; a `loose` one may be spelled differently.
    pub(super) fn find(&self, feature: FeatureIx, name: &str, loose: bool) -> Option<&Named> {
        let exact = self.found.get(&(feature, name.to_lowercase()));
        exact.or_else(|| self.found.get(&(feature, plain(name).filter(|_| loose)?))).and_then(Option::as_ref)
    }

    /// The leaves of a story whose tasks are a list of their own.
    pub(super) fn story(&self, document: usize, name: &str) -> Option<&Vec<SubtaskIx>> {
        self.stories.get(&(document, name.to_lowercase()))
    }

    /// The leaves of the groups `from` to `to`; `None` where these are no groups.
    pub(super) fn range(&self, feature: FeatureIx, from: &str, to: &str) -> Option<Vec<SubtaskIx>> {
        let ((stem, low), (other, high)) = (split(from)?, split(to)?);
        let groups = self.numbered.get(&(feature, stem.to_owned())).filter(|_| stem == other)?;
        let inside = groups.iter().filter(|(number, _)| (low..=high).contains(number));
        let mut members: Vec<SubtaskIx> = inside.flat_map(|(_, members)| members.iter().copied()).collect();
        members.sort_unstable();
        members.dedup();
        (!members.is_empty()).then_some(members)
    }
}

/// The part of an id before its last number, and that number.
fn split(id: &str) -> Option<(&str, u64)> {
    let digits = id.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (stem, number) = id.split_at(id.len() - digits);
    number.parse().ok().map(|number| (stem, number))
}

/// The names that an id and a second id give.
fn spellings(id: &str, alias: Option<&str>) -> Vec<String> {
    let mut names = vec![id.to_lowercase()];
    names.extend(plain(id));
    if let Some(alias) = alias {
        names.push(alias.to_lowercase());
        // `T002` for `KERNEL-T002`.
        names.extend(alias.rsplit_once('-').map(|(_, short)| short.to_lowercase()));
    }
    names
}

/// The number of an id that says nothing else: `1` for `T001`, `TASK-001`, `#1`.
fn plain(id: &str) -> Option<String> {
    let lower = id.to_lowercase();
    let body = lower.trim_start_matches('#');
    let body = ["subtask", "task", "issue", "st", "t"]
        .iter()
        .find_map(|word| body.strip_prefix(word))
        .unwrap_or(body);
    let digits = body.trim_start_matches(['-', '_', ' ']);
    let number = digits.trim_start_matches('0');
    (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then(|| format!("#{number}"))
}
