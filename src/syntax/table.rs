//! Tables: rows that define or track subtasks, and tables of claims.

use super::item::{Form, Quantity, StatedStatus};
use super::label::{self, Label};
use super::outline::UnitNote;
use super::reader::Reader;
use super::text::{holds_clock, leading_number, strip_word, trim_marks};
use super::unit::Kind;
use super::{claim_table, duration, field, id, sum_table};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Id,
    Title,
    Window,
    /// The turn of a row among the rows of its phase.
    Slot,
    Field(Label),
    /// Bare numbers of a unit that takes this many minutes.
    Time(u16),
    /// Claims: see [`Quantity`].
    Claim(Quantity),
    Feature,
    Phase,
    Method,
    Clock,
    Other,
}

/// Reads the table that begins at line `at`; returns the line behind it.
pub(super) fn read(reader: &mut Reader<'_>, at: usize) -> usize {
    let end = (at..reader.lines.len())
        .find(|&at| !reader.lines.get(at).trim_start().starts_with('|'))
        .unwrap_or(reader.lines.len());
    let is_table = end >= at + 2 && cells(reader.lines.get(at + 1)).iter().all(|cell| is_delimiter(cell));
    if is_table && may_hold(reader) {
        let header = cells(reader.lines.get(at));
        let mut columns: Vec<Column> = header.iter().map(|cell| column(cell)).collect();
        if !columns.contains(&Column::Id) && header.first().is_some_and(|cell| names_ways(cell)) {
            columns[0] = Column::Method;
        }
        if !columns.contains(&Column::Clock) {
            let lines: Vec<Vec<&str>> = (at + 2..end).map(|at| cells(reader.lines.get(at))).collect();
            sum_table::read(reader, &header, &lines, columns.contains(&Column::Id));
        }
        rows(reader, &columns, lists_work(&header, &columns), at + 2, end);
    }
    end.max(at + 1)
}

/// Inside the section of a subtask, tables are details; inside that of a group they may list its subtasks.
fn may_hold(reader: &Reader<'_>) -> bool {
    let outer = |section: usize| reader.units[section].rank < 3 || !reader.units[section].certain;
    reader.scope.section().is_none_or(outer) && !reader.document.is_one_subtask
}

fn is_delimiter(cell: &str) -> bool {
    !cell.is_empty() && cell.bytes().all(|b| matches!(b, b'-' | b':' | b' ')) && cell.contains('-')
}

/// The cells of a row; `\|` does not separate.
pub(super) fn cells(line: &str) -> Vec<&str> {
    let line = line.trim().trim_start_matches('|');
    let line = line.strip_suffix('|').unwrap_or(line);
    let mut cells = Vec::new();
    let mut start = 0;
    let bytes = line.as_bytes();
    for at in memchr::memchr_iter(b'|', bytes) {
        if at == 0 || bytes[at - 1] != b'\\' {
            cells.push(line[start..at].trim());
            start = at + 1;
        }
    }
    cells.push(line[start..].trim());
    cells
}

/// Whether the rows below a first head are ways to work.
fn names_ways(cell: &str) -> bool {
    let words = trim_marks(cell);
    [
        "way of working",
        "way",
        "mode",
        "execution",
        "setup",
        "configuration",
        "scenario",
        "option",
        "方式",
        "方法",
    ]
    .iter()
    .any(|name| words.eq_ignore_ascii_case(name))
}

fn column(cell: &str) -> Column {
    let words = trim_marks(cell);
    let lower = words.to_lowercase();
    let is = |names: &[&str]| names.contains(&lower.as_str());
    if is(IDS) || is(IDS_OF_WORK) {
        Column::Id
    } else if is(TITLES) {
        Column::Title
    } else if is(&["window", "tab"]) {
        Column::Window
    } else if is(&["slot", "slots", "time slot", "parallel slot", "parallel slots"]) {
        Column::Slot
    } else if is(&[
        "subtasks",
        "tasks",
        "sub-tasks",
        "# tasks",
        "# subtasks",
        "task count",
        "subtask count",
        "任务数",
    ]) {
        Column::Claim(Quantity::Subtasks)
    } else if is(&["phases", "# phases", "阶段数"]) {
        Column::Claim(Quantity::Phases)
    } else if is(&[
        "max parallel",
        "parallel windows",
        "max windows",
        "max parallel windows",
        "max agents",
        "parallel agents",
        "windows",
        "agents",
        "最大并行",
    ]) {
        Column::Claim(Quantity::Windows)
    } else if is(&["time (parallel)", "parallel time", "parallel", "time (this plan)"]) {
        Column::Claim(Quantity::ParallelMinutes)
    } else if is(&["time (sequential)", "sequential time", "sequential", "time (one window)"]) {
        Column::Claim(Quantity::SequentialMinutes)
    } else if is(&["feature"]) {
        Column::Feature
    } else if is(&["phase"]) {
        Column::Phase
    } else if is(&["method", "approach", "strategy"]) {
        Column::Method
    } else if is(&["start", "end", "start time", "end time", "started", "finished"]) {
        Column::Clock
    } else {
        field_column(words)
    }
}

/// Names of columns with ids.
const IDS: &[&str] = &[
    "id", "#", "no", "no.", "nr", "nr.", "key", "ticket", "issue", "item", "step", "编号", "序号", "番号",
    "번호",
];

/// Names of columns with ids that only work has.
const IDS_OF_WORK: &[&str] = &[
    "task",
    "subtask",
    "sub-task",
    "task id",
    "subtask id",
    "task #",
    "task no.",
    "任务",
    "任务编号",
    "任务id",
    "タスク",
    "タスクid",
    "タスク番号",
    "작업",
    "작업 번호",
    "작업 id",
    "aufgabe",
    "tarea",
    "tarefa",
];

/// Names of columns with titles.
const TITLES: &[&str] = &[
    "title",
    "description",
    "name",
    "summary",
    "task name",
    "task title",
    "work item",
    "activity",
    "任务名称",
    "任务描述",
    "名称",
    "标题",
    "描述",
    "タスク名",
    "名前",
    "タイトル",
    "작업명",
    "제목",
    "bezeichnung",
    "beschreibung",
    "titel",
    "título",
    "descripción",
    "descrição",
];

/// A field by its label; brackets behind a time name the unit of bare numbers.
fn field_column(words: &str) -> Column {
    let (name, unit) = super::text::last_brackets(words).unwrap_or((words, ""));
    let per = match unit.trim().to_lowercase().as_str() {
        "m" | "min" | "mins" | "minutes" | "minuten" | "minutos" | "分钟" | "分" | "분" => 1,
        "h" | "hr" | "hrs" | "hours" | "stunden" | "std" | "horas" | "小时" | "時間" | "시간" => 60,
        "d" | "days" | "tage" | "días" | "dias" | "天" | "日" | "일" => 480,
        _ => 0,
    };
    match label::find(trim_marks(name)) {
        Some(Label::Duration | Label::Hours) if per > 0 => Column::Time(per),
        Some(Label::Phase) => Column::Phase,
        Some(label) => Column::Field(label),
        None => label::find(words).map_or(Column::Other, Column::Field),
    }
}

/// Whether a table with a column of ids lists work and not risks or goals: it says so, or gives needs or times.
fn lists_work(header: &[&str], columns: &[Column]) -> bool {
    let named = |cell: &&str| {
        let words = trim_marks(cell).to_lowercase();
        IDS_OF_WORK.contains(&words.as_str())
    };
    let of_work = [Label::Needs, Label::Duration, Label::Hours].map(Column::Field);
    let of_work = |c: &Column| of_work.contains(c) || matches!(c, Column::Window | Column::Time(_));
    header.iter().any(named) || columns.iter().any(of_work)
}

fn rows(reader: &mut Reader<'_>, columns: &[Column], of_work: bool, from: usize, to: usize) {
    let has = |column| columns.contains(&column);
    if has(Column::Clock) {
        return;
    }
    if has(Column::Feature) && columns.iter().any(|c| matches!(c, Column::Claim(_))) {
        for at in from..to {
            claim_table::feature_row(reader, columns, at);
        }
    } else if has(Column::Method) {
        claim_table::method_rows(reader, columns, from, to);
    } else if has(Column::Phase) && has(Column::Field(Label::Duration)) && !has(Column::Id) {
        for at in from..to {
            claim_table::phase_row(reader, columns, at);
        }
    } else if has(Column::Id) {
        for at in from..to {
            subtask_row(reader, columns, of_work, at);
        }
    }
}

/// A cell that holds only a number, perhaps behind `#` or `Task`.
fn number<'t>(text: &'t str, whole: &str) -> Option<(super::item::StatedId, &'t str)> {
    let text = strip_word(text, "task").unwrap_or(text).trim_start();
    if let Some(found) = super::unit::issue(text, whole) {
        return Some(found).filter(|(_, rest)| rest.is_empty());
    }
    let (_, rest) = leading_number(text)?;
    let text = &text[..text.len() - rest.len()];
    let id = super::item::StatedId {
        text: text.to_owned(),
        feature: None,
        span: super::text::span_in(whole, text),
    };
    rest.is_empty().then_some((id, rest))
}

/// A row that names a subtask by its id.
fn subtask_row(reader: &mut Reader<'_>, columns: &[Column], of_work: bool, at: usize) {
    let line = reader.lines.get(at);
    let cells = cells(line);
    let Some(cell) = columns.iter().position(|c| *c == Column::Id).and_then(|at| cells.get(at)) else {
        return;
    };
    if cells.iter().any(|cell| holds_clock(cell)) {
        return;
    }
    let whole = reader.lines.text();
    let text = trim_marks(cell);
    let text = super::mark::subtask_words(text).map_or(text, str::trim_start);
    // A bare number is an id only beside a column of needs.
    let numbered = columns.contains(&Column::Field(Label::Needs));
    let found = id::leading_id(text, whole).or_else(|| number(text, whole).filter(|_| numbered));
    let Some((id, rest)) = found else { return };
    let statement = reader.statement(Form::TableRow, id, rest, at);
    if !of_work {
        reader.units[statement] = UnitNote { certain: false, kind: Kind::Lettered, ..UnitNote::plain() };
    }
    for (column, cell) in columns.iter().zip(&cells) {
        let value = trim_marks(cell);
        match column {
            // Beside a column of ids, one called `Task` holds titles.
            Column::Id if !value.is_empty() && columns.iter().filter(|c| **c == Column::Id).count() > 1 => {
                let title = &reader.document.subtasks[statement].title;
                let own = reader.document.subtasks[statement].id.span;
                if title.is_none() && !(reader.span(cell).contains(own.start)) {
                    let text = super::item::StatedText { text: value.to_owned(), span: reader.span(value) };
                    reader.document.subtasks[statement].title = Some(text);
                }
            }
            Column::Title if !value.is_empty() => {
                let span = reader.span(value);
                let text = super::item::StatedText { text: value.to_owned(), span };
                reader.document.subtasks[statement].title.get_or_insert(text);
            }
            Column::Window => {
                let number = strip_word(value, "window").unwrap_or(value).trim_start();
                if let Some((number, "")) = leading_number(number) {
                    let span = reader.span(value);
                    reader.document.subtasks[statement].window =
                        Some(super::item::StatedWindow { number, span });
                }
            }
            Column::Slot => {
                let number = leading_number(value).filter(|(_, rest)| rest.is_empty());
                reader.document.subtasks[statement].slot = number.map(|(number, _)| number);
            }
            Column::Field(Label::Needs) if !value.is_empty() => {
                // The star of `1.1.*` is no mark of emphasis.
                let words = if value.ends_with('.') { cell.trim() } else { value };
                reader.add_needs(statement, words);
            }
            Column::Field(Label::Blocks) if !value.is_empty() => {
                super::relation::blocks(reader, statement, at, value);
            }
            Column::Phase | Column::Field(Label::Phase) => {
                let words = super::phase::words(value).filter(|words| words.rest.is_empty());
                if let Some(words) = words.or_else(|| super::phase::value(value)) {
                    let ix = super::phase::known(reader, at, words);
                    reader.document.subtasks[statement].phase = Some(ix);
                }
            }
            Column::Time(per) => {
                let found = duration::find(value).map(|found| found.estimate(whole));
                if let Some(time) = found.or_else(|| duration::counted(value, f64::from(*per), whole)) {
                    reader.document.subtasks[statement].estimate.get_or_insert(time);
                }
            }
            Column::Field(Label::Duration) => {
                if let Some(found) = duration::find(value) {
                    let estimate = found.estimate(whole);
                    reader.document.subtasks[statement].estimate.get_or_insert(estimate);
                }
            }
            Column::Field(Label::Hours) => {
                if let Some(estimate) = duration::find(value)
                    .map(|found| found.estimate(whole))
                    .or_else(|| duration::hours(value, whole))
                {
                    reader.document.subtasks[statement].estimate.get_or_insert(estimate);
                }
            }
            Column::Field(Label::File) => {
                field::file(reader, statement, value, super::item::TouchMode::Create, true);
            }
            Column::Field(Label::Tools) => super::preparation::tools(reader, Some(statement), value),
            Column::Field(Label::Status) => {
                let status = super::status::status(cell);
                let span = reader.span(cell);
                reader.document.subtasks[statement].status =
                    status.map(|status| StatedStatus { status, span });
            }
            _ => {}
        }
    }
}
