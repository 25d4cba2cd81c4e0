//! Parents and leaves: by what stands inside what, and by ids that extend others.

use rustc_hash::FxHashMap;

use super::document::Document;
use super::item::{Form, StatedGroup, StatedSubtask};
use super::outline::UnitNote;
use super::unit::{Place, UNRANKED};

/// The parent of each statement.
pub(super) fn parents(document: &Document, notes: &[UnitNote], kept: &[bool]) -> Vec<Option<u32>> {
    let mut first: FxHashMap<&str, u32> = FxHashMap::default();
    for (at, statement) in document.subtasks.iter().enumerate() {
        if kept[at] && statement.form != Form::Reference {
            first.entry(statement.id.text.as_str()).or_insert(at as u32);
        }
    }
    let mut parents = vec![None; notes.len()];
    for (at, statement) in document.subtasks.iter().enumerate() {
        if !kept[at] || statement.form == Form::Reference {
            continue;
        }
        let note = &notes[at];
        let id = statement.id.text.as_str();
        let around = note.around.filter(|&up| kept[up as usize] && up as usize != at);
        let held = around.filter(|&up| {
            let outer = &notes[up as usize];
            outer.rank < note.rank && outer.rank < UNRANKED
                || extends(&document.subtasks[up as usize].id.text, id)
        });
        parents[at] = held.or_else(|| prefix_parent(document, notes, &first, at));
    }
    parents
}

/// The nearest announced id that the id of a statement extends.
fn prefix_parent(
    document: &Document,
    notes: &[UnitNote],
    first: &FxHashMap<&str, u32>,
    at: usize,
) -> Option<u32> {
    let id = document.subtasks[at].id.text.as_str();
    let mut prefix = id;
    while let Some((shorter, last)) = prefix.rsplit_once('.') {
        if let Some(&up) = first.get(shorter).filter(|&&up| up as usize != at) {
            let (outer, inner) = (&notes[up as usize], &notes[at]);
            // `Task 1` does not hold `Story 1.1`.
            if outer.rank > inner.rank && outer.rank < UNRANKED {
                return None;
            }
            // `Subtask 8.5` beside `Subtask 8` is squeezed in between, not part of it.
            let beside = outer.place == Place::Heading
                && inner.place == Place::Heading
                && outer.level == inner.level
                && outer.rank == inner.rank
                && last != "1"
                && !first.contains_key(format!("{shorter}.1").as_str());
            return (!beside).then_some(up);
        }
        prefix = shorter;
    }
    // `A1` below track `A`.
    let letters = id.bytes().take_while(u8::is_ascii_uppercase).count();
    let lettered = letters > 0 && id.as_bytes().get(letters).is_some_and(u8::is_ascii_digit);
    first.get(&id[..letters]).copied().filter(|&up| lettered && notes[up as usize].rank < 2)
}

/// Whether `inner` is an id below `outer`: `1.1` below `1` or `1.0`.
fn extends(outer: &str, inner: &str) -> bool {
    let outer = outer.strip_suffix(".0").unwrap_or(outer);
    inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('.'))
        && outer.starts_with(|c: char| c.is_ascii_digit())
}

/// Takes parents out of the subtasks, and drops what does not count.
pub(super) fn regroup(document: &mut Document, notes: &[UnitNote], kept: &[bool], parents: &[Option<u32>]) {
    let mut is_group = vec![false; notes.len()];
    for up in parents.iter().flatten() {
        is_group[*up as usize] = true;
    }
    if !is_group.contains(&true) && !kept.contains(&false) {
        return;
    }
    let name = |statement: &StatedSubtask| (statement.list.clone(), statement.id.text.clone());
    let groups_by_id: FxHashMap<(Option<String>, String), u32> = (0..notes.len())
        .filter(|&at| is_group[at])
        .map(|at| (name(&document.subtasks[at]), at as u32))
        .collect();
    let mut new_index = vec![u32::MAX; notes.len()];
    let mut subtasks = Vec::with_capacity(notes.len());
    let mut groups: FxHashMap<u32, usize> = FxHashMap::default();
    for (at, statement) in std::mem::take(&mut document.subtasks).into_iter().enumerate() {
        let group = groups_by_id.get(&name(&statement)).copied();
        if let Some(group) = group.filter(|_| kept[at]) {
            match groups.get(&group) {
                Some(&known) => merge(&mut document.groups[known].unit, statement),
                None => {
                    groups.insert(group, document.groups.len());
                    document.groups.push(StatedGroup { unit: statement, members: Vec::new() });
                }
            }
        } else if kept[at] {
            new_index[at] = subtasks.len() as u32;
            subtasks.push(statement);
        }
    }
    document.subtasks = subtasks;
    for at in 0..notes.len() {
        if new_index[at] == u32::MAX {
            continue;
        }
        let (mut up, mut depth) = (parents[at], 0);
        while let Some(parent) = up {
            let id = groups.get(&parent).copied();
            if let Some(group) = id {
                if depth == 0 {
                    let name = document.groups[group].unit.id.text.clone();
                    document.subtasks[new_index[at] as usize].group = Some(name);
                }
                document.groups[group].members.push(new_index[at]);
            }
            depth += 1;
            up = parents[parent as usize].filter(|_| depth < 8);
        }
    }
}

/// Joins a second statement about a group.
fn merge(unit: &mut StatedSubtask, other: StatedSubtask) {
    unit.needs.extend(other.needs);
    unit.prerequisites.extend(other.prerequisites);
    unit.tools.extend(other.tools);
    unit.alias = unit.alias.take().or(other.alias);
    unit.title = unit.title.take().or(other.title);
    unit.estimate = unit.estimate.or(other.estimate);
    unit.status = unit.status.or(other.status);
}

/// Brackets that end every title of a document are a tag: `(Single Session)`.
pub(super) fn common_tag(document: &mut Document) {
    let tag = |statement: &StatedSubtask| {
        let title = statement.title.as_ref()?;
        let (before, inside) = super::text::last_brackets(&title.text)?;
        (!before.is_empty()).then(|| inside.to_owned())
    };
    let mut sections = document.subtasks.iter().filter(|s| s.form == Form::Section);
    let Some(common) = sections.next().and_then(tag) else { return };
    let mut count = 1;
    for statement in sections {
        if tag(statement).as_deref() != Some(common.as_str()) {
            return;
        }
        count += 1;
    }
    if count < 3 {
        return;
    }
    for statement in document.subtasks.iter_mut().filter(|s| s.form == Form::Section) {
        if let Some(title) = &mut statement.title
            && let Some((before, _)) = super::text::last_brackets(&title.text)
        {
            let length = before.len();
            title.text.truncate(length);
            title.span.end = title.span.start + length as u32;
        }
    }
}
