//! Which document states phases and windows of a feature, and what it states.

use rustc_hash::FxHashMap;

use super::feature::{FeatureIx, Phase, PlanPhaseIx};
use super::lower::{Index, statement};
use super::model::{FeatureWindows, MapChoice, Plan};
use super::scope::FeatureKey;
use super::subtask::Place;
use crate::source::FileIx;
use crate::syntax::{Document, PhaseIx};

/// What the configuration says that a file is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileRole {
    /// The map: its phases and windows count, whatever other files state.
    Map,
    /// Nothing is said about it.
    #[default]
    Any,
    /// A spec: its phases and windows count only where no other file states any.
    Spec,
}

/// Chooses a map per feature (what the configuration calls one, then the most subtasks with a phase or window, then
/// the first path) and takes its phases and windows over into the plan. Files behind the end of `roles` have none.
pub(super) fn choose(plan: &mut Plan, documents: &[Document], roles: &[FileRole]) {
    let mut placed: FxHashMap<(FeatureIx, FileIx), u32> = FxHashMap::default();
    for subtask in &plan.subtasks {
        let mut files: Vec<FileIx> = subtask
            .statements
            .iter()
            .filter(|&&at| {
                let stated = statement(documents, at);
                stated.phase.is_some() || stated.window.is_some()
            })
            .map(|at| at.file)
            .collect();
        files.dedup();
        for file in files {
            *placed.entry((subtask.feature, file)).or_default() += 1;
        }
    }
    let mut maps: Vec<(FeatureIx, u32, FileIx)> =
        placed.into_iter().map(|((f, file), n)| (f, n, file)).collect();
    let role = |file: FileIx| roles.get(file.index()).copied().unwrap_or_default();
    maps.sort_unstable_by_key(|&(feature, placed, file)| {
        (feature, role(file), std::cmp::Reverse(placed), file)
    });
    for group in maps.chunk_by(|a, b| a.0 == b.0) {
        let (feature, _, chosen) = group[0];
        let mut others: Vec<FileIx> = group[1..].iter().map(|m| m.2).collect();
        others.sort_unstable();
        plan.maps.push(MapChoice { feature, chosen, others });
    }
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); plan.features.len()];
    for (at, subtask) in plan.subtasks.iter().enumerate() {
        members[subtask.feature.index()].push(at);
    }
    for choice in plan.maps.clone() {
        take(plan, &documents[choice.chosen.index()], choice.feature, &members[choice.feature.index()]);
    }
}

/// Windows that documents keep for features of their root; the last word of a range below its first keeps none.
pub(super) fn window_groups(plan: &mut Plan, documents: &[Document], roots: &[u32], index: &Index) {
    for (document, &root) in documents.iter().zip(roots) {
        for group in document.window_groups.iter().filter(|group| group.first <= group.last) {
            let key = FeatureKey { root, named: false, id: group.feature.clone() };
            let Some(&feature) = index.get(&key) else { continue };
            let place = Place { file: document.file, span: group.span };
            plan.window_groups.push(FeatureWindows { feature, first: group.first, last: group.last, place });
        }
    }
}

/// Takes phases, sub-phases and windows of one feature from its map.
fn take(plan: &mut Plan, document: &Document, feature: FeatureIx, members: &[usize]) {
    let mut top: Vec<(&str, PhaseIx)> = Vec::new();
    let mut sub: Vec<(&str, &str, PhaseIx)> = Vec::new();
    let name = |ix: PhaseIx| document.phases[ix.index()].name.as_str();
    let mut used = vec![false; document.phases.len()];
    for &at in members {
        for statement in plan.subtasks[at].statements.iter().filter(|s| s.file == document.file) {
            let stated = &document.subtasks[statement.index as usize];
            for phase in stated.phase.into_iter().chain(stated.sub_phase) {
                used[phase.index()] = true;
            }
        }
    }
    for (at, stated) in document.phases.iter().enumerate().filter(|(at, _)| used[*at]) {
        let ix = PhaseIx(at as u32);
        match stated.parent {
            None if !top.iter().any(|(known, _)| *known == stated.name) => top.push((&stated.name, ix)),
            Some(parent) if !sub.iter().any(|(p, s, _)| (*p, *s) == (name(parent), stated.name.as_str())) => {
                sub.push((name(parent), &stated.name, ix));
            }
            _ => {}
        }
    }
    let mut by_name: FxHashMap<(&str, Option<&str>), PlanPhaseIx> = FxHashMap::default();
    let names: Vec<&str> = top.iter().map(|(name, _)| *name).collect();
    let top: Vec<(&str, PhaseIx)> = phase_order(document, &names).into_iter().map(|at| top[at]).collect();
    for (order, (phase, ix)) in top.iter().enumerate() {
        let parent = push(plan, document, feature, *ix, None, order as u32);
        by_name.insert((phase, None), parent);
        let mut parts: Vec<_> = sub.iter().filter(|(p, _, _)| p == phase).collect();
        // A field may name a part before the heading that opens it; letters say the order then.
        if parts.iter().all(|(_, child, _)| part_letter(child, phase).is_some()) {
            parts.sort_by_key(|(_, child, _)| part_letter(child, phase));
        }
        for (_, child, ix) in parts {
            let child_ix = push(plan, document, feature, *ix, Some(parent), order as u32);
            by_name.insert((phase, Some(child)), child_ix);
        }
    }
    for &at in members {
        let mut statements: Vec<_> =
            plan.subtasks[at].statements.iter().filter(|s| s.file == document.file).copied().collect();
        statements.sort_by_key(|s| (document.subtasks[s.index as usize].form, s.index));
        let stated = || statements.iter().map(|s| &document.subtasks[s.index as usize]);
        let phase = stated().find_map(|s| s.phase).map(name);
        let sub_phase = stated().filter(|s| s.phase.map(name) == phase).find_map(|s| s.sub_phase).map(name);
        let window = stated().filter(|s| s.phase.map(name) == phase).find_map(|s| s.window);
        let subtask = &mut plan.subtasks[at];
        subtask.phase = phase.and_then(|phase| by_name.get(&(phase, None)).copied());
        subtask.sub_phase = phase.zip(sub_phase).and_then(|(p, s)| by_name.get(&(p, Some(s))).copied());
        subtask.window = window.map(|w| w.number);
    }
}

/// The order of phases by their names, as indices of `names`, which stand in order of lines. Where a field names a
/// phase, the headings say the order, or the numbers.
pub(crate) fn phase_order(document: &Document, names: &[&str]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..names.len()).collect();
    let stated = || document.phases.iter().enumerate().filter(|(_, phase)| phase.parent.is_none());
    if !stated().any(|(_, phase)| phase.by_field) {
        return order;
    }
    let mut heading: FxHashMap<&str, usize> = FxHashMap::default();
    for (at, phase) in stated().filter(|(_, phase)| !phase.by_field) {
        heading.entry(&phase.name).or_insert(at);
    }
    let number = |at: &usize| names[*at].parse::<u32>().ok();
    if names.iter().all(|name| heading.contains_key(name)) {
        order.sort_by_key(|&at| heading.get(names[at]));
    } else if order.iter().all(|at| number(at).is_some()) {
        order.sort_by_key(number);
    }
    order
}

/// The letter of a part: `b` in `2b` and `2B` of phase 2.
pub(crate) fn part_letter(part: &str, phase: &str) -> Option<char> {
    let mut rest = part.strip_prefix(phase)?.chars();
    let letter = rest.next().filter(char::is_ascii_alphabetic)?;
    rest.next().is_none().then_some(letter.to_ascii_lowercase())
}

/// Adds a phase, joined from all that the document says about its name: headings before tree lines.
fn push(
    plan: &mut Plan,
    document: &Document,
    feature: FeatureIx,
    first: PhaseIx,
    parent: Option<PlanPhaseIx>,
    order: u32,
) -> PlanPhaseIx {
    let stated = &document.phases[first.index()];
    let mut same: Vec<_> = document
        .phases
        .iter()
        .filter(|p| p.name == stated.name && p.parent.is_some() == stated.parent.is_some())
        .filter(|p| p.span.start >= stated.span.start)
        .collect();
    same.sort_by_key(|p| p.in_tree);
    let best = same.first().copied().unwrap_or(stated);
    let title = same.iter().map(|p| p.title.as_str()).find(|t| !t.is_empty()).unwrap_or("");
    let mut after: Vec<String> = same.iter().flat_map(|p| &p.after).map(|a| a.text.clone()).collect();
    after.sort();
    after.dedup();
    plan.phases.push(Phase {
        feature,
        name: stated.name.clone(),
        title: title.to_owned(),
        parent,
        after,
        estimate: same.iter().find_map(|p| p.estimate),
        order,
        place: Place { file: document.file, span: best.span },
    });
    PlanPhaseIx(plan.phases.len() as u32 - 1)
}
