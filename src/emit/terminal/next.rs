use super::Look;
use super::table::{Align, Table};
use crate::emit::clocks::second;
use crate::emit::view::{NextView, Stopped};

/// How many names stand in a cell.
const NAMES: usize = 4;

/// What may start now, the most urgent first, and what runs.
pub fn next(view: &NextView<'_>, look: Look) -> String {
    let mut out = String::new();
    if !view.ready.is_empty() {
        let mut table = Table::new(&[
            ("may start now", Align::Left),
            ("window", Align::Right),
            ("minutes", Align::Right),
            ("chain", Align::Right),
            ("title", Align::Cut),
            ("unblocks", Align::Left),
            ("phase", Align::Left),
        ]);
        for ready in &view.ready {
            let closed = ready.phase.filter(|_| !ready.phase_open);
            table.row([
                ready.key.to_owned(),
                ready.free_window.map_or("none free".to_owned(), |window| window.to_string()),
                ready.duration_minutes.0.to_string(),
                ready.tail_minutes.0.to_string(),
                ready.title.to_owned(),
                names(&ready.unblocks),
                closed.map_or(String::new(), |phase| format!("{phase}, not open yet")),
            ]);
        }
        out.push_str(&table.render(0, look));
    }
    if !view.running.is_empty() {
        let mut table = Table::new(&[
            ("running", Align::Left),
            ("window", Align::Right),
            ("since (UTC)", Align::Left),
            ("title", Align::Cut),
        ]);
        for running in &view.running {
            table.row([
                running.key.to_owned(),
                running.window.map_or(String::new(), |window| window.to_string()),
                running.since.map_or(String::new(), |since| second(since.0)),
                running.title.to_owned(),
            ]);
        }
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&table.render(0, look));
    }
    for (name, all) in [("failed", &view.failed), ("waiting", &view.waiting)] {
        stopped(&mut out, name, all, look);
    }
    out
}

/// What failed or waits, why, and what cannot go on.
fn stopped(out: &mut String, name: &'static str, all: &[Stopped<'_>], look: Look) {
    if all.is_empty() {
        return;
    }
    let mut table = Table::new(&[
        (name, Align::Left),
        ("blocks", Align::Right),
        ("such as", Align::Left),
        ("why", Align::Cut),
    ]);
    for subtask in all {
        table.row([
            subtask.key.to_owned(),
            subtask.blocks.len().to_string(),
            names(&subtask.blocks),
            subtask.note.as_deref().unwrap_or_default().to_owned(),
        ]);
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str(&table.render(0, look));
}

fn names(all: &[&str]) -> String {
    let more = if all.len() > NAMES { ", …" } else { "" };
    format!("{}{more}", all[..all.len().min(NAMES)].join(", "))
}
