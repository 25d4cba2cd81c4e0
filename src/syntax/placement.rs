//! Lists that place subtasks of other sections in a phase: `- **Track A(A1)** + **Track B(B1/B2)**`,
//! `**Tasks**: T001, T002`, `[Agent6] Stream Player ████`.

use super::id;
use super::item::{Form, NeedOperand, StatedEstimate, StatedId, StatedNeed};
use super::outline::UnitNote;
use super::reader::Reader;
use super::text::{span_in, strip_list_marker, trim_marks};
use super::unit::{Place, UNRANKED};
use super::{label, need, phase};

/// Reads an item that only names units, inside a phase; `true` if it was one.
pub(super) fn read(reader: &mut Reader<'_>, at: usize) -> bool {
    let in_phase = reader.scope.phase.is_some() || reader.scope.wave.is_some();
    if !in_phase || reader.scope.owner().is_some() || reader.scope.relations.is_some() {
        return false;
    }
    let line = reader.lines.get(at);
    let Some(item) = strip_list_marker(line) else { return false };
    let Some(ids) = named(item, reader.lines.text()) else { return false };
    place(reader, at, ids);
    true
}

/// Reads `Wave 1 (parallel): T1, T2` or `- **Wave 2**: Tasks 3-5`; `true` if it places units in a phase.
pub(super) fn phase_line(reader: &mut Reader<'_>, at: usize) -> bool {
    if reader.scope.owner().is_some() || reader.scope.relations.is_some() {
        return false;
    }
    let line = reader.lines.get(at);
    let text = strip_list_marker(line).unwrap_or_else(|| line.trim_start());
    let Some(words) = phase::name(text.trim_start_matches(['*', '_'])) else { return false };
    let rest = words.rest.trim_start_matches(['*', ' ']);
    let behind =
        rest.strip_prefix('(').and_then(|inside| inside.split_once(')')).map_or(rest, |(_, rest)| rest);
    let Some(value) = behind.trim_start_matches(['*', ' ']).strip_prefix([':', '：']) else { return false };
    let value = value.split_once(" — ").map_or(value, |(list, _)| list);
    in_phase(reader, at, words, value.trim_matches(['*', ' ']))
}

/// Reads the row of a table of phases: `| Wave 1 | #7, #9 | all hands |`.
pub(super) fn phase_row(reader: &mut Reader<'_>, at: usize, name: &str, cells: &[&str]) {
    if reader.scope.owner().is_some() {
        return;
    }
    let list = |cell: &&&str| {
        let value = trim_marks(cell);
        // `3` counts, `3, 4` lists.
        let counts = value.bytes().all(|b| b.is_ascii_digit());
        !counts && ids_only(value, reader.lines.text())
    };
    let Some(list) = cells.iter().find(list) else { return };
    if let Some(words) = phase::words(name).or_else(|| phase::value(name)) {
        in_phase(reader, at, words, trim_marks(list));
    }
}

/// Whether words are a list of ids and nothing else.
fn ids_only(value: &str, whole: &str) -> bool {
    let clause = need::clause(value, whole);
    let is_id = |operand: &NeedOperand| {
        matches!(operand, NeedOperand::Id(_) | NeedOperand::Range(..) | NeedOperand::Name(_))
    };
    let remark = |note: &String| note.starts_with(['(', '—', '–']);
    let plain = |need: &StatedNeed| is_id(&need.operand) && need.note.as_ref().is_none_or(remark);
    !clause.needs.is_empty() && clause.prerequisites.is_empty() && clause.needs.iter().all(plain)
}

/// Places the units of a list in a phase; `true` if the list holds nothing else.
fn in_phase(reader: &mut Reader<'_>, at: usize, words: phase::Words<'_>, value: &str) -> bool {
    let whole = reader.lines.text();
    if !ids_only(value, whole) {
        return false;
    }
    let kind = words.kind;
    let sub = words.name.strip_suffix(|c: char| c.is_ascii_lowercase()).filter(|name| !name.is_empty());
    let words = match sub {
        Some(name) => phase::Words { kind, name: name.to_owned(), rest: "" },
        None => words,
    };
    let phase = phase::known(reader, at, words);
    let first = reader.document.subtasks.len();
    for need in need::clause(value, whole).needs {
        let (id, until) = match need.operand {
            NeedOperand::Id(id) | NeedOperand::Name(id) => (id, None),
            NeedOperand::Range(from, to) => (from, Some(to)),
            _ => continue,
        };
        place(reader, at, vec![id]);
        if let Some(note) = reader.units.last_mut() {
            note.until = until;
        }
    }
    for statement in &mut reader.document.subtasks[first..] {
        (statement.phase, statement.sub_phase) = (Some(phase), None);
    }
    true
}

/// Reads the value of `Tasks:`; `true` if it names units of the open phase.
pub(super) fn labelled(reader: &mut Reader<'_>, at: usize, value: &str) -> bool {
    let in_phase = reader.scope.phase.is_some() || reader.scope.wave.is_some();
    if !in_phase || reader.scope.owner().is_some() || value.is_empty() {
        return false;
    }
    let clause = need::clause(value, reader.lines.text());
    let ids: Option<Vec<StatedId>> = clause
        .needs
        .into_iter()
        .map(|need| match need.operand {
            NeedOperand::Id(id) => Some(id),
            _ => None,
        })
        .collect();
    let Some(ids) = ids.filter(|ids| !ids.is_empty() && clause.prerequisites.is_empty()) else {
        return false;
    };
    place(reader, at, ids);
    true
}

/// Reads `[Agent6] Stream Player ████` of a chart; `true` if it was one.
pub(super) fn bracketed(reader: &mut Reader<'_>, at: usize, text: &str) -> bool {
    let Some((inside, _)) = text.strip_prefix('[').and_then(|t| t.split_once(']')) else { return false };
    let whole = reader.lines.text();
    let Some((id, rest)) = id::leading_id(inside, whole).or_else(|| id::mixed(inside, whole)) else {
        return false;
    };
    if !rest.is_empty() {
        return false;
    }
    place(reader, at, vec![id]);
    true
}

/// The units that an item names, if it hardly says more: ids, and ids in brackets behind a group.
fn named(item: &str, whole: &str) -> Option<Vec<StatedId>> {
    let mut ids = Vec::new();
    let mut rest = item;
    loop {
        rest = rest.trim_start_matches(|c: char| {
            c.is_whitespace() || matches!(c, '*' | '+' | ',' | '、' | '&' | '`' | '[')
        });
        if rest.is_empty() {
            break;
        }
        let unit = label::UNITS.iter().find_map(|(word, _)| label::strip(rest, word));
        let body = unit.unwrap_or(rest).trim_start();
        let Some((id, after)) = one(body, whole, unit.is_some()) else { break };
        let after = after.trim_start_matches(['*', '`', ']']);
        if let Some((inside, behind)) =
            after.strip_prefix(['(', '（']).and_then(|t| t.split_once([')', '）']))
        {
            let inner: Option<Vec<StatedId>> = inside
                .split(['/', ',', '、', '+'])
                .map(|part| one(part.trim(), whole, false).filter(|(_, r)| r.is_empty()).map(|(id, _)| id))
                .collect();
            match inner {
                Some(inner) => ids.extend(inner),
                None => ids.push(id),
            }
            rest = behind;
        } else {
            ids.push(id);
            rest = after;
        }
        let next = rest.trim_start_matches(['*', ' ']);
        if !next.starts_with([',', '+', '、', '&']) {
            break;
        }
    }
    let words = trim_marks(rest);
    (!ids.is_empty() && words.chars().count() <= 6 && !words.starts_with([':', '-', '→'])).then_some(ids)
}

fn one<'t>(text: &'t str, whole: &str, keyword: bool) -> Option<(StatedId, &'t str)> {
    if let Some(found) = id::leading_id(text, whole) {
        return Some(found);
    }
    let length = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let (word, rest) = text.split_at(length);
    let short = keyword && length <= 3 && length > 0;
    short.then(|| (StatedId { text: word.to_owned(), feature: None, span: span_in(whole, word) }, rest))
}

/// Gives a unit that other lines define a time, if they give it none.
pub(super) fn timed(reader: &mut Reader<'_>, at: usize, id: StatedId, time: StatedEstimate) {
    let statement = reader.statement(Form::Reference, id, "", at);
    reader.units[statement] = UnitNote { certain: false, ..UnitNote::plain() };
    let stated = &mut reader.document.subtasks[statement];
    (stated.estimate, stated.phase, stated.sub_phase) = (Some(time), None, None);
}

fn place(reader: &mut Reader<'_>, at: usize, ids: Vec<StatedId>) {
    for id in ids {
        let statement = reader.statement(Form::Reference, id, "", at);
        // It places what other lines define, and defines nothing itself.
        let note = UnitNote { certain: false, place: Place::Bullet, rank: UNRANKED, ..UnitNote::plain() };
        reader.units[statement] = note;
    }
}
