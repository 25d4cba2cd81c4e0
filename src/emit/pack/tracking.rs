use std::fmt::Write;

use super::text::{code_cell, inline, visible};
use crate::emit::Material;
use crate::schedule::{Execution, Slot};
use crate::syntax::Status;

/// The columns, as the guide names them.
const COLUMNS: [&str; 7] = ["Window", "Subtask", "Status", "Start time", "End time", "Duration", "Notes"];

/// The tracking sheet for spreadsheets (RFC 4180): a row per subtask in the order of starts, times left open.
pub(super) fn tracking_csv(material: &Material, execution: &Execution) -> Vec<u8> {
    let mut text = COLUMNS.join(",") + "\r\n";
    for slot in rows(execution) {
        let subtask = material.plan.subtask(slot.subtask);
        let _ = write!(
            text,
            "{},{},{},,,,{}\r\n",
            slot.window,
            cell(&subtask.key),
            status(subtask.status),
            cell(&subtask.title)
        );
    }
    text.into_bytes()
}

/// The same sheet as a table in markdown.
pub(super) fn tracking_md(material: &Material, execution: &Execution) -> Vec<u8> {
    let mut text = format!("# Tracking\n\n| {} |\n{}|\n", COLUMNS.join(" | "), "|---".repeat(COLUMNS.len()));
    for slot in rows(execution) {
        let subtask = material.plan.subtask(slot.subtask);
        let _ = writeln!(
            text,
            "| {} | {} | {} |  |  |  | {} |",
            slot.window,
            code_cell(&subtask.key),
            status(subtask.status),
            inline(&subtask.title)
        );
    }
    text.into_bytes()
}

fn rows(execution: &Execution) -> Vec<Slot> {
    let mut slots = execution.slots.clone();
    slots.sort_by_key(|slot| (slot.start, slot.window, slot.subtask));
    slots
}

fn status(status: Option<Status>) -> &'static str {
    status.unwrap_or(Status::Todo).name()
}

/// Text of a plan as a cell: no formula, whatever the spreadsheet, and quoted where RFC 4180 wants it.
pub(super) fn cell(text: &str) -> String {
    let mut shown = visible(text);
    if shown.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\'', '"', '|', '%']) {
        shown.insert(0, '\'');
    }
    csv_text(&shown, false)
}

/// Text as a cell, in quotes where RFC 4180 wants them or `quote` says so.
pub(super) fn csv_text(text: &str, quote: bool) -> String {
    if quote || text.contains([',', '"', ';']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(cell("=cmd|'/c calc'!A0"), "'=cmd|'/c calc'!A0");
        assert_eq!(cell("  @SUM(1)"), "'@SUM(1)");
        assert_eq!(cell("＝1+1"), "'＝1+1");
        assert_eq!(cell("\t=1"), "'=1");
        assert_eq!(cell("\"=1\""), "\"'\"\"=1\"\"\"");
        assert_eq!(cell("\0=1"), "\\u{0}=1");
    }

    #[test]
    fn commas_quotes_and_lines_stay_in_one_cell() {
        assert_eq!(cell("a, \"b\"\r\nc"), "\"a, \"\"b\"\" c\"");
        assert_eq!(cell("plain title"), "plain title");
    }
}
