//! Headers of tracking tables, in the words of many people.

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
    (
        Column::Window,
        &[
            "window",
            "win",
            "window #",
            "window no",
            "tab",
            "terminal",
            "pane",
            "agent",
            "lane",
            "fenster",
            "ventana",
            "fenêtre",
            "窗口",
            "ウィンドウ",
        ],
    ),
    (
        Column::Subtask,
        &[
            "subtask",
            "sub-task",
            "sub task",
            "subtask id",
            "task",
            "task id",
            "id",
            "item",
            "step",
            "teilaufgabe",
            "aufgabe",
            "tarea",
            "tâche",
            "任务",
            "タスク",
        ],
    ),
    (
        Column::Status,
        &["status", "state", "result", "outcome", "progress", "estado", "statut", "état", "状态", "状態"],
    ),
    (
        Column::Start,
        &[
            "start",
            "start time",
            "starttime",
            "started",
            "started at",
            "start at",
            "from",
            "begin",
            "began",
            "beginn",
            "startzeit",
            "inicio",
            "début",
            "开始",
            "开始时间",
            "開始",
        ],
    ),
    (
        Column::End,
        &[
            "end",
            "end time",
            "endtime",
            "ended",
            "ended at",
            "finish",
            "finished",
            "finish time",
            "finished at",
            "completed",
            "completed at",
            "done at",
            "to",
            "until",
            "ende",
            "endzeit",
            "fin",
            "结束",
            "结束时间",
            "終了",
        ],
    ),
    (
        Column::Duration,
        &[
            "duration",
            "took",
            "elapsed",
            "actual",
            "actual time",
            "time taken",
            "minutes",
            "min",
            "mins",
            "dauer",
            "duración",
            "durée",
            "时长",
            "所要時間",
        ],
    ),
    (
        Column::Notes,
        &[
            "notes",
            "note",
            "comment",
            "comments",
            "remark",
            "remarks",
            "details",
            "notizen",
            "bemerkung",
            "notas",
            "remarques",
            "备注",
            "メモ",
        ],
    ),
];

/// The columns of a tracking table; `None` for headers of other tables.
pub(super) fn columns(cells: &[String]) -> Option<Vec<Column>> {
    let column = |cell: &String| {
        // `Start (UTC)`, `Duration [min]`, `Started 🕐`.
        let name = cell.split(['(', '[']).next().unwrap_or_default();
        let name = name.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        HEADERS
            .iter()
            .find(|(_, words)| words.contains(&name.as_str()))
            .map_or(Column::Other, |(column, _)| *column)
    };
    let columns: Vec<Column> = cells.iter().map(column).collect();
    let has = |column| columns.contains(&column);
    let who = has(Column::Subtask) || has(Column::Window);
    (who && (has(Column::Start) || has(Column::End))).then_some(columns)
}
