//! The last step of reading: which announcements are work, and which are parents of others.
//!
//! Announcements that could be anything (`### 1.2 Title`) count where the document treats their kind as work: it
//! states needs, times or states for enough of them. Where there are levels, leaves stay subtasks and parents
//! become groups. Of several groupings (phases, waves, levels) the one that holds most subtasks stays.

use rustc_hash::{FxHashMap, FxHashSet};

use super::document::{Document, Problem, ProblemKind};
use super::item::{Form, PhaseIx, PhaseKind, StatedId, StatedSubtask};
use super::unit::{Kind, Place, UNRANKED};
use super::{grouping, judge, lists, passed_over, two_numbers};

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
    two_numbers::settle(document);
    let (mut kept, parents_only) = judge::judged(document, &notes);
    let mut parents = grouping::parents(document, &notes, &kept);
    phases_as_units(document, &mut notes, &mut kept, &parents, headings);
    parents.resize(notes.len(), None);
    for at in parents_only {
        kept[at] = parents.contains(&Some(at as u32));
    }
    lists::assign(document, &notes, &parents);
    document.passed_over = passed_over::list(document, &notes, &kept);
    grouping::regroup(document, &notes, &kept, &parents);
    grouping::common_tag(document);
    kinds(document);
}

/// A phase heading without subtasks among streams or tracks is a unit like them: `### PHASE 0: Setup` beside
/// `### STREAM A: …`.
fn phases_as_units(
    document: &mut Document,
    notes: &mut Vec<UnitNote>,
    kept: &mut Vec<bool>,
    parents: &[Option<u32>],
    headings: Vec<PhaseHeading>,
) {
    let holds: FxHashSet<u32> = parents.iter().flatten().copied().collect();
    let alone = |at: usize| kept[at] && notes[at].kind == Kind::Container && !holds.contains(&(at as u32));
    let beside: Vec<u8> = (0..notes.len())
        .filter(|&at| alone(at) && notes[at].place == Place::Heading)
        .map(|at| notes[at].level)
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

/// Ranges beyond this many are not placed: each one is compared with every statement.
const RANGES: usize = 1_000;

/// Announced ranges (`T-031 to T-040: …`) place what they hold and share their estimate.
fn ranges(document: &mut Document, notes: &[UnitNote]) {
    let announced = (0..notes.len()).filter(|&at| notes[at].until.is_some());
    for (nth, at) in announced.enumerate() {
        if nth == RANGES {
            let kind = ProblemKind::Limit { followed: "1,000 announced ranges" };
            document.problems.push(Problem { kind, span: document.subtasks[at].span });
            break;
        }
        let Some(last) = &notes[at].until else { continue };
        let (first, range) = (document.subtasks[at].id.text.clone(), document.subtasks[at].clone());
        let mut placed: FxHashSet<String> = FxHashSet::default();
        for (statement, note) in document.subtasks.iter_mut().zip(notes) {
            let inside = note.until.is_none() && between(&first, &last.text, &statement.id.text);
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
            statement.other_phase = statement.phase.take();
            statement.sub_phase = None;
        }
    }
}
