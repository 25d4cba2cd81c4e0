//! Which announcements are work: those that nothing but work is written like, and those that the document treats as
//! work because it states needs, times or states for enough of their kind.

use rustc_hash::{FxHashMap, FxHashSet};

use super::document::Document;
use super::item::{Form, NeedOperand, StatedSubtask, Status};
use super::outline::UnitNote;
use super::unit::{Kind, Place};

/// Which statements count, and which of them only if they have children.
pub(super) fn judged(document: &Document, notes: &[UnitNote]) -> (Vec<bool>, Vec<usize>) {
    let mut certain: FxHashSet<&str> = FxHashSet::default();
    // Per kind and place: how many there are, and for how many something is stated.
    let mut seen: FxHashMap<(Kind, Place), (u32, u32)> = FxHashMap::default();
    let related = related(document);
    let mentions = document.subtasks.iter().filter(|s| s.form == Form::Reference && s.phase.is_some());
    let placed: FxHashSet<&str> = mentions.map(|statement| statement.id.text.as_str()).collect();
    for (statement, note) in document.subtasks.iter().zip(notes) {
        let id = statement.id.text.as_str();
        if note.certain && note.until.is_none() && statement.form != Form::Reference {
            certain.insert(id);
        } else if !note.certain {
            let (all, stated) = seen.entry((note.kind, note.place)).or_default();
            *all += 1;
            // Arrows name the steps of a manual, too, and issues of a plan.
            let in_sentence = (note.kind != Kind::Vague || id.starts_with('#')) && related.contains(id);
            *stated += u32::from(is_work(statement, note) || in_sentence);
        }
    }
    let counted = counts_through(document, notes, &related);
    let accepted = |note: &UnitNote| {
        // Beside other units, numbered rows without needs sum up or plan something else.
        if note.kind == Kind::Bare && note.place == Place::Map && !certain.is_empty() {
            return false;
        }
        let Some(&(all, stated)) = seen.get(&(note.kind, note.place)) else { return false };
        match (note.place, note.kind) {
            // `- **Task 1**: Title` in a text without other announcements.
            (Place::Bullet, Kind::Work) if certain.is_empty() && all >= 3 => true,
            (_, Kind::Vague) => stated * 3 >= all && stated > 0,
            (Place::Boxed, Kind::Dotted | Kind::Bare) => all >= 2,
            (_, Kind::Counted) => all >= 3 && certain.is_empty() && counted,
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
            // A step of a task may have the number of another task.
            let is_certain = certain.contains(statement.id.text.as_str());
            // A chapter has a number too.
            let chapter = note.kind == Kind::Bare && note.place == Place::Heading;
            let known = || !matches!(note.kind, Kind::Vague | Kind::Agent) && !chapter && is_certain;
            let inside = |up: u32| notes[up as usize].certain && notes[up as usize].rank >= 2;
            let a_step = matches!(note.kind, Kind::Vague | Kind::Agent) && note.around.is_some_and(inside)
                || note.kind == Kind::Agent && is_certain;
            let mentions = statement.form == Form::Reference && !note.certain;
            let id = statement.id.text.as_str();
            // `1.1` below `Task 1` is a part of it.
            let part = note.kind == Kind::Dotted
                && note.place == Place::Boxed
                && note.around.is_some_and(|up| {
                    let outer = document.subtasks[up as usize].id.text.as_str();
                    notes[up as usize].certain
                        && id.strip_prefix(outer).is_some_and(|rest| rest.starts_with('.'))
                });
            let counts = note.certain
                || part
                || known()
                || accepted(note)
                || of_container(document, notes, statement, note)
                || note.place == Place::Map && placed.contains(id);
            note.until.is_none() && !mentions && !a_step && counts
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

/// `A1` in the section of `Stream A`.
fn of_container(document: &Document, notes: &[UnitNote], statement: &StatedSubtask, note: &UnitNote) -> bool {
    let Some(up) = note.around.filter(|_| note.kind == Kind::Lettered && note.place == Place::Heading) else {
        return false;
    };
    let outer = &document.subtasks[up as usize].id.text;
    let number =
        statement.id.text.strip_prefix(outer.as_str()).map(|rest| rest.trim_start_matches(['-', '.']));
    notes[up as usize].kind == Kind::Container
        && number.is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether the numbers of lists go on from one list to the next, below phases or where sentences relate them; the
/// lists of a manual, of goals or of checks count from 1 each, or stand alone.
fn counts_through(document: &Document, notes: &[UnitNote], related: &FxHashSet<&str>) -> bool {
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    let (mut apart, mut of_plan) = (true, false);
    for (statement, _) in document.subtasks.iter().zip(notes).filter(|(_, note)| note.kind == Kind::Counted) {
        let id = statement.id.text.as_str();
        apart &= seen.insert(id);
        of_plan |= statement.phase.is_some() || statement.other_phase.is_some() || related.contains(id);
    }
    apart && of_plan
}

/// Ids that sentences and arrows apart from the subtasks relate.
fn related(document: &Document) -> FxHashSet<&str> {
    let operands =
        document.relations.iter().flat_map(|r| r.who.iter().chain(r.needs.iter().map(|need| &need.operand)));
    let mut ids = FxHashSet::default();
    for operand in operands {
        match operand {
            NeedOperand::Id(id) => ids.extend([id.text.as_str()]),
            NeedOperand::Range(first, last) => ids.extend([first.text.as_str(), last.text.as_str()]),
            _ => {}
        }
    }
    ids
}

/// Whether something is stated that only work has.
fn is_work(statement: &StatedSubtask, note: &UnitNote) -> bool {
    let state = statement.status.is_some_and(|s| note.place != Place::Boxed || s.status != Status::Todo);
    let needs = note.needs_stated || !statement.needs.is_empty();
    // A manual says how long its steps take; only a plan says what they need.
    // Goals, risks and features have numbers and states too.
    let state = state && !(note.kind == Kind::Bare && note.place == Place::Map);
    let placed = note.kind == Kind::Agent && note.place == Place::Heading && statement.phase.is_some();
    needs || placed || note.kind != Kind::Vague && (statement.estimate.is_some() || state)
}
