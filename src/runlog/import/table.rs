//! Tracking tables: a row per subtask with status, start and end.

use super::session::Session;
use super::{Reading, Told, clock};
use crate::plan::SubtaskIx;
use crate::runlog::{EventKind, Moment, Validated};
use crate::syntax::{Minutes, Status, duration_of, state_of};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Window,
    Subtask,
    Status,
    Start,
    End,
    Duration,
    Notes,
    Other,
}

/// Words of headers.
const HEADERS: &[(Column, &[&str])] = &[
    (Column::Window, &["window", "win", "tab", "terminal", "pane", "fenster", "窗口", "ウィンドウ"]),
    (Column::Subtask, &["subtask", "sub-task", "task", "id", "item", "aufgabe", "任务", "タスク"]),
    (Column::Status, &["status", "state", "result", "状态", "状態"]),
    (Column::Start, &["start", "start time", "started", "started at", "begin", "beginn", "开始", "開始"]),
    (Column::End, &["end", "end time", "ended", "finish", "finished", "finished at", "ende", "结束", "終了"]),
    (Column::Duration, &["duration", "took", "elapsed", "actual", "minutes", "dauer", "时长", "所要時間"]),
    (Column::Notes, &["notes", "note", "comment", "comments", "remarks", "notizen", "备注", "メモ"]),
];

/// The columns of a tracking table; `None` for headers of other tables.
pub(super) fn columns(cells: &[String]) -> Option<Vec<Column>> {
    let column = |cell: &String| {
        let name = cell.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let name = name.strip_suffix(" (utc)").unwrap_or(&name);
        HEADERS.iter().find(|(_, words)| words.contains(&name)).map_or(Column::Other, |(column, _)| *column)
    };
    let columns: Vec<Column> = cells.iter().map(column).collect();
    let has = |column| columns.contains(&column);
    let who = has(Column::Subtask) || has(Column::Window);
    (who && (has(Column::Start) || has(Column::End))).then_some(columns)
}

/// The cells of a row by what they hold.
struct Row<'a> {
    columns: &'a [Column],
    cells: &'a [String],
}

impl Row<'_> {
    /// The first cell of a column; nothing where it is empty or a dash.
    fn get(&self, column: Column) -> Option<&str> {
        let at = self.columns.iter().position(|&found| found == column)?;
        let cell = self.cells.get(at)?.trim_matches(|c: char| c.is_whitespace() || "*`".contains(c));
        (!cell.is_empty() && !cell.chars().all(|c| "-–—".contains(c))).then_some(cell)
    }
}

/// Reads one row.
pub(super) fn row(session: &mut Session<'_>, reading: &mut Reading, columns: &[Column], cells: &[String]) {
    let row = Row { columns, cells };
    let number = |cell: &str| cell.trim_start_matches(|c: char| !c.is_ascii_digit()).parse::<u32>().ok();
    let window = row.get(Column::Window).and_then(number);
    let Some(ix) = subject(session, reading, &row, window) else { return };
    let status = row.get(Column::Status).and_then(state_of);
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

/// The result of a validation at the start of a note, as `planc status` writes it (`validated 4/5; words`), and the
/// rest.
fn validated_of(note: &str) -> (Option<Validated>, Option<String>) {
    let (first, rest) = note.split_once(';').unwrap_or((note, ""));
    match first.trim().strip_prefix("validated ").and_then(Validated::parse) {
        Some(result) => (Some(result), Some(rest.trim().to_owned()).filter(|rest| !rest.is_empty())),
        None => (None, Some(note.to_owned())),
    }
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
