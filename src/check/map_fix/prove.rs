//! Whether a rewritten text says what was meant.

use std::collections::{BTreeMap, BTreeSet};

use super::target::Target;
use crate::check::{DocumentMap, Facts};
use crate::syntax::{Document, Form, NeedOperand, StatedRelation};

/// Whether every subtask stands in its new phase and part, and no statement went or came.
pub(super) fn holds(facts: &Facts<'_>, map: &DocumentMap, target: &Target, new: &Document) -> bool {
    let at = map.file.index();
    let (old, links) = (&facts.documents[at], &facts.plan.documents[at].subtasks);
    let same_number = (old.subtasks.len(), old.problems.len()) == (new.subtasks.len(), new.problems.len());
    if !same_number || relations(old) != relations(new) {
        return false;
    }
    let mut named: BTreeMap<(Option<&str>, &str), BTreeSet<usize>> = BTreeMap::new();
    for (statement, link) in old.subtasks.iter().zip(links) {
        let Some(ix) = link else { continue };
        if let Ok(place) = map.places.binary_search_by_key(ix, |place| place.subtask) {
            named.entry((statement.id.feature.as_deref(), &statement.id.text)).or_default().insert(place);
        }
    }
    // An id that several features use says too little here; the check of the whole result judges it.
    let mut statements: BTreeMap<usize, Vec<(bool, Form, usize)>> = BTreeMap::new();
    for (index, statement) in new.subtasks.iter().enumerate().filter(|(_, s)| s.phase.is_some()) {
        let places = named.get(&(statement.id.feature.as_deref(), statement.id.text.as_str()));
        if let Some(&place) = places.filter(|places| places.len() == 1).and_then(BTreeSet::first) {
            let key = (statement.form.is_spec(), statement.form, index);
            statements.entry(place).or_default().push(key);
        }
    }
    statements.into_iter().all(|(place, mut statements)| {
        statements.sort_unstable();
        let name = |at: usize| new.phases.get(at).map(|phase| phase.name.as_str());
        let phase = |at: usize| new.subtasks[at].phase.and_then(|ix| name(ix.index()));
        let deciding = phase(statements[0].2);
        let mut beside = statements.iter().filter(|(_, _, at)| phase(*at) == deciding);
        let part = beside.find_map(|(_, _, at)| new.subtasks[*at].sub_phase);
        let spot = target.spots[place];
        let wanted = spot.part.map(|part| target.parts[spot.phase][part].as_str());
        deciding == Some(&map.phases[spot.phase].name) && part.and_then(|ix| name(ix.index())) == wanted
    })
}

/// Needs stated apart from subtasks: what is drawn beside rows of a tree says something else when they move.
fn relations(document: &Document) -> Vec<String> {
    let words = |relation: &StatedRelation| {
        let needs = relation.needs.iter().map(|need| named(&need.operand)).collect::<Vec<_>>();
        format!("{} > {}", relation.who.iter().map(named).collect::<Vec<_>>().join(","), needs.join(","))
    };
    let mut all: Vec<String> = document.relations.iter().map(words).collect();
    all.sort_unstable();
    all
}

/// An operand without its place.
fn named(operand: &NeedOperand) -> String {
    match operand {
        NeedOperand::Id(id) | NeedOperand::Name(id) => id.text.clone(),
        NeedOperand::Wildcard(id) => format!("{}.*", id.text),
        NeedOperand::Range(from, to) => format!("{}-{}", from.text, to.text),
        NeedOperand::Phase(name) => format!("phase {name}"),
        NeedOperand::Everything => "everything".to_owned(),
        NeedOperand::Above => "above".to_owned(),
        NeedOperand::Except(of, left_out) => {
            let left_out: Vec<&str> = left_out.iter().map(|id| id.text.as_str()).collect();
            format!("{} except {}", named(of), left_out.join(","))
        }
    }
}
