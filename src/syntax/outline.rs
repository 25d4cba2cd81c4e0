//! The last step of reading: which announcements are work, and which are parents of others.
//!
//! Announcements that could be anything (`### 1.2 Title`) count where the document treats their kind as work: it
//! states needs, times or states for enough of them. Where there are levels, leaves stay subtasks and parents
//! become groups. Of several groupings (phases, waves, levels) the one that holds most subtasks stays.

use rustc_hash::{FxHashMap, FxHashSet};

use super::document::Document;
use super::item::{Form, PhaseIx, PhaseKind, StatedGroup, StatedId, StatedSubtask, Status};
use super::unit::{Kind, Place, UNRANKED};

/// What the reader knows about a statement besides what it states.
#[derive(Clone, Debug)]
pub(super) struct UnitNote {
    pub(super) place: Place,
    pub(super) kind: Kind,
    pub(super) rank: u8,
    /// Level of its heading.
    pub(super) level: u8,
    pub(super) certain: bool,
    /// The last id of an announced range.
    pub(super) until: Option<StatedId>,
    /// The statement whose section or item it stands in.
    pub(super) around: Option<u32>,
    /// Whether its needs are stated, if only as `None`.
    pub(super) needs_stated: bool,
}

impl UnitNote {
    /// The note of a statement that is no announcement: a row, a window line, a tree line, a section.
    pub(super) fn plain() -> UnitNote {
        UnitNote {
            place: Place::Map,
            kind: Kind::Work,
            rank: UNRANKED,
            level: 0,
            certain: true,
            until: None,
            around: None,
            needs_stated: false,
        }
    }
}

/// A heading that opens a phase and may turn out to be a unit.
#[derive(Clone, Debug)]
pub(super) struct PhaseHeading {
    pub(super) phase: PhaseIx,
    pub(super) level: u8,
    pub(super) unit: StatedSubtask,
}

/// Settles what was announced.
pub(super) fn settle(document: &mut Document, mut notes: Vec<UnitNote>, headings: Vec<PhaseHeading>) {
    ranges(document, &notes);
    let (mut kept, parents_only) = judged(document, &notes);
    phases_as_units(document, &mut notes, &mut kept, headings);
    let parents = parents(document, &notes, &kept);
    for at in parents_only {
        kept[at] = parents.contains(&Some(at as u32));
    }
    regroup(document, &notes, &kept, &parents);
    common_tag(document);
    kinds(document);
}

/// A phase heading without subtasks among streams or tracks is a unit like them: `### PHASE 0: Setup` beside
/// `### STREAM A: …`.
fn phases_as_units(
    document: &mut Document,
    notes: &mut Vec<UnitNote>,
    kept: &mut Vec<bool>,
    headings: Vec<PhaseHeading>,
) {
    let beside: Vec<u8> = notes
        .iter()
        .zip(kept.iter())
        .filter(|(note, kept)| **kept && note.place == Place::Heading && note.kind == Kind::Container)
        .map(|(note, _)| note.level)
        .collect();
    if beside.is_empty() {
        return;
    }
    for heading in headings {
        let empty = !document
            .subtasks
            .iter()
            .zip(kept.iter())
            .any(|(s, kept)| *kept && s.phase == Some(heading.phase));
        if empty && beside.contains(&heading.level) {
            document.subtasks.push(heading.unit);
            notes.push(UnitNote { level: heading.level, place: Place::Heading, ..UnitNote::plain() });
            kept.push(true);
        }
    }
}

/// Announced ranges (`T-031 to T-040: …`) place what they hold and share their estimate.
fn ranges(document: &mut Document, notes: &[UnitNote]) {
    for at in 0..notes.len() {
        let Some(last) = &notes[at].until else { continue };
        let (first, range) = (document.subtasks[at].id.text.clone(), document.subtasks[at].clone());
        let mut placed: FxHashSet<String> = FxHashSet::default();
        for other in 0..notes.len() {
            let statement = &mut document.subtasks[other];
            let inside = notes[other].until.is_none() && between(&first, &last.text, &statement.id.text);
            if !inside {
                continue;
            }
            if statement.estimate.is_none() && range.estimate.is_some() && statement.form != Form::Reference {
                statement.estimate = range.estimate;
            }
            if statement.phase.is_none() && range.phase.is_some() && placed.insert(statement.id.text.clone())
            {
                statement.phase = range.phase;
                statement.sub_phase = range.sub_phase;
            }
        }
    }
}

/// Whether an id lies in a range of ids that differ in their last number.
fn between(first: &str, last: &str, id: &str) -> bool {
    let split = |text: &str| {
        let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
        let (stem, number) = text.split_at(text.len() - digits);
        number.parse::<u64>().ok().map(|number| (stem.len(), number))
    };
    let (Some((stem, low)), Some((_, high)), Some((length, number))) = (split(first), split(last), split(id))
    else {
        return false;
    };
    length == stem && id[..length] == first[..stem] && (low..=high).contains(&number)
}

/// Which statements count, and which of them only if they have children.
fn judged(document: &Document, notes: &[UnitNote]) -> (Vec<bool>, Vec<usize>) {
    let mut certain: FxHashSet<&str> = FxHashSet::default();
    // Per kind and place: how many there are, and for how many something is stated.
    let mut seen: FxHashMap<(Kind, Place), (u32, u32)> = FxHashMap::default();
    for (statement, note) in document.subtasks.iter().zip(notes) {
        if note.certain && note.until.is_none() && statement.form != Form::Reference {
            certain.insert(&statement.id.text);
        } else if !note.certain {
            let (all, stated) = seen.entry((note.kind, note.place)).or_default();
            *all += 1;
            *stated += u32::from(is_work(statement, note));
        }
    }
    let accepted = |note: &UnitNote| {
        let Some(&(all, stated)) = seen.get(&(note.kind, note.place)) else { return false };
        match (note.place, note.kind) {
            (Place::Boxed, Kind::Dotted | Kind::Bare) => all >= 2,
            (Place::Boxed, Kind::Container) => true,
            (Place::Boxed, _) => all >= 2 && stated > 0 || all >= 3,
            (_, Kind::Bare) => stated * 2 >= all && stated >= 2,
            _ => stated * 3 >= all && stated > 0,
        }
    };
    let mut kept: Vec<bool> = document
        .subtasks
        .iter()
        .zip(notes)
        .map(|(statement, note)| {
            let known = || certain.contains(statement.id.text.as_str());
            let mentions = statement.form == Form::Reference && !note.certain;
            note.until.is_none() && !mentions && (note.certain || known() || accepted(note))
        })
        .collect();
    // A line that only places units counts where another line defines them.
    let defined: FxHashSet<&str> = document
        .subtasks
        .iter()
        .zip(&kept)
        .filter(|(_, kept)| **kept)
        .map(|(s, _)| s.id.text.as_str())
        .collect();
    for (at, statement) in document.subtasks.iter().enumerate() {
        let mentions = statement.form == Form::Reference && !notes[at].certain;
        kept[at] |= mentions && defined.contains(statement.id.text.as_str());
    }
    let containers =
        |at: &usize| !kept[*at] && notes[*at].kind == Kind::Container && notes[*at].until.is_none();
    let parents_only: Vec<usize> = (0..notes.len()).filter(containers).collect();
    for &at in &parents_only {
        kept[at] = true;
    }
    (kept, parents_only)
}

/// Whether something is stated that only work has.
fn is_work(statement: &StatedSubtask, note: &UnitNote) -> bool {
    let state = statement.status.is_some_and(|s| note.place != Place::Boxed || s.status != Status::Todo);
    note.needs_stated || !statement.needs.is_empty() || statement.estimate.is_some() || state
}

/// The parent of each statement.
fn parents(document: &Document, notes: &[UnitNote], kept: &[bool]) -> Vec<Option<u32>> {
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
fn regroup(document: &mut Document, notes: &[UnitNote], kept: &[bool], parents: &[Option<u32>]) {
    let mut is_group = vec![false; notes.len()];
    for up in parents.iter().flatten() {
        is_group[*up as usize] = true;
    }
    if !is_group.contains(&true) && !kept.contains(&false) {
        return;
    }
    let groups_by_id: FxHashMap<String, u32> = (0..notes.len())
        .filter(|&at| is_group[at])
        .map(|at| (document.subtasks[at].id.text.clone(), at as u32))
        .collect();
    let mut new_index = vec![u32::MAX; notes.len()];
    let mut subtasks = Vec::with_capacity(notes.len());
    let mut groups: FxHashMap<u32, usize> = FxHashMap::default();
    for (at, statement) in std::mem::take(&mut document.subtasks).into_iter().enumerate() {
        let group = groups_by_id.get(&statement.id.text).copied();
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
    unit.alias = unit.alias.take().or(other.alias);
    unit.title = unit.title.take().or(other.title);
    unit.estimate = unit.estimate.or(other.estimate);
    unit.status = unit.status.or(other.status);
}

/// Brackets that end every title of a document are a tag: `(Single Session)`.
fn common_tag(document: &mut Document) {
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

/// Keeps one kind of grouping.
fn kinds(document: &mut Document) {
    let Some(first) = document.phases.first() else { return };
    if document.phases.iter().all(|phase| phase.kind == first.kind) {
        return;
    }
    let mut held: FxHashMap<PhaseKind, FxHashSet<&str>> = FxHashMap::default();
    for statement in &document.subtasks {
        for ix in statement.phase.into_iter().chain(statement.sub_phase) {
            held.entry(document.phases[ix.index()].kind).or_default().insert(&statement.id.text);
        }
    }
    let count = |kind| held.get(&kind).map_or(0, FxHashSet::len);
    let order = [PhaseKind::Phase, PhaseKind::Wave, PhaseKind::Level];
    let best = order
        .into_iter()
        .max_by_key(|&kind| (count(kind), std::cmp::Reverse(kind)))
        .unwrap_or(PhaseKind::Phase);
    for statement in &mut document.subtasks {
        if statement.phase.is_some_and(|ix| document.phases[ix.index()].kind != best) {
            statement.phase = None;
            statement.sub_phase = None;
        }
    }
}
