//! Tracking tables: a row per subtask with status, start and end.

use super::header::Column;
use super::session::Session;
use super::verb::{Verb, verb};
use super::{Reading, Told, clock};
use crate::plan::SubtaskIx;
use crate::runlog::{EventKind, Moment, Validated};
use crate::syntax::{Minutes, Status, duration_of, state_of};

/// The cells of a row by what they hold.
struct Row<'a> {
    columns: &'a [Column],
    cells: &'a [String],
}

impl Row<'_> {
    /// The first cell of a column, words of people as they are; nothing where it is empty or a dash.
    fn get(&self, column: Column) -> Option<&str> {
        let at = self.columns.iter().position(|&found| found == column)?;
        let marks = if column == Column::Notes { "" } else { "*`" };
        let cell = self.cells.get(at)?.trim_matches(|c: char| c.is_whitespace() || marks.contains(c));
        (!cell.is_empty() && !cell.chars().all(|c| "-–—".contains(c))).then_some(cell)
    }
}

/// Reads one row.
pub(super) fn row(session: &mut Session<'_>, reading: &mut Reading, columns: &[Column], cells: &[String]) {
    let row = Row { columns, cells };
    let number = |cell: &str| cell.trim_start_matches(|c: char| !c.is_ascii_digit()).parse::<u32>().ok();
    let window = row.get(Column::Window).and_then(number);
    let Some(ix) = subject(session, reading, &row, window) else { return };
    let stated = row.get(Column::Status);
    let status = stated.and_then(|cell| state_of(cell).or_else(|| meant(cell)));
    if let (Some(cell), None) = (stated, status) {
        return reading.told.push(Told::UnknownState(cell.to_owned()));
    }
    let (validated, note) = row.get(Column::Notes).map_or((None, None), validated_of);
    let offset = session.options.offset;
    let mut time = |column| {
        let cell = row.get(column)?;
        let Some(clock) = clock::whole(cell, offset) else {
            // `pending`, `n/a` and the like say that there is none.
            if cell.contains(|c: char| c.is_ascii_digit()) {
                reading.told.push(Told::NoClock(cell.to_owned()));
            }
            return None;
        };
        session.day_of(clock, reading)
    };
    let (mut start, mut end) = (time(Column::Start), time(Column::End));
    let stated = row.get(Column::Duration).and_then(minutes);
    if let (Some(from), Some(to)) = (start, end) {
        match after_midnight(from, to) {
            Some(to) => end = Some(to),
            None => return reading.told.push(Told::EndBeforeStart),
        }
        compare(reading, stated, from, end);
    }
    let over = matches!(status, Some(Status::Done | Status::Failed)) || (status.is_none() && end.is_some());
    if over {
        end = end.or_else(|| Some(start?.after(stated?)));
        start = start.or_else(|| Some(before(end?, stated?)));
    }
    if let Some(start) = start {
        session.add(reading, EventKind::Start, ix, window, start, None);
    }
    match (status, end) {
        (Some(Status::Failed), Some(end)) => session.add(reading, EventKind::Fail, ix, window, end, note),
        (_, Some(end)) if over => {
            session.add(reading, EventKind::Done, ix, window, end, note);
            if let Some(event) = reading.events.last_mut().filter(|event| event.kind == EventKind::Done) {
                event.validated = validated;
            }
        }
        _ if over => reading.told.push(Told::NoTime),
        _ if start.is_none() && reading.told.is_empty() => reading.told.push(Told::Nothing),
        _ => {}
    }
}

/// The state that a cell means by a word of people who write lines.
fn meant(cell: &str) -> Option<Status> {
    Some(match verb(cell)? {
        Verb::Done | Verb::Validate => Status::Done,
        Verb::Fail => Status::Failed,
        Verb::Start | Verb::Resume => Status::InProgress,
        Verb::Wait | Verb::Pause => Status::Blocked,
    })
}

/// The result of a validation at the start of a note, as `planc status` writes it (`validated 4/5; try 2; words`), and
/// the words of whoever worked on it.
fn validated_of(note: &str) -> (Option<Validated>, Option<String>) {
    let (mut result, mut rest) = (None, note.trim());
    while !rest.is_empty() {
        let (first, more) = rest.split_once(';').unwrap_or((rest, ""));
        let first = first.trim();
        let stated = first.strip_prefix("validated ").and_then(Validated::parse);
        let tries = first.strip_prefix("try ").is_some_and(|count| count.parse::<u32>().is_ok());
        if stated.is_none() && !tries && first != "not validated" {
            break;
        }
        result = result.or(stated);
        rest = more.trim();
    }
    (result, Some(rest.to_owned()).filter(|rest| !rest.is_empty()))
}

fn subject(
    session: &Session<'_>,
    reading: &mut Reading,
    row: &Row<'_>,
    window: Option<u32>,
) -> Option<SubtaskIx> {
    if let Some(cell) = row.get(Column::Subtask) {
        let names = cell.split(|c: char| c.is_whitespace() || "(),:".contains(c));
        let found = names.clone().find_map(|name| session.named(name));
        if found.is_none() {
            reading.told.push(Told::UnknownSubtask(names.clone().next().unwrap_or(cell).to_owned()));
        }
        return found;
    }
    let Some(window) = window else {
        reading.told.push(Told::NoSubject);
        return None;
    };
    session.in_window(window).map_err(|told| reading.told.push(told)).ok()
}

/// `7 min`, and bare minutes in a column for durations.
fn minutes(cell: &str) -> Option<Minutes> {
    duration_of(cell).or_else(|| cell.parse().ok().map(Minutes::from_f64))
}

fn before(end: Moment, duration: Minutes) -> Moment {
    let length = Moment::from_millis(0).after(duration).millis();
    Moment::from_millis(end.millis().saturating_sub(length))
}

/// The end of a stretch whose clocks may have midnight between them: taken as the next day only where it then is
/// shorter than half a day.
fn after_midnight(start: Moment, end: Moment) -> Option<Moment> {
    const DAY: i64 = 86_400_000;
    if end >= start {
        return Some(end);
    }
    let next = Moment::from_millis(end.millis() + DAY);
    (next.millis() - start.millis() < DAY / 2 && next > start).then_some(next)
}

/// Says where the stated duration is not what the clocks give; both are to the minute.
pub(super) fn compare(reading: &mut Reading, stated: Option<Minutes>, start: Moment, end: Option<Moment>) {
    let (Some(stated), Some(end)) = (stated, end) else { return };
    let between = end.since(start);
    if stated.rounded().abs_diff(between.rounded()) > 1 {
        reading.told.push(Told::Duration { stated, between });
    }
}
