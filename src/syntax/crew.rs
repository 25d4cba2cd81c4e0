//! Tables that give work to agents or groups: `| Agent B | Task 3 + Task 4 | After Tasks 1-2 |`, `| B | B1-B5 | A |`.

use rustc_hash::FxHashMap;

use super::document::ProblemKind;
use super::item::{NeedOperand, Quantity, StatedNeed, StatedRelation};
use super::label::Label;
use super::need;
use super::reader::Reader;
use super::table::{Column, cells};
use super::text::trim_marks;
use crate::source::Span;

/// Operands of one table that are followed: a row may name a row with many.
const OPERANDS: usize = 10_000;

/// The columns of a table that gives work to agents or groups: what they do, and what that needs.
pub(super) fn columns(columns: &[Column]) -> Option<(usize, usize)> {
    let tasks = columns.iter().position(|column| *column == Column::Claim(Quantity::Subtasks))?;
    let needs = columns.iter().position(|column| *column == Column::Field(Label::Needs))?;
    (tasks > 0 && !columns.contains(&Column::Id) && !columns.contains(&Column::Phase))
        .then_some((tasks, needs))
}

/// Relates what the rows `from..to` do with what that needs; a need may name the first cell of another row.
pub(super) fn rows(reader: &mut Reader<'_>, from: usize, to: usize, tasks: usize, needs: usize) {
    let whole = reader.lines.text();
    let rows: Vec<(&str, Vec<NeedOperand>, &str, Span)> = (from..to)
        .filter_map(|at| {
            let cells = cells(reader.lines.get(at));
            let work = need::clause(cells.get(tasks)?, whole).needs.into_iter().map(|need| need.operand);
            let work: Vec<NeedOperand> =
                work.filter(|operand| !matches!(operand, NeedOperand::Phase(_))).collect();
            Some((trim_marks(cells[0]), work, *cells.get(needs)?, reader.lines.span(at)))
        })
        .collect();
    let named: FxHashMap<&str, usize> = rows.iter().enumerate().map(|(at, row)| (row.0, at)).collect();
    let mut left = OPERANDS;
    for (_, work, cell, span) in rows.iter().filter(|(_, work, ..)| !work.is_empty()) {
        let words = need::strip_opener(cell).unwrap_or(cell);
        let mut needed = Vec::new();
        for part in words.split([',', '+', '&']).map(trim_marks) {
            match named.get(part) {
                Some(&at) => needed.extend(rows[at].1.iter().take(left).cloned()),
                None => needed.extend(need::clause(part, whole).needs.into_iter().map(|need| need.operand)),
            }
            left = left.saturating_sub(needed.len());
        }
        if left == 0 {
            let kind = ProblemKind::Limit { followed: "10,000 needs of a table" };
            reader.problem(kind, *span);
            return;
        }
        needed.retain(need::is_certain);
        if !needed.is_empty() {
            let needs = needed.into_iter().map(|operand| StatedNeed { operand, note: None, span: *span });
            let needs = needs.collect();
            let relation = StatedRelation { who: work.clone(), needs, drawn: true, span: *span };
            reader.document.relations.push(relation);
        }
    }
}
