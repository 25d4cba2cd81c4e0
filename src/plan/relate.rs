//! Needs that are stated about groups, and apart from subtasks: both hold for each leaf, and name sets.

use super::need::{Need, NeedTarget, Origin};
use super::resolve::Resolver;
use super::subtask::{Place, SubtaskIx};
use crate::syntax::{Document, NeedOperand};

/// Needs of groups: each leaf needs what the group needs.
pub(super) fn groups(resolver: &mut Resolver<'_>, at: usize, document: &Document) {
    for group in &document.groups {
        let links = &resolver.plan.documents[at].subtasks;
        let mut members: Vec<SubtaskIx> = group
            .members
            .iter()
            .filter_map(|member| links.get(*member as usize).copied().flatten())
            .collect();
        members.sort_unstable();
        members.dedup();
        let Some(&first) = members.first() else { continue };
        for need in &group.unit.needs {
            let place = Place { file: document.file, span: need.span };
            let story = resolver.story(at, &need.operand).filter(|_| group.unit.list.is_none());
            let found = story.or_else(|| resolver.target(at, document, &need.operand, Some(first), place));
            let Some(target) = found else { continue };
            add(resolver, &members, target, Origin::Spec, place);
        }
    }
}

/// Sentences, arrows, reversed lists and drawings.
pub(super) fn relations(resolver: &mut Resolver<'_>, at: usize, document: &Document) {
    for relation in &document.relations {
        let place = Place { file: document.file, span: relation.span };
        let mut who: Vec<SubtaskIx> = Vec::new();
        for operand in &relation.who {
            match resolver.target(at, document, operand, None, place) {
                Some(NeedTarget::One(ix)) => who.push(ix),
                Some(NeedTarget::Range(set) | NeedTarget::Wildcard(set)) => {
                    who.extend(resolver.plan.members(set));
                }
                None => {}
            }
        }
        who.sort_unstable();
        who.dedup();
        let Some(&first) = who.first() else { continue };
        let everyone = relation.who.contains(&NeedOperand::Everything);
        for need in &relation.needs {
            // Only an id that one subtask is said to need can be wrong; a drawing also shows other things.
            let about = (!relation.drawn && who.len() == 1).then_some(first);
            let place = Place { file: document.file, span: need.span };
            let target = match need.operand {
                NeedOperand::Above => resolver.before(at, document, &who, place),
                _ => resolver.target(at, document, &need.operand, about, place),
            };
            let Some(target) = target else { continue };
            let who: Vec<SubtaskIx> =
                who.iter().copied().filter(|ix| !everyone || target != NeedTarget::One(*ix)).collect();
            add(resolver, &who, target, Origin::Map, place);
        }
    }
}

/// Who must not run beside whom: stated at one end, it holds for both.
pub(super) fn conflicts(resolver: &mut Resolver<'_>, documents: &[Document]) {
    let mut pairs: Vec<(SubtaskIx, SubtaskIx)> = Vec::new();
    for (at, document) in documents.iter().enumerate() {
        for (index, statement) in document.subtasks.iter().enumerate() {
            let Some(subtask) = resolver.plan.documents[at].subtasks[index] else { continue };
            let owner = resolver.plan.subtask(subtask).feature;
            let others = statement.conflicts.iter().filter_map(|id| resolver.find(at, id, owner));
            pairs.extend(others.filter(|other| *other != subtask).map(|other| (subtask, other)));
        }
    }
    for (one, other) in pairs {
        resolver.plan.subtasks[one.index()].conflicts.push(other);
        resolver.plan.subtasks[other.index()].conflicts.push(one);
    }
    for subtask in &mut resolver.plan.subtasks {
        subtask.conflicts.sort_unstable();
        subtask.conflicts.dedup();
    }
}

fn add(resolver: &mut Resolver<'_>, who: &[SubtaskIx], target: NeedTarget, origin: Origin, place: Place) {
    for &subtask in who {
        if target != NeedTarget::One(subtask) {
            resolver.needs.push(Need { subtask, target, origin, place });
        }
    }
}
