use std::collections::BTreeMap;
use std::fmt::Write;
use std::str::FromStr;

use crate::schedule::Execution;

/// Monitors that all have room for the same number of windows: `3x6` is three monitors with six windows each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Monitors {
    count: u32,
    windows: u32,
}

/// The rows of a monitor, each with its window numbers; `None` is a cell that is free.
pub(crate) type Rows = Vec<Vec<Option<u32>>>;

/// A place on a monitor, all counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cell {
    monitor: u32,
    row: u32,
    column: u32,
}

/// More monitors, or more windows on one, are a slip of the finger.
const MOST: u32 = 100;

impl FromStr for Monitors {
    type Err = String;

    fn from_str(text: &str) -> Result<Monitors, String> {
        let wrong = || format!("write monitors and windows on each, from 1 to {MOST}, such as 3x6");
        let (count, windows) = text.split_once(['x', 'X', '×']).ok_or_else(wrong)?;
        let number = |text: &str| text.trim().parse().ok().filter(|number| (1..=MOST).contains(number));
        match (number(count), number(windows)) {
            (Some(count), Some(windows)) => Ok(Monitors { count, windows }),
            _ => Err(wrong()),
        }
    }
}

impl std::fmt::Display for Monitors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}x{}", self.count, self.windows)
    }
}

impl Monitors {
    /// Columns of the grid on each monitor: as many as rows, or one less.
    fn columns(self) -> u32 {
        // The nearest root: 6 windows stand in 2 columns, 7 in 3, 12 in 3.
        (1..=self.windows).find(|n| (2 * n + 1) * (2 * n + 1) > 4 * self.windows).unwrap_or(1)
    }

    fn rows(self) -> u32 {
        self.windows.div_ceil(self.columns())
    }

    /// The cell of the window that is at this position among all windows, from 0; `None` where all cells are taken.
    fn cell(self, position: usize) -> Option<Cell> {
        let position = u32::try_from(position).ok()?;
        let (monitor, inside) = (position / self.windows, position % self.windows);
        let cell = Cell {
            monitor: monitor + 1,
            row: inside / self.columns() + 1,
            column: inside % self.columns() + 1,
        };
        (monitor < self.count).then_some(cell)
    }

    /// Where the windows of an execution sit, as `monitor 1, row 2, column 1`; windows without room are missing.
    pub(crate) fn places(self, execution: &Execution) -> BTreeMap<u32, String> {
        let windows = windows(execution).into_iter().enumerate();
        let place =
            |cell: Cell| format!("monitor {}, row {}, column {}", cell.monitor, cell.row, cell.column);
        windows.filter_map(|(position, window)| Some((window, place(self.cell(position)?)))).collect()
    }

    /// The cells of each monitor, then the windows without a cell.
    pub(crate) fn grid(self, execution: &Execution) -> (Vec<Rows>, Vec<u32>) {
        let row = vec![None; self.columns() as usize];
        let mut grid = vec![vec![row; self.rows() as usize]; self.count as usize];
        let mut left = Vec::new();
        for (position, window) in windows(execution).into_iter().enumerate() {
            match self.cell(position) {
                Some(cell) => {
                    grid[cell.monitor as usize - 1][cell.row as usize - 1][cell.column as usize - 1] =
                        Some(window);
                }
                None => left.push(window),
            }
        }
        (grid, left)
    }

    /// The grid as tables in markdown.
    pub(super) fn to_markdown(self, execution: &Execution) -> String {
        let (grid, left) = self.grid(execution);
        let mut text = String::new();
        for (monitor, rows) in (1..).zip(grid) {
            let _ = writeln!(text, "\n### Monitor {monitor}\n");
            let _ = writeln!(text, "|{}\n|{}", "   |".repeat(rows[0].len()), "---|".repeat(rows[0].len()));
            for row in rows {
                let cell =
                    |cell: Option<u32>| cell.map_or("free".to_owned(), |window| format!("Window {window}"));
                let _ = writeln!(text, "| {} |", row.into_iter().map(cell).collect::<Vec<_>>().join(" | "));
            }
        }
        if !left.is_empty() {
            let _ = writeln!(text, "\n{}", no_room(&left));
        }
        text
    }
}

/// What is said of windows without a cell.
pub(crate) fn no_room(left: &[u32]) -> String {
    let names: Vec<String> = left.iter().map(u32::to_string).collect();
    format!("No monitor has room for window {}.", names.join(", "))
}

/// The windows that run something, by number.
fn windows(execution: &Execution) -> Vec<u32> {
    let mut windows: Vec<u32> = execution.slots.iter().map(|slot| slot.window).collect();
    windows.sort_unstable();
    windows.dedup();
    windows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(monitors: &str, position: usize) -> Option<(u32, u32, u32)> {
        let cell = monitors.parse::<Monitors>().expect("monitors").cell(position)?;
        Some((cell.monitor, cell.row, cell.column))
    }

    #[test]
    fn windows_fill_one_monitor_after_another() {
        assert_eq!(cell("3x6", 0), Some((1, 1, 1)));
        assert_eq!(cell("3x6", 5), Some((1, 3, 2)));
        assert_eq!(cell("3x6", 6), Some((2, 1, 1)));
        assert_eq!(cell("2x7", 6), Some((1, 3, 1)));
        assert_eq!(cell("2x7", 13), Some((2, 3, 1)));
        assert_eq!(cell("2X7", 14), None);
        let grid = |windows| {
            let monitors = Monitors { count: 1, windows };
            (monitors.columns(), monitors.rows())
        };
        assert_eq!(
            [1, 2, 4, 6, 7, 9, 12].map(grid),
            [(1, 1), (1, 2), (2, 2), (2, 3), (3, 3), (3, 3), (3, 4)]
        );
    }

    #[test]
    fn what_is_no_layout_is_refused() {
        for text in ["", "3", "3x", "x6", "0x6", "3x0", "3x101", "-1x6", "3x6x2"] {
            assert!(text.parse::<Monitors>().is_err(), "{text}");
        }
    }
}
