//! Lists that end with a total, and sums in a sentence.

use super::figure::{self, Cell, Figure, Unit};
use super::label;
use super::reader::Reader;
use super::sum_table::{RowRole, SumRow, keep};
use super::text::trim_marks;

/// Items of a list that end with a time, until a `Total:` among them.
#[derive(Debug, Default)]
pub(super) struct List {
    rows: Vec<SumRow>,
    /// Columns before the list markers.
    column: usize,
    /// Line behind the last item.
    next: usize,
    /// Totals of the lists so far, for a grand total.
    totals: Vec<SumRow>,
    broken: bool,
}

/// Follows lists; `words` is a line without its marker.
pub(super) fn item(reader: &mut Reader<'_>, at: usize, words: &str, column: usize) {
    let mut list = std::mem::take(&mut reader.scope.list);
    if list.next != at || list.column != column {
        // Items that another reader took may belong to the sum.
        let before = at.checked_sub(1).map_or("", |line| reader.lines.get(line));
        let broken = super::text::strip_list_marker(before).is_some();
        list = List { column, totals: list.totals, broken, ..List::default() };
    }
    list.next = at + 1;
    let row = row(reader, words);
    match row {
        Some(row) if row.role == RowRole::Total => {
            if list.rows.len() > 1 && !list.broken {
                let mut rows = std::mem::take(&mut list.rows);
                rows.push(row.clone());
                keep(reader, vec![row.label.clone()], rows, false);
            }
            list.totals.push(SumRow { role: RowRole::Plain, ..row });
            list.rows.clear();
        }
        Some(row) => list.rows.push(row),
        None => list.broken = true,
    }
    reader.scope.list = list;
}

/// `**Grand Total:** 11 hours` below several lists with totals.
pub(super) fn grand_total(reader: &mut Reader<'_>, words: &str) {
    if reader.scope.list.totals.len() < 2 {
        return;
    }
    let Some((label, _)) = words.split_once([':', '：']) else { return };
    let label = trim_marks(label).to_lowercase();
    if !label::GRAND_TOTALS.contains(&label.as_str()) {
        return;
    }
    let Some(row) = row(reader, words) else { return };
    let mut rows = std::mem::take(&mut reader.scope.list.totals);
    rows.push(SumRow { role: RowRole::Total, ..row.clone() });
    keep(reader, vec![row.label], rows, false);
}

/// The last time of an item.
fn row(reader: &Reader<'_>, words: &str) -> Option<SumRow> {
    let label = words.split([':', '：']).next().map(trim_marks).unwrap_or_default();
    let bare = label.to_lowercase();
    let is_total = label::TOTALS.contains(&bare.as_str()) || label::GRAND_TOTALS.contains(&bare.as_str());
    // Remarks in brackets come behind: `11 hours (vs. 23 hours)`.
    let text =
        words.split(['(', '（']).next().filter(|head| is_total && head.len() > label.len()).unwrap_or(words);
    let mut times = figure::all(text, reader.lines.text()).into_iter().filter(|f| f.unit == Unit::Minutes);
    let figure = times.next()?;
    // Of two times in a line nobody knows which is summed; a total may say over how long.
    let single = times.next().is_none() || is_total;
    let role = if is_total { RowRole::Total } else { RowRole::Plain };
    single.then(|| SumRow { label: label.to_owned(), role, cells: vec![Cell::Figure(figure)] })
}

/// `4 hours (Feature 1) + 1.5 hours (Feature 6) = 5.5 hours`: a sum in a sentence, and its result.
pub(super) fn sentence(reader: &mut Reader<'_>, label: &str, text: &str) -> Option<Figure> {
    let (parts, result) = text.split_once('=')?;
    let whole = reader.lines.text();
    let result = figure::all(result, whole).into_iter().next()?;
    let mut rows = Vec::new();
    for part in parts.split('+') {
        let figure = figure::all(part, whole).into_iter().next().filter(|f| f.unit == result.unit);
        rows.push(SumRow { label: String::new(), role: RowRole::Plain, cells: vec![Cell::Figure(figure?)] });
    }
    if rows.len() > 1 && !parts.contains(['*', '×', '/']) {
        rows.push(SumRow {
            label: label.to_owned(),
            role: RowRole::Total,
            cells: vec![Cell::Figure(result.clone())],
        });
        keep(reader, vec![label.to_owned()], rows, false);
    }
    Some(result)
}
