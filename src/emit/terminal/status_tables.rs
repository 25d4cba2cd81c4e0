use super::table::{Align, Table};
use super::{Look, fact};
use crate::emit::clocks::{Clocks, length};
use crate::emit::view::StatusView;
use crate::runlog::State;

/// Rows of what is blocked that are written out.
const BLOCKED: usize = 12;
/// Names in a cell.
const NAMES: usize = 4;

/// The phases of each feature.
pub(super) fn phases(view: &StatusView<'_>, look: Look) -> String {
    let mut table = Table::new(&[
        ("phase", Align::Left),
        ("done", Align::Right),
        ("now", Align::Left),
        ("title", Align::Cut),
    ]);
    let several = view.phases.iter().any(|phase| phase.feature != view.phases[0].feature);
    for phase in &view.phases {
        let name = if phase.name.is_empty() { "at the end" } else { phase.name };
        let feature = if several { format!("{}: ", phase.feature) } else { String::new() };
        let counts = &phase.counts;
        let now = if counts.over() == counts.total {
            match counts.done {
                0 => "done".to_owned(),
                reported => format!("done, {reported} not validated"),
            }
        } else {
            let told = [(counts.running, "running"), (counts.failed, "failed"), (counts.waiting, "waiting")];
            let told = told.iter().filter(|(count, _)| *count > 0);
            let mut told: Vec<String> = told.map(|(count, word)| format!("{count} {word}")).collect();
            if !phase.open {
                told.push(format!("closed until {}", first(&phase.waits_for)));
            } else if told.is_empty() {
                told.push("open".to_owned());
            }
            told.join(", ")
        };
        table.row([
            format!("{feature}{name}"),
            format!("{}/{}", counts.over(), counts.total),
            now,
            phase.title.to_owned(),
        ]);
    }
    if view.phases.is_empty() { String::new() } else { table.render(0, look) }
}

/// The windows of the plan and of the log.
pub(super) fn windows(view: &StatusView<'_>, clocks: Clocks, look: Look) -> String {
    let mut table = Table::new(&[
        ("window", Align::Right),
        ("done", Align::Right),
        ("worked", Align::Right),
        ("now", Align::Left),
        ("since", Align::Left),
        ("took", Align::Right),
        ("planned", Align::Right),
        ("next", Align::Left),
        ("about", Align::Left),
    ]);
    for window in &view.windows {
        let running = window.running.first();
        let running = running.and_then(|key| view.subtasks.iter().find(|subtask| subtask.key == *key));
        let last = window.last_ended.map(|at| clocks.short(at.0)).unwrap_or_default();
        table.row([
            window.window.to_string(),
            window.done.to_string(),
            length(window.worked_minutes.0),
            if window.running.is_empty() { "free".to_owned() } else { names(&window.running) },
            running.map_or(last, |s| s.started.map(|at| clocks.short(at.0)).unwrap_or_default()),
            running.and_then(|s| s.actual_minutes).map_or(String::new(), |took| length(took.0)),
            running.map_or(String::new(), |s| length(s.planned_minutes.0)),
            window.next.unwrap_or_default().to_owned(),
            window.next_start.map_or(String::new(), |at| clocks.short(at.0)),
        ]);
    }
    if view.windows.is_empty() { String::new() } else { table.render(0, look) }
}

/// What may not start, and why.
pub(super) fn blocked(view: &StatusView<'_>, look: Look) -> String {
    let mut table =
        Table::new(&[("blocked", Align::Left), ("waits for", Align::Left), ("title", Align::Cut)]);
    let all = || view.subtasks.iter().filter(|s| matches!(s.state, State::Blocked | State::Held));
    for subtask in all().take(BLOCKED) {
        let mut why = names(&subtask.waits_for);
        if let Some(file) = &subtask.file {
            let path = file.path.unwrap_or("a stated conflict");
            why = format!("{path}, which {} writes", file.held_by);
        }
        table.row([subtask.key.to_owned(), why, subtask.title.to_string()]);
    }
    let count = all().count();
    if count == 0 {
        return String::new();
    }
    let mut out = table.render(0, look);
    if count > BLOCKED {
        fact::fact(&mut out, "", &format!("and {} more", count - BLOCKED), look);
    }
    out
}

/// The first name and how many others there are.
fn first(all: &[&str]) -> String {
    match all {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first, more @ ..] if more.len() < 19 => format!("{first} and {} more", more.len()),
        [first, ..] => format!("{first} and many more"),
    }
}

fn names(all: &[&str]) -> String {
    let more = if all.len() > NAMES { ", …" } else { "" };
    format!("{}{more}", all[..all.len().min(NAMES)].join(", "))
}
