//! Tables: rows that define or track subtasks, and tables of claims.

use super::item::{Form, Quantity, StatedStatus};
use super::label::{self, Label};
use super::outline::UnitNote;
use super::reader::Reader;
use super::text::{holds_clock, leading_number, strip_word, trim_marks};
use super::unit::Kind;
use super::{claim_table, crew, duration, field, id_column, placement, sum_table};

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
        // Measurements stand before and after a change.
        if header.iter().any(|cell| trim_marks(cell).eq_ignore_ascii_case("before")) {
            columns
                .iter_mut()
                .filter(|c| **c == Column::Field(Label::Needs))
                .for_each(|c| *c = Column::Other);
        }
        if !columns.contains(&Column::Id) && header.first().is_some_and(|cell| names_ways(cell)) {
            columns[0] = Column::Method;
        }
        if !columns.contains(&Column::Clock) {
            let lines: Vec<Vec<&str>> = (at + 2..end).map(|at| cells(reader.lines.get(at))).collect();
            id_column::settle(&mut columns, &header, &lines, reader.lines.text());
            sum_table::read(reader, &header, &lines, columns.contains(&Column::Id));
        }
        let of_work = lists_work(&header, &columns);
        if !of_work && lists_other(&header) {
            columns.iter_mut().filter(|c| **c == Column::Id).for_each(|c| *c = Column::Other);
        }
        rows(reader, &columns, of_work, at + 2, end);
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
    "wp",
    "wp id",
    "wp #",
    "work package",
    "work package id",
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

/// Whether a head says that the rows are risks, requirements or decisions.
fn lists_other(header: &[&str]) -> bool {
    const OTHERS: [&str; 11] = [
        "risk",
        "risks",
        "requirement",
        "requirements",
        "decision",
        "mitigation",
        "likelihood",
        "impact",
        "severity",
        "rationale",
        "metric",
    ];
    header.iter().any(|cell| OTHERS.contains(&trim_marks(cell).to_lowercase().as_str()))
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
    } else if let Some((tasks, needs)) = crew::columns(columns) {
        crew::rows(reader, from, to, tasks, needs);
    } else if let Some(name) = columns.iter().position(|c| *c == Column::Phase).filter(|_| !has(Column::Id)) {
        for at in from..to {
            let mut row = cells(reader.lines.get(at));
            let name = if name < row.len() { row.remove(name) } else { continue };
            placement::phase_row(reader, at, trim_marks(name), &row);
        }
    } else if has(Column::Id) {
        for at in from..to {
            subtask_row(reader, columns, of_work, at);
        }
    }
}

/// A row that names a subtask by its id.
fn subtask_row(reader: &mut Reader<'_>, columns: &[Column], of_work: bool, at: usize) {
    let line = reader.lines.get(at);
    let cells = cells(line);
    let Some(cell) = columns.iter().position(|c| *c == Column::Id).and_then(|at| cells.get(at)) else {
        return;
    };
    // `The 6:30 bulletin` is a title.
    if columns.iter().zip(&cells).any(|(column, cell)| *column != Column::Title && holds_clock(cell)) {
        return;
    }
    let whole = reader.lines.text();
    let Some((id, rest)) = id_column::of_cell(cell, true, whole) else { return };
    let has = |column| columns.contains(&column);
    let needs_column = has(Column::Field(Label::Needs));
    let is_bare = id_column::of_cell(cell, false, whole).is_none();
    let is_number = id.text.bytes().all(|b| b.is_ascii_digit());
    let letters = id.text.bytes().take_while(u8::is_ascii_uppercase).count();
    if !needs_column && super::id::is_foreign(&id.text[..letters]) {
        return;
    }
    // Without a column of needs, a number names work only beside a title and a time; beside a state it may.
    let titled = has(Column::Title);
    if is_bare && !of_work && !(titled && has(Column::Field(Label::Status)))
        || is_number && !needs_column && !titled
    {
        return;
    }
    let around = reader.scope.section().filter(|&section| reader.units[section].kind == Kind::Container);
    let statement = reader.statement(Form::TableRow, id, rest, at);
    let kind = if is_bare { Kind::Bare } else { Kind::Lettered };
    let certain = of_work && (needs_column || !is_number);
    reader.units[statement] = UnitNote { around: around.map(|at| at as u32), ..UnitNote::plain() };
    if !certain {
        let note = &mut reader.units[statement];
        (note.kind, note.certain) = (kind, false);
    }
    for (column, cell) in columns.iter().zip(&cells) {
        let value = trim_marks(cell);
        match column {
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
                let status = super::legend::state(&reader.legend, cell);
                let span = reader.span(cell);
                reader.document.subtasks[statement].status =
                    status.map(|status| StatedStatus { status, span });
            }
            _ => {}
        }
    }
}
