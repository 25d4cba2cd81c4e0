//! Which column of a table holds the ids of its rows, which their titles, and how a cell holds an id.

use super::item::StatedId;
use super::label::{self, Label, PHASES, UNITS};
use super::table::Column;
use super::text::{leading_number, span_in, strip_decoration, strip_word, trim_marks};
use super::{id, mark, unit};

/// Names of columns with titles where no column says so more clearly, in lower case.
const TITLES: &[&str] = &[
    "component",
    "deliverable",
    "deliverables",
    "scope",
    "focus",
    "goal",
    "objective",
    "plan",
    "what",
    "work",
    "target",
    "功能",
    "内容",
];

/// Names of columns that count something else than work, in lower case.
const NO_IDS: &[&str] = &[
    "week",
    "day",
    "priority",
    "version",
    "quarter",
    "month",
    "points",
    "year",
    "risk",
    "before",
    "from",
    "to",
    "agent",
    "agents",
    "owner",
    "worker",
    "developer",
    "dev",
    "team",
    "assignee",
    "count",
];

/// Decides between columns that could hold ids, looks for ids where none is called so, and for titles.
pub(super) fn settle(columns: &mut [Column], header: &[&str], rows: &[Vec<&str>], whole: &str) {
    let named: Vec<usize> = (0..columns.len()).filter(|&at| columns[at] == Column::Id).collect();
    let weight = |at: usize| -> u32 {
        let cells = rows.iter().filter_map(|row| row.get(at));
        cells
            .map(|cell| of_cell(cell, true, whole).map_or(0, |(found, _)| 1 + u32::from(is_rich(&found))))
            .sum()
    };
    let has_needs = columns.contains(&Column::Field(Label::Needs));
    let best = named.iter().copied().max_by_key(|&at| (weight(at), std::cmp::Reverse(at)));
    let mut chosen = best;
    if has_needs && best.is_none_or(|at| weight(at) == 0) {
        chosen =
            (0..columns.len().min(2)).find(|&at| may_hold_ids(columns[at], header, rows, at, whole)).or(best);
    }
    if chosen != best || named.len() > 1 {
        for at in named.into_iter().filter(|&at| Some(at) != chosen) {
            let holds_ids = weight(at) as usize * 2 > rows.len();
            columns[at] = if holds_ids { Column::Other } else { Column::Title };
        }
    }
    let Some(chosen) = chosen else { return };
    columns[chosen] = Column::Id;
    if !columns.contains(&Column::Title) {
        let is_title = |at: &usize| {
            let words = header.get(*at).map_or(String::new(), |cell| trim_marks(cell).to_lowercase());
            let counts = columns.iter().any(|column| matches!(column, Column::Claim(_)));
            columns[*at] == Column::Other && TITLES.contains(&words.as_str())
                || columns[*at] == Column::Feature && !counts
        };
        if let Some(at) = (0..columns.len()).find(is_title) {
            columns[at] = Column::Title;
        }
    }
}

/// Whether an id is more than a number.
fn is_rich(id: &StatedId) -> bool {
    !id.text.bytes().all(|b| b.is_ascii_digit())
}

/// Whether every cell of a column that has another name is an id (`Track`: `4A`, `4B`; `Stream`: `A`, `B`).
fn may_hold_ids(column: Column, header: &[&str], rows: &[Vec<&str>], at: usize, whole: &str) -> bool {
    let name = header.get(at).map_or(String::new(), |cell| trim_marks(cell).to_lowercase());
    let counts =
        NO_IDS.contains(&name.as_str()) || PHASES.iter().any(|(word, _)| label::strip(&name, word).is_some());
    // `0.86` is a number.
    let fills = |cell: &&&str| {
        of_cell(cell, true, whole).is_some_and(|(id, rest)| rest.is_empty() && !id.text.contains('.'))
    };
    // A row of totals has no id.
    let cells = || rows.iter().filter_map(|row| row.get(at)).filter(|cell| !cell.is_empty());
    let ids = || cells().count() * 3 >= rows.len() * 2 && cells().all(|cell| fills(&cell));
    column == Column::Other && !counts && rows.len() >= 2 && ids()
}

/// The id that a cell begins with, and what follows; `bare` ones are codes such as `3`, `4A`, `B`, `Track 2` that
/// fill the cell.
pub(super) fn of_cell<'t>(cell: &'t str, bare: bool, whole: &str) -> Option<(StatedId, &'t str)> {
    let text = strip_decoration(trim_marks(cell));
    // `[#52](https://…)`
    if let Some((inside, behind)) = text.strip_prefix('[').and_then(|text| text.split_once("](")) {
        let (id, rest) = plain(inside, bare, whole)?;
        let behind = behind.split_once(')').map_or("", |(_, behind)| behind);
        return Some((id, if rest.trim().is_empty() { behind } else { rest }));
    }
    plain(text, bare, whole)
}

fn plain<'t>(text: &'t str, bare: bool, whole: &str) -> Option<(StatedId, &'t str)> {
    let text = mark::subtask_words(text).map_or(text, str::trim_start);
    let bare_id = || code(text, whole).or_else(|| before_title(text, whole)).filter(|_| bare);
    id::leading_id(text, whole).or_else(bare_id)
}

/// `Task 1 — Title`, `01 Title`, `3. Title`, `0 (remark)`: a number before a title.
fn before_title<'t>(text: &'t str, whole: &str) -> Option<(StatedId, &'t str)> {
    let keyword = UNITS.iter().find_map(|(word, _)| strip_word(text, word));
    let text = keyword.unwrap_or(text).trim_start();
    let (_, rest) = leading_number(text)?;
    let number = &text[..text.len() - rest.len()];
    let behind = rest.trim_start_matches(['*', '`']);
    let next = behind.trim_start();
    let padded = number.len() > 1 && number.starts_with('0') && number.len() < 5 && behind.starts_with(' ');
    let marked = behind.starts_with([':', '.', ')'])
        && !behind[1..].starts_with(|c: char| c.is_alphanumeric())
        || behind.starts_with(' ') && next.starts_with(['—', '–', '(', '-']);
    let id = StatedId { text: number.to_owned(), feature: None, span: span_in(whole, number) };
    (padded || marked && number.len() < 5).then_some((id, behind))
}

/// `3`, `#52`, `4A`, `B`, perhaps behind a word such as `Task` or `Track`, and nothing else.
fn code<'t>(text: &'t str, whole: &str) -> Option<(StatedId, &'t str)> {
    let keyword = UNITS.iter().find_map(|(word, _)| strip_word(text, word));
    let text = keyword.unwrap_or(text).trim_start();
    let marked =
        unit::issue(text, whole).or_else(|| id::of_phase(text, whole)).or_else(|| id::of_letter(text, whole));
    if let Some(found) = marked {
        return Some(found).filter(|(_, rest)| rest.is_empty());
    }
    let rest = leading_number(text).map_or(text, |(_, rest)| rest);
    let numbered = rest.len() < text.len() && text.len() <= 6;
    let lettered = rest.len() == 1 && rest.starts_with(|c: char| c.is_ascii_alphabetic());
    let capital = !numbered && lettered && rest.starts_with(|c: char| c.is_ascii_uppercase());
    let fits = numbered && (rest.is_empty() || lettered) || capital;
    let id = StatedId { text: text.to_owned(), feature: None, span: span_in(whole, text) };
    fits.then(|| (id, &text[text.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_hold_ids_in_several_ways() {
        let forms = [
            ("**5.1** Upgrade", Some("5.1")),
            ("[#52](https://a.example/52)", Some("#52")),
            ("[T-01](t.md) Sow", Some("T-01")),
            ("⭐ #7", Some("#7")),
            ("4A", Some("4A")),
            ("Track 2", Some("2")),
            ("B", Some("B")),
            ("**Task 1** — Sow", Some("1")),
            ("[0001 Sow](a.md)", Some("0001")),
            ("0 (schema)", Some("0")),
            ("**05-02**", Some("05-02")),
            ("G.1", Some("G.1")),
            ("G.1 Sow", None),
            ("b", None),
            ("4 apples", None),
            ("Sow", None),
        ];
        for (cell, wanted) in forms {
            let found = of_cell(cell, true, cell).map(|(id, _)| id.text);
            assert_eq!(found.as_deref(), wanted, "{cell}");
        }
    }
}
