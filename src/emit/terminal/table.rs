use crate::emit::tty;

use super::Look;

/// Where the text of a column stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::emit) enum Align {
    Left,
    Right,
    /// Left, and cut where the line is full.
    Cut,
}

/// Rows with aligned columns, two spaces apart, below a dim header.
pub(in crate::emit) struct Table {
    columns: Vec<(&'static str, Align)>,
    rows: Vec<Vec<String>>,
}

/// A cut column is not made narrower than this.
const LEAST: usize = 12;
/// No other column is wider: a name that long is no name.
const MOST: usize = 40;

impl Table {
    /// A table with these columns; an empty header for none.
    pub(in crate::emit) fn new(columns: &[(&'static str, Align)]) -> Table {
        Table { columns: columns.to_vec(), rows: Vec::new() }
    }

    /// Adds a row; its text becomes one line a cell.
    pub(in crate::emit) fn row<S: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = S>) {
        self.rows.push(cells.into_iter().map(|cell| tty::line(cell.as_ref()).into_owned()).collect());
    }

    /// The lines, each behind `indent` spaces. Columns without text are left out.
    pub(in crate::emit) fn render(&self, indent: usize, look: Look) -> String {
        let widths = self.widths(look.width.saturating_sub(indent));
        let mut out = String::new();
        if self.columns.iter().any(|(header, _)| !header.is_empty()) {
            let headers: Vec<String> = self.columns.iter().map(|(header, _)| (*header).to_owned()).collect();
            let line = self.line(&headers, &widths);
            out.push_str(&" ".repeat(indent));
            out.push_str(&look.ink.dim(&line));
            out.push('\n');
        }
        for row in &self.rows {
            let line = self.line(row, &widths);
            out.push_str(&" ".repeat(indent));
            out.push_str(&line);
            out.push('\n');
        }
        out
    }

    fn widths(&self, room: usize) -> Vec<usize> {
        let widest =
            |at: usize| self.rows.iter().filter_map(|row| row.get(at)).map(|cell| tty::width(cell)).max();
        let mut widths: Vec<usize> = (0..self.columns.len())
            .map(|at| match widest(at).unwrap_or(0) {
                0 => 0,
                widest if self.columns[at].1 == Align::Cut => widest.max(self.columns[at].0.len()),
                widest => widest.clamp(self.columns[at].0.len(), MOST),
            })
            .collect();
        let used = |widths: &[usize]| widths.iter().filter(|&&w| w > 0).map(|w| w + 2).sum::<usize>();
        for at in (0..widths.len()).rev() {
            let over = used(&widths).saturating_sub(room + 2);
            if self.columns[at].1 == Align::Cut && over > 0 {
                widths[at] = widths[at].saturating_sub(over).max(LEAST.min(widths[at]));
            }
        }
        widths
    }

    fn line(&self, cells: &[String], widths: &[usize]) -> String {
        let mut line = String::new();
        for (at, cell) in cells.iter().enumerate().filter(|&(at, _)| widths[at] > 0) {
            if !line.is_empty() {
                line.push_str("  ");
            }
            let cell = tty::fit(cell, widths[at]);
            let space = " ".repeat(widths[at] - tty::width(&cell));
            if self.columns[at].1 == Align::Right {
                line.push_str(&space);
                line.push_str(&cell);
            } else {
                line.push_str(&cell);
                line.push_str(&space);
            }
        }
        line.truncate(line.trim_end().len());
        line
    }
}
