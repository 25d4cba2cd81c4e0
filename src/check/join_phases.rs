use rustc_hash::FxHashMap;

use super::{DocumentMap, MapPhase, MapPlace};
use crate::plan::{DocumentLinks, FeatureIx, Plan, SubtaskIx, part_letter, phase_order};
use crate::syntax::{Document, Form, PhaseIx, PhaseKind, StatedPhase, StatedSubtask};

/// Joins the phases of one document and places its subtasks; where it groups them in another way, too (waves beside
/// phases), that grouping is joined by itself.
pub(super) fn build(document: &Document, links: &DocumentLinks, plan: &Plan) -> DocumentMap {
    let mut map = grouped(document, links, plan, |stated| stated.phase);
    if document.subtasks.iter().any(|stated| stated.other_phase.is_some()) {
        let mut other = grouped(document, links, plan, |stated| stated.other_phase);
        let first = other.phases.first().and_then(|phase| phase.stated.first());
        other.word = first.map(|ix| match document.phases[ix.index()].kind {
            PhaseKind::Phase => "phase",
            PhaseKind::Wave => "wave",
            PhaseKind::Level => "level",
        });
        map.other = other.word.map(|_| Box::new(other));
    }
    map
}

fn grouped(
    document: &Document,
    links: &DocumentLinks,
    plan: &Plan,
    phase_of: fn(&StatedSubtask) -> Option<PhaseIx>,
) -> DocumentMap {
    let mut map = DocumentMap { file: document.file, ..DocumentMap::default() };
    let statements: Vec<(SubtaskIx, usize, PhaseIx)> = links
        .subtasks
        .iter()
        .zip(&document.subtasks)
        .enumerate()
        .filter_map(|(at, (&ix, statement))| Some((ix?, at, phase_of(statement)?)))
        .filter(|(_, _, phase)| phase.index() < document.phases.len())
        .collect();
    let scopes = scopes(document, plan, &statements);
    let mut joined: Vec<Option<usize>> = vec![None; document.phases.len()];
    let mut known: FxHashMap<(FeatureIx, &str), usize> = FxHashMap::default();
    for &(_, _, ix) in &statements {
        if joined[ix.index()].is_some() {
            continue;
        }
        let name = document.phases[ix.index()].name.as_str();
        let scope = scopes[ix.index()];
        let at = *known.entry((scope, name)).or_insert(map.phases.len());
        if at == map.phases.len() {
            map.phases.push(MapPhase::new(name, scope));
        }
        map.phases[at].stated.push(ix);
        joined[ix.index()] = Some(at);
    }
    in_order_of_phases(document, &mut map, &mut joined);
    map.by_stated = by_stated(document, links, phase_of);
    map.buffers = buffers(document);
    let mut order: Vec<(SubtaskIx, bool, Form, usize, usize)> = statements
        .iter()
        .filter_map(|&(ix, at, phase)| {
            let form = document.subtasks[at].form;
            // A map says where a subtask runs; the place of its prompt in a file says it only if no map does.
            Some((ix, form.is_spec(), form, at, joined[phase.index()]?))
        })
        .collect();
    order.sort_unstable();
    for group in order.chunk_by(|a, b| a.0 == b.0) {
        let (subtask, _, _, statement, phase) = group[0];
        let sub = group
            .iter()
            .filter(|other| other.4 == phase)
            .find_map(|other| document.subtasks[other.3].sub_phase)
            .and_then(|ix| document.phases.get(ix.index()));
        let sub_phase = sub.map(|sub| {
            let names = &mut map.phases[phase].sub_phases;
            names.iter().position(|name| *name == sub.name).unwrap_or_else(|| {
                names.push(sub.name.clone());
                names.len() - 1
            })
        });
        map.phases[phase].members.push(subtask);
        map.phases[phase]
            .statements
            .extend(group.iter().filter(|other| other.4 == phase).map(|other| other.3));
        map.places.push(MapPlace { subtask, phase, sub_phase, statement });
    }
    in_order_of_lines(document, &mut map);
    map
}

/// Phases were met in order of statements; fields of subtasks may name them in any order.
fn in_order_of_phases(document: &Document, map: &mut DocumentMap, joined: &mut [Option<usize>]) {
    let names: Vec<&str> = map.phases.iter().map(|phase| phase.name.as_str()).collect();
    let order = phase_order(document, &names);
    if order.is_sorted() {
        return;
    }
    let mut rank = vec![0; order.len()];
    order.iter().enumerate().for_each(|(at, &old)| rank[old] = at);
    joined.iter_mut().flatten().for_each(|at| *at = rank[*at]);
    let mut phases: Vec<(usize, MapPhase)> = rank.into_iter().zip(map.phases.drain(..)).collect();
    phases.sort_by_key(|(rank, _)| *rank);
    map.phases.extend(phases.into_iter().map(|(_, phase)| phase));
}

impl MapPhase {
    fn new(name: &str, scope: FeatureIx) -> MapPhase {
        MapPhase {
            name: name.to_owned(),
            scope,
            stated: Vec::new(),
            sub_phases: Vec::new(),
            members: Vec::new(),
            statements: Vec::new(),
        }
    }
}

/// Statements that stand in each stated phase or sub-phase.
fn by_stated(
    document: &Document,
    links: &DocumentLinks,
    phase_of: fn(&StatedSubtask) -> Option<PhaseIx>,
) -> Vec<Vec<usize>> {
    let mut found = vec![Vec::new(); document.phases.len()];
    for (at, (statement, link)) in document.subtasks.iter().zip(&links.subtasks).enumerate() {
        for ix in phase_of(statement).into_iter().chain(statement.sub_phase).filter(|_| link.is_some()) {
            if let Some(statements) = found.get_mut(ix.index()) {
                statements.push(at);
            }
        }
    }
    found
}

/// Buffers that stand in each stated phase or sub-phase.
fn buffers(document: &Document) -> Vec<Vec<usize>> {
    let mut found = vec![Vec::new(); document.phases.len()];
    for (at, buffer) in document.buffers.iter().enumerate() {
        if let Some(buffers) = buffer.phase.and_then(|ix| found.get_mut(ix.index())) {
            buffers.push(at);
        }
    }
    found
}

/// Statements and sub-phases were met in order of subtasks; puts them in order of their lines.
fn in_order_of_lines(document: &Document, map: &mut DocumentMap) {
    let mut before = Vec::with_capacity(map.phases.len());
    for phase in &mut map.phases {
        phase.statements.sort_unstable();
        before.push(phase.sub_phases.clone());
        if phase.sub_phases.len() > 1 {
            let stated = &phase.stated;
            // A field may name a part before the heading that opens it; letters say the order then.
            let lettered = phase.sub_phases.iter().all(|name| part_letter(name, &phase.name).is_some());
            let (name, all) = (phase.name.clone(), &document.phases);
            phase.sub_phases.sort_by_cached_key(|part| {
                let own = |p: &StatedPhase| {
                    p.name == *part && p.parent.is_some_and(|parent| stated.contains(&parent))
                };
                (part_letter(part, &name).filter(|_| lettered), all.iter().position(own))
            });
        }
    }
    for place in &mut map.places {
        let Some(sub) = place.sub_phase else { continue };
        let name = &before[place.phase][sub];
        place.sub_phase = map.phases[place.phase].sub_phases.iter().position(|other| other == name);
    }
}

/// Per stated phase, the feature that stands for all features which share phases with its own.
fn scopes(document: &Document, plan: &Plan, statements: &[(SubtaskIx, usize, PhaseIx)]) -> Vec<FeatureIx> {
    let feature_of = |ix: SubtaskIx| plan.subtask(ix).feature;
    let mut features: Vec<FeatureIx> = statements.iter().map(|&(ix, _, _)| feature_of(ix)).collect();
    features.sort_unstable();
    features.dedup();
    if features.len() <= 1 {
        return vec![features.first().copied().unwrap_or(FeatureIx(0)); document.phases.len()];
    }
    let mut leader: Vec<usize> = (0..features.len()).collect();
    let mut of_phase: Vec<Option<usize>> = vec![None; document.phases.len()];
    for &(ix, _, phase) in statements {
        let at = features.binary_search(&feature_of(ix)).unwrap_or(0);
        let feature = root(&leader, at);
        let other = root(&leader, *of_phase[phase.index()].get_or_insert(feature));
        leader[feature.max(other)] = feature.min(other);
    }
    of_phase.into_iter().map(|at| features[at.map_or(0, |at| root(&leader, at))]).collect()
}

fn root(leader: &[usize], mut at: usize) -> usize {
    while leader[at] != at {
        at = leader[at];
    }
    at
}
