use std::fmt::Write;

use super::Look;
use crate::emit::tty;
use crate::runlog::{Event, Import, Reading, Told};

/// How the lines of a file were read: with `all` every line that is about the run, else those with something to know.
///
/// With `all` also how many lines say nothing about it, with the numbers of the first ones.
pub fn imported(path: &str, text: &str, import: &Import, all: bool, look: Look) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut out = String::new();
    for reading in &import.readings {
        if !all && reading.told.iter().all(|told| *told == Told::Nothing) {
            continue;
        }
        let source = lines.get(reading.line as usize - 1).copied().unwrap_or_default();
        let place = format!("{}:{}: ", tty::line(path), reading.line);
        let room = look.width.saturating_sub(tty::width(&place)).max(20);
        let _ = writeln!(out, "{}{}", look.ink.dim(&place), tty::fit(&tty::line(source.trim()), room));
        for words in said(reading) {
            let _ = writeln!(out, "    {words}");
        }
    }
    if all {
        out.push_str(&silent(path, &import.silent));
    }
    out
}

/// How many numbers of lines are written out.
const SHOWN: usize = 10;

/// The lines that say nothing about a run.
fn silent(path: &str, numbers: &[u32]) -> String {
    if numbers.is_empty() {
        return String::new();
    }
    let shown: Vec<String> = numbers.iter().take(SHOWN).map(u32::to_string).collect();
    let more = if numbers.len() > SHOWN { ", …" } else { "" };
    let (noun, verb) = if numbers.len() == 1 { ("line", "says") } else { ("lines", "say") };
    format!(
        "{}: {} other {noun} {verb} nothing about a run: {}{more}\n",
        tty::line(path),
        numbers.len(),
        shown.join(", ")
    )
}

/// What a line was read as.
fn said(reading: &Reading) -> Vec<String> {
    let mut words: Vec<String> =
        reading.phase.iter().map(|phase| format!("phase {}", tty::line(phase))).collect();
    words.extend(
        reading
            .day
            .iter()
            .map(|day| format!("day {}", day.to_string().split('T').next().unwrap_or_default())),
    );
    words.extend(grouped(&reading.events));
    words.extend(reading.told.iter().map(told));
    words
}

/// One line per kind and time.
fn grouped(events: &[Event]) -> Vec<String> {
    let groups = events.chunk_by(|a, b| (a.kind, a.at, a.validated) == (b.kind, b.at, b.validated));
    groups
        .map(|group| {
            let names: Vec<_> =
                group.iter().filter_map(|event| event.subtask.as_deref()).map(tty::line).collect();
            let result = group[0].validated.map_or(String::new(), |result| format!(", validated {result}"));
            let note =
                group[0].note.as_deref().map_or(String::new(), |note| format!(": {}", tty::line(note)));
            let window = match group {
                [Event { window: Some(window), .. }] => format!(" in window {window}"),
                _ => String::new(),
            };
            let about = if names.is_empty() { "the run".to_owned() } else { names.join(", ") };
            format!("{} {about}{window} {}{result}{note}", group[0].kind.name(), group[0].at)
        })
        .collect()
}

/// What has to be known, in words.
fn told(told: &Told) -> String {
    match told {
        Told::NoDate => "not read: a clock without a date; say the day with --date".to_owned(),
        Told::NoStart => "not read: this clock counts from a start; say it with --start".to_owned(),
        Told::Zone => {
            "not read: a clock of another zone; say with --zone how far clocks are ahead".to_owned()
        }
        Told::SomeDay => "not read: this day may be one of several; write it as 2026-01-31".to_owned(),
        Told::Clocks => "not read: several clocks; write when it happened first".to_owned(),
        Told::UnknownState(cell) => format!("not read: {} is no state", tty::line(cell)),
        Told::NoClock(cell) => format!("not read: {} is no time of a day", tty::line(cell)),
        Told::LongNote => "not read: the note is longer than 16 KiB".to_owned(),
        Told::NoTime => "not read: the row has no time".to_owned(),
        Told::ClockBack => "note: earlier than a line above".to_owned(),
        Told::EndBeforeStart => "not read: the end is before the start".to_owned(),
        Told::Duration { stated, between } => {
            format!("note: {stated} minutes are stated, {between} are between start and end")
        }
        Told::UnknownSubtask(name) => format!("not read: the plan has no subtask {}", tty::line(name)),
        Told::UnknownWindow(window) => {
            format!("not read: nothing runs in window {window}, and the plan gives it nothing in this phase")
        }
        Told::AmbiguousWindow(window) => {
            format!("not read: several features have a subtask in window {window}; name the subtask")
        }
        Told::Count { stated, found } => {
            format!("note: {stated} are stated, the plan has {found} in this phase")
        }
        Told::NoEvent => "not read: a time, and nothing that a log knows".to_owned(),
        Told::NoSubject => "not read: no subtask and no window is named".to_owned(),
        Told::Outside(path) => {
            format!("note: {} was touched, which the plan does not give to this subtask", tty::line(path))
        }
        Told::Nothing => "nothing to log".to_owned(),
    }
}
