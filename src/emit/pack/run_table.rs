use std::fmt::Write;

use super::text::{code_cell, quiet_cell};
use super::tracking::{cell, csv_text};
use crate::emit::clocks::{Clocks, length};
use crate::emit::tty;
use crate::emit::view::{StatusView, SubtaskStatus};
use crate::runlog::State;

/// The columns, as the guide names them.
const COLUMNS: [&str; 7] = ["Window", "Subtask", "Status", "Start Time", "End Time", "Duration", "Notes"];

/// Notes longer than this are cut in tables; the log keeps them.
const NOTE: usize = 500;

/// The guide's tracking table of a run for spreadsheets (RFC 4180): a row per subtask, what started first in the
/// order of starts, then the others in plan order.
///
/// No cell is a formula to a spreadsheet; `raw` leaves text as it is, for machines.
pub fn run_csv(view: &StatusView<'_>, clocks: Clocks, raw: bool) -> String {
    let mut text = COLUMNS.join(",") + "\r\n";
    let of = |words: &str| if raw { quoted(words) } else { cell(words) };
    for subtask in rows(view) {
        let _ = write!(
            text,
            "{},{},{},{},{},{},{}\r\n",
            subtask.window.map_or(String::new(), |window| window.to_string()),
            of(subtask.key),
            status(subtask.state),
            subtask.started.map_or(String::new(), |at| clocks.short(at.0)),
            subtask.ended.map_or(String::new(), |at| clocks.short(at.0)),
            duration(subtask),
            of(&notes(subtask))
        );
    }
    if raw { text } else { unobeyed(&text) }
}

/// The same table in markdown.
pub fn run_markdown(view: &StatusView<'_>, clocks: Clocks) -> String {
    let mut text = format!("| {} |\n{}|\n", COLUMNS.join(" | "), "|---".repeat(COLUMNS.len()));
    let or_dash = |text: String| if text.is_empty() { "-".to_owned() } else { text };
    for subtask in rows(view) {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} | {} |",
            or_dash(subtask.window.map_or(String::new(), |window| window.to_string())),
            code_cell(subtask.key),
            status(subtask.state),
            or_dash(subtask.started.map_or(String::new(), |at| clocks.short(at.0))),
            or_dash(subtask.ended.map_or(String::new(), |at| clocks.short(at.0))),
            or_dash(duration(subtask)),
            quiet_cell(&notes(subtask))
        );
    }
    unobeyed(&text)
}

/// Tables go to standard output, where a log may be read by a machine that obeys it.
fn unobeyed(text: &str) -> String {
    let parts: Vec<_> = text.split("\r\n").map(tty::clean).collect();
    parts.join("\r\n")
}

fn rows<'v, 'a>(view: &'v StatusView<'a>) -> Vec<&'v SubtaskStatus<'a>> {
    let mut rows: Vec<&SubtaskStatus<'_>> = view.subtasks.iter().collect();
    rows.sort_by_key(|subtask| (subtask.started.is_none(), subtask.started.map(|at| at.0)));
    rows
}

/// The words of the guide's legend.
fn status(state: State) -> &'static str {
    match state {
        State::Done | State::Validated => "✅ Done",
        State::Running => "🔄 Running",
        State::Failed => "❌ Error",
        State::Waiting | State::Ready | State::Held | State::Blocked => "⏳ Waiting",
        State::Skipped => "⏭ Skipped",
    }
}

/// The minutes of one that ended.
fn duration(subtask: &SubtaskStatus<'_>) -> String {
    let took = subtask.actual_minutes.filter(|_| subtask.ended.is_some());
    took.map_or(String::new(), |took| length(took.0))
}

/// What the other columns cannot say, and the words of whoever worked on it.
fn notes(subtask: &SubtaskStatus<'_>) -> String {
    let mut parts: Vec<String> = Vec::new();
    match subtask.state {
        State::Ready => parts.push("may start now".to_owned()),
        State::Blocked => parts.push(format!("needs {}", subtask.waits_for.join(", "))),
        State::Held => parts.extend(subtask.file.as_ref().map(|file| {
            format!("{} writes {}", file.held_by, file.path.unwrap_or("what conflicts with it"))
        })),
        State::Done => parts.push(match &subtask.validated {
            Some(result) => format!("validated {result}"),
            None => "not validated".to_owned(),
        }),
        State::Validated => {
            parts.extend(subtask.validated.as_ref().map(|result| format!("validated {result}")));
        }
        State::Running | State::Waiting | State::Failed | State::Skipped => {}
    }
    if subtask.tries > 1 {
        parts.push(format!("try {}", subtask.tries));
    }
    parts.extend(subtask.note.as_deref().map(|note| tty::fit(note, NOTE).into_owned()));
    parts.join("; ")
}

/// A cell for machines: quoted where RFC 4180 wants it, else as it is.
fn quoted(text: &str) -> String {
    csv_text(text, text.contains(['\n', '\r', '\0']))
}
