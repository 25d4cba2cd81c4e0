//! Lists that each count from 1: the tasks of one story beside those of the next.

use rustc_hash::FxHashMap;

use super::document::Document;
use super::item::Form;
use super::outline::UnitNote;
use super::unit::Kind;

/// Parents are followed this far up.
const DEPTH: usize = 16;

/// Gives each unit the list that its id belongs to, if ids of the document need one: two stories hold one id, or a
/// story holds its own.
pub(super) fn assign(document: &mut Document, notes: &[UnitNote], parents: &[Option<u32>]) {
    let holders: Vec<Option<u32>> = (0..notes.len()).map(|at| holder(notes, parents, at)).collect();
    if !needed(document, &holders) {
        return;
    }
    for (at, holder) in holders.iter().enumerate() {
        let name = holder.map(|holder| document.subtasks[holder as usize].id.text.clone());
        document.subtasks[at].list = name;
    }
}

/// The story, track or epic around a unit.
fn holder(notes: &[UnitNote], parents: &[Option<u32>], at: usize) -> Option<u32> {
    let above = std::iter::successors(parents[at], |&up| parents[up as usize]).take(DEPTH);
    let mut containers = above.filter(|&up| notes[up as usize].kind == Kind::Container);
    containers.next().filter(|_| notes[at].kind != Kind::Container)
}

fn needed(document: &Document, holders: &[Option<u32>]) -> bool {
    let mut first: FxHashMap<&str, u32> = FxHashMap::default();
    document.subtasks.iter().zip(holders).any(|(statement, holder)| {
        let Some(holder) = holder.filter(|_| statement.form != Form::Reference) else { return false };
        let id = statement.id.text.as_str();
        // Tables of several tracks may name one unit, and issues have one number everywhere.
        let is_number = id.bytes().all(|b| b.is_ascii_digit());
        if statement.form == Form::TableRow && !is_number || id.starts_with('#') {
            return false;
        }
        *first.entry(id).or_insert(holder) != holder || document.subtasks[holder as usize].id.text == id
    })
}
