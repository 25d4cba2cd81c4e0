//! Tables of figures with rows of totals, and lists that end with a total.

use super::figure::{self, Cell, Figure, Unit};
use super::item::{Claim, ClaimEntity, Quantity};
use super::label;
use super::reader::Reader;
use super::text::trim_marks;

/// What a row of figures is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowRole {
    /// One of the things that are summed.
    Plain,
    /// A total, by its label.
    Total,
    /// Printed bold as a last row: a total if it adds up.
    Bold,
    /// A mean, a target or a rest: no part of a sum.
    Other,
    /// `...`: rows are left out.
    Gap,
}

/// One row.
#[derive(Clone, Debug)]
pub struct SumRow {
    /// Its first words.
    pub label: String,
    /// What it is.
    pub role: RowRole,
    /// Its cells, one for each head.
    pub cells: Vec<Cell>,
}

/// A table, a list or a sum whose figures can be checked against each other.
#[derive(Clone, Debug)]
pub struct SumTable {
    /// Which stretch of the text between two headings it stands in.
    pub section: u32,
    /// The words above its columns.
    pub heads: Vec<String>,
    /// Its rows.
    pub rows: Vec<SumRow>,
    /// Whether what its rows list may run at the same time, so that times need not add up.
    pub may_overlap: bool,
}

/// A table wider or longer than this is data, not a plan.
const WIDEST: usize = 40;
const LONGEST: usize = 2000;

/// Keeps a table if its figures say something about each other.
pub(super) fn read(reader: &mut Reader<'_>, header: &[&str], rows: &[Vec<&str>], of_subtasks: bool) {
    if header.len() > WIDEST || rows.len() > LONGEST || rows.len() < 2 {
        return;
    }
    let whole = reader.lines.text();
    let together = ["parallel", "concurrent", "overlap", "simultan", "同时", "并行", "並列"];
    let overlaps = |cell: &&str| {
        let lower = cell.to_lowercase();
        together.iter().any(|word| lower.contains(word))
    };
    let may_overlap = of_subtasks || rows.iter().flatten().any(overlaps);
    let last = rows.len() - 1;
    let rows: Vec<SumRow> = rows
        .iter()
        .enumerate()
        .map(|(at, cells)| {
            let first = cells.iter().find(|cell| !cell.is_empty()).copied().unwrap_or_default();
            let figures: Vec<Cell> = (0..header.len())
                .map(|at| cells.get(at).map_or(Cell::Empty, |cell| figure::cell(cell, whole)))
                .collect();
            let bold = at == last && first.starts_with("**");
            let several = figures.iter().filter(|cell| matches!(cell, Cell::Figure(_))).count() > 1;
            let role = role(first, bold, several);
            SumRow { label: trim_marks(first).to_owned(), role, cells: figures }
        })
        .collect();
    let heads: Vec<String> = header.iter().map(|head| trim_marks(head).to_owned()).collect();
    keep(reader, heads, rows, may_overlap);
}

/// Keeps rows of figures and states their totals and savings as claims.
pub(super) fn keep(reader: &mut Reader<'_>, heads: Vec<String>, rows: Vec<SumRow>, may_overlap: bool) {
    let figures = |row: &SumRow| {
        let cells = row.cells.iter().enumerate();
        let figures = cells.filter_map(|(at, cell)| match cell {
            Cell::Figure(figure) => Some((at, figure.clone())),
            _ => None,
        });
        figures.collect::<Vec<_>>()
    };
    let mut claims: Vec<(usize, Figure, bool)> = Vec::new();
    for row in &rows {
        let is_total = matches!(row.role, RowRole::Total | RowRole::Bold);
        let said = figures(row).into_iter().filter(|(at, figure)| {
            let head = heads[*at].as_str();
            let compares = head.is_empty() || tells(head, label::SAVINGS) || tells(head, label::SHARES);
            is_total || figure.unit == Unit::Factor || figure.unit == Unit::Percent && compares
        });
        claims.extend(said.map(|(at, figure)| (at, figure, is_total)));
    }
    if claims.is_empty() {
        return;
    }
    let section = reader.scope.heading_count;
    for (column, figure, is_total) in claims {
        let quantity = match figure.unit {
            _ if is_total => Quantity::Total,
            Unit::Factor => Quantity::Speedup,
            Unit::Percent if !tells(&heads[column], label::SHARES) => Quantity::SavedPercent,
            _ => Quantity::Total,
        };
        let entity = if quantity == Quantity::Total {
            ClaimEntity::Column(heads[column].clone())
        } else {
            ClaimEntity::Plan
        };
        let claim = of_figure(reader, entity, quantity, &figure);
        reader.document.claims.push(claim);
    }
    reader.document.tables.push(SumTable { section, heads, rows, may_overlap });
}

/// A figure as a claim.
pub(super) fn of_figure(
    reader: &Reader<'_>,
    entity: ClaimEntity,
    quantity: Quantity,
    figure: &Figure,
) -> Claim {
    let text = figure.span.of(reader.lines.text()).to_owned();
    Claim {
        entity,
        quantity,
        min: figure.min,
        max: figure.max,
        approximate: figure.approximate,
        precision: figure.precision,
        text,
        span: figure.span,
        number: figure.number,
        scale: figure.scale,
        section: reader.scope.heading_count,
    }
}

/// What the first cell of a row makes it.
fn role(first: &str, bold: bool, several: bool) -> RowRole {
    let label = trim_marks(first).trim_end_matches(':').to_lowercase();
    if label.starts_with("...") || label.starts_with('…') || label.starts_with("etc") {
        return RowRole::Gap;
    }
    if label::NO_SUMMANDS.iter().any(|word| begins(&label, word).is_some()) {
        return RowRole::Other;
    }
    let total = label::TOTALS.iter().any(|word| {
        label == *word
            || begins(&label, word).is_some_and(|rest| {
                // `Total tasks` of a table of measures is no sum of the rows above.
                several || rest.trim_start().starts_with([',', '(', ':', '-', '–', '—', '/', '（'])
            })
            || word.is_ascii() && word.len() > 3 && label.ends_with(word) && several
    });
    match (total, bold) {
        (true, _) => RowRole::Total,
        (false, true) => RowRole::Bold,
        (false, false) => RowRole::Plain,
    }
}

/// Cuts `word` from the start, if it is a whole word there.
fn begins<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let rest = text.strip_prefix(word)?;
    let whole = !word.is_ascii() || !rest.starts_with(char::is_alphanumeric);
    (whole && !rest.is_empty()).then_some(rest).or_else(|| rest.is_empty().then_some(rest))
}

/// Whether the head of a column holds one of some words.
fn tells(head: &str, words: &[&str]) -> bool {
    let head = head.to_lowercase();
    words.iter().any(|word| head.contains(word))
}

impl SumTable {
    /// Whether a column holds what is saved.
    pub fn is_saving(&self, column: usize) -> bool {
        tells(&self.heads[column], label::SAVINGS)
    }

    /// Whether a column holds each row's part of a whole.
    pub fn is_share(&self, column: usize) -> bool {
        tells(&self.heads[column], label::SHARES) || self.heads[column] == "%"
    }
}

impl SumRow {
    /// The figure of a column.
    pub fn figure(&self, column: usize) -> Option<&Figure> {
        match self.cells.get(column)? {
            Cell::Figure(figure) => Some(figure),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_totals() {
        for text in
            ["**Total**", "Total (all)", "Grand total", "Gesamt", "合计", "Total, one feature at a time"]
        {
            assert_eq!(role(text, false, false), RowRole::Total, "{text}");
        }
        assert_eq!(role("Total tasks", false, false), RowRole::Plain);
        assert_eq!(role("Total tasks", false, true), RowRole::Total);
        assert_eq!(role("Average", false, true), RowRole::Other);
        assert_eq!(role("**Maximum Parallel**", true, true), RowRole::Bold);
        assert_eq!(role("Totally new", false, true), RowRole::Plain);
    }
}
