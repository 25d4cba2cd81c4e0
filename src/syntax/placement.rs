//! Lists that place subtasks of other sections in a phase: `- **Track A(A1)** + **Track B(B1/B2)**`,
//! `**Tasks**: T001, T002`, `[Agent6] Stream Player ████`.

use super::id;
use super::item::{Form, NeedOperand, StatedEstimate, StatedId};
use super::outline::UnitNote;
use super::reader::Reader;
use super::text::{span_in, strip_list_marker, trim_marks};
use super::unit::{Place, UNRANKED};
use super::{label, need};

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
