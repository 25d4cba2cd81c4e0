//! Tables of claims: features, ways to work, phases.

use super::item::{ClaimEntity, Quantity};
use super::label::Label;
use super::reader::Reader;
use super::table::{Column, cells};
use super::text::{leading_number, strip_word, trim_marks};
use super::{claim, duration, phase, way};

/// `| 1. Auth | 29 | 12 | 5 | 1.5h | 4h |`.
pub(super) fn feature_row(reader: &mut Reader<'_>, columns: &[Column], at: usize) {
    let cells = cells(reader.lines.get(at));
    let Some(name) = columns.iter().position(|c| *c == Column::Feature).and_then(|at| cells.get(at)) else {
        return;
    };
    let name = trim_marks(name);
    let name = strip_word(name, "feature").unwrap_or(name).trim_start();
    let Some((number, _)) = leading_number(name) else { return };
    let entity = ClaimEntity::Feature(number.to_string());
    for (column, cell) in columns.iter().zip(&cells) {
        match column {
            Column::Claim(quantity @ (Quantity::ParallelMinutes | Quantity::SequentialMinutes)) => {
                if let Some(found) = duration::find(cell) {
                    claim::timed(reader, entity.clone(), *quantity, found);
                }
            }
            Column::Claim(quantity) => claim::cell(reader, entity.clone(), *quantity, cell),
            _ => {}
        }
    }
}

/// `| Sequential | 4 hours | 1 | 1x |` and `| **Maximum Parallel** | **1.5 hours** | 12 | 2.7x |`.
pub(super) fn method_rows(reader: &mut Reader<'_>, columns: &[Column], from: usize, to: usize) {
    let Some(named) = columns.iter().position(|c| *c == Column::Method) else { return };
    let Some(time) =
        columns.iter().position(|c| matches!(c, Column::Field(Label::Duration | Label::TotalTime)))
    else {
        return;
    };
    let windows = columns.iter().position(|c| *c == Column::Claim(Quantity::Windows));
    let rows: Vec<Vec<&str>> = (from..to).map(|at| cells(reader.lines.get(at))).collect();
    let kinds: Vec<Option<Quantity>> =
        rows.iter().map(|cells| cells.get(named).and_then(|name| way::quantity(name))).collect();
    let sequential = kinds.contains(&Some(Quantity::SequentialMinutes));
    let minutes =
        |cells: &Vec<&str>| cells.get(time).and_then(|cell| duration::find(cell)).map(|found| found.max);
    // Of several parallel ways the fastest is the whole plan's; the others run it in fewer windows.
    let parallel = rows.iter().zip(&kinds).filter(|(_, kind)| **kind == Some(Quantity::ParallelMinutes));
    let fastest = parallel.filter_map(|(cells, _)| minutes(cells)).fold(f64::INFINITY, f64::min);
    for (cells, kind) in rows.iter().zip(kinds) {
        // A way without a known name is this plan's if it is the only other one.
        let quantity = match kind {
            Some(Quantity::ParallelMinutes) if minutes(cells).is_some_and(|own| own > fastest) => {
                Quantity::OtherMinutes
            }
            Some(quantity) => quantity,
            None if sequential && rows.len() == 2 => Quantity::ParallelMinutes,
            None => Quantity::OtherMinutes,
        };
        let entity = way::subject(reader);
        if let Some(found) = cells.get(time).and_then(|cell| duration::find(cell)) {
            claim::timed(reader, entity.clone(), quantity, found);
        }
        if let Some(cell) =
            windows.and_then(|at| cells.get(at)).filter(|_| quantity == Quantity::ParallelMinutes)
        {
            claim::cell(reader, entity, Quantity::Windows, cell);
        }
    }
}

/// `| 2 | 3 | 8 active | 15 min |` and `| **Total** | - | 15 max | **70 min** |` of a table of phases.
pub(super) fn phase_row(reader: &mut Reader<'_>, columns: &[Column], at: usize) {
    let cells = cells(reader.lines.get(at));
    let Some(name) = columns.iter().position(|c| *c == Column::Phase).and_then(|at| cells.get(at)) else {
        return;
    };
    let name = trim_marks(name);
    let time = columns.iter().position(|c| *c == Column::Field(Label::Duration));
    let time = time.and_then(|at| cells.get(at)).and_then(|cell| duration::find(cell));
    if strip_word(name, "total").is_some() {
        if let Some(found) = time {
            claim::timed(reader, ClaimEntity::Plan, Quantity::TotalMinutes, found);
        }
        return;
    }
    let Some(words) = phase::words(name).or_else(|| phase::value(name)) else { return };
    let entity = ClaimEntity::NamedPhase(words.name);
    if let Some(found) = time {
        claim::timed(reader, entity.clone(), Quantity::ParallelMinutes, found);
    }
    for (column, cell) in columns.iter().zip(&cells) {
        if let Column::Claim(quantity @ (Quantity::Subtasks | Quantity::Windows)) = column {
            claim::cell(reader, entity.clone(), *quantity, cell);
        }
    }
}
