//! Every word that planc knows, in one place: labels of fields (`Depends on:`, `**Duration**:`, `CREATE THIS FILE:`),
//! words for phases, units of work, states, and for "nothing", in several languages.

use std::sync::LazyLock;

use super::item::{PhaseKind, Status};

/// What a label says about the words behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// What is needed.
    Needs,
    /// What waits for this.
    Blocks,
    /// How long it takes.
    Duration,
    /// How many hours it takes, with or without the unit.
    Hours,
    /// A file that is touched.
    File,
    /// A file that is made.
    CreateFile,
    /// A file that is changed.
    UpdateFile,
    /// The prompt follows.
    Prompt,
    /// Check items follow.
    Validation,
    /// Conditions that name no subtask.
    Prerequisites,
    /// The state.
    Status,
    /// The title.
    Title,
    /// The phase that it belongs to.
    Phase,
    /// The subtasks of a phase, by their ids.
    Members,
    /// How many subtasks there are.
    Count,
    /// How long everything takes.
    TotalTime,
}

impl Label {
    /// What the words behind the label are, for people.
    pub(super) fn name(self) -> &'static str {
        match self {
            Label::Needs => "needs",
            Label::Blocks => "what waits for it",
            Label::Duration | Label::Hours | Label::TotalTime => "time",
            Label::File | Label::CreateFile | Label::UpdateFile => "files",
            Label::Prompt => "prompt",
            Label::Validation => "validation",
            Label::Prerequisites => "prerequisites",
            Label::Status => "status",
            Label::Title => "title",
            Label::Phase => "phase",
            Label::Members | Label::Count => "subtasks",
        }
    }
}

/// Every label word in lower case. To teach planc a word, add a row.
const TABLE: &[(&str, Label)] = &[
    ("needs", Label::Needs),
    ("need", Label::Needs),
    ("depends on", Label::Needs),
    ("depends", Label::Needs),
    ("dependency", Label::Needs),
    ("dependencies", Label::Needs),
    ("deps", Label::Needs),
    ("task dependencies", Label::Needs),
    ("blocked by", Label::Needs),
    ("waits for", Label::Needs),
    ("waiting for", Label::Needs),
    ("waiting on", Label::Needs),
    ("blocker", Label::Needs),
    ("blockers", Label::Needs),
    ("blocked on", Label::Needs),
    ("waits on", Label::Needs),
    ("depends upon", Label::Needs),
    ("predecessor", Label::Needs),
    ("predecessors", Label::Needs),
    ("prerequisite tasks", Label::Needs),
    ("upstream", Label::Needs),
    ("requires", Label::Needs),
    ("after", Label::Needs),
    ("依赖", Label::Needs),
    ("依赖于", Label::Needs),
    ("依赖关系", Label::Needs),
    ("依赖任务", Label::Needs),
    ("依赖项", Label::Needs),
    ("前置任务", Label::Needs),
    ("前置依赖", Label::Needs),
    ("依賴", Label::Needs),
    ("依存", Label::Needs),
    ("依存関係", Label::Needs),
    ("依存タスク", Label::Needs),
    ("先行タスク", Label::Needs),
    ("前提タスク", Label::Needs),
    ("依存先", Label::Needs),
    ("의존성", Label::Needs),
    ("의존", Label::Needs),
    ("선행 작업", Label::Needs),
    ("선행작업", Label::Needs),
    ("선행", Label::Needs),
    ("의존 작업", Label::Needs),
    ("abhängig von", Label::Needs),
    ("abhängigkeit", Label::Needs),
    ("abhängigkeiten", Label::Needs),
    ("hängt ab von", Label::Needs),
    ("benötigt", Label::Needs),
    ("vorgänger", Label::Needs),
    ("depende de", Label::Needs),
    ("dependencia", Label::Needs),
    ("dependencias", Label::Needs),
    ("bloqueada por", Label::Needs),
    ("bloqueado por", Label::Needs),
    ("predecesoras", Label::Needs),
    ("predecesores", Label::Needs),
    ("predecessoras", Label::Needs),
    ("requiere", Label::Needs),
    ("requer", Label::Needs),
    ("dépend de", Label::Needs),
    ("dépendance", Label::Needs),
    ("dépendances", Label::Needs),
    ("bloqué par", Label::Needs),
    ("dependência", Label::Needs),
    ("dependências", Label::Needs),
    ("blocks", Label::Blocks),
    ("blocking", Label::Blocks),
    ("unblocks", Label::Blocks),
    ("enables", Label::Blocks),
    ("阻塞", Label::Blocks),
    ("ブロック", Label::Blocks),
    ("blockiert", Label::Blocks),
    ("bloquea", Label::Blocks),
    ("bloqueia", Label::Blocks),
    ("duration", Label::Duration),
    ("estimate", Label::Duration),
    ("est", Label::Duration),
    ("est.", Label::Duration),
    ("est. time", Label::Duration),
    ("est time", Label::Duration),
    ("estimated", Label::Duration),
    ("estimated time", Label::Duration),
    ("estimated duration", Label::Duration),
    ("estimated effort", Label::Duration),
    ("time estimate", Label::Duration),
    ("effort", Label::Duration),
    ("est. effort", Label::Duration),
    ("est effort", Label::Duration),
    ("est. duration", Label::Duration),
    ("estimated scope", Label::Duration),
    ("estimation", Label::Duration),
    ("expected duration", Label::Duration),
    ("complexity", Label::Duration),
    ("time budget", Label::Duration),
    ("time required", Label::Duration),
    ("time needed", Label::Duration),
    ("effort estimate", Label::Duration),
    ("time", Label::Duration),
    ("时间", Label::Duration),
    ("預計時間", Label::Duration),
    ("時間", Label::Duration),
    ("zeit", Label::Duration),
    ("预计时间", Label::Duration),
    ("预估时间", Label::Duration),
    ("预计工时", Label::Duration),
    ("预估工时", Label::Duration),
    ("工时", Label::Duration),
    ("工期", Label::Duration),
    ("时长", Label::Duration),
    ("耗时", Label::Duration),
    ("预计耗时", Label::Duration),
    ("估时", Label::Duration),
    ("預估時間", Label::Duration),
    ("推定時間", Label::Duration),
    ("見積", Label::Duration),
    ("見積もり", Label::Duration),
    ("見積時間", Label::Duration),
    ("所要時間", Label::Duration),
    ("工数", Label::Duration),
    ("예상 시간", Label::Duration),
    ("예상시간", Label::Duration),
    ("소요 시간", Label::Duration),
    ("소요시간", Label::Duration),
    ("예상 소요 시간", Label::Duration),
    ("dauer", Label::Duration),
    ("durée", Label::Duration),
    ("durée estimée", Label::Duration),
    ("aufwand", Label::Duration),
    ("geschätzter aufwand", Label::Duration),
    ("zeitaufwand", Label::Duration),
    ("geschätzte zeit", Label::Duration),
    ("duración", Label::Duration),
    ("duración estimada", Label::Duration),
    ("duração estimada", Label::Duration),
    ("duração", Label::Duration),
    ("tiempo", Label::Duration),
    ("tiempo estimado", Label::Duration),
    ("tempo estimado", Label::Duration),
    ("estimación", Label::Duration),
    ("estimativa", Label::Duration),
    ("esfuerzo", Label::Duration),
    ("esforço", Label::Duration),
    ("hours", Label::Hours),
    ("est. hours", Label::Hours),
    ("est hours", Label::Hours),
    ("estimated hours", Label::Hours),
    ("stunden", Label::Hours),
    ("horas", Label::Hours),
    ("file", Label::File),
    ("files", Label::File),
    ("file ownership", Label::File),
    ("files to modify", Label::UpdateFile),
    ("files modified", Label::UpdateFile),
    ("files to update", Label::UpdateFile),
    ("files to change", Label::UpdateFile),
    ("files to create", Label::CreateFile),
    ("files created", Label::CreateFile),
    ("files touched", Label::File),
    ("relevant files", Label::File),
    ("文件", Label::File),
    ("涉及文件", Label::File),
    ("ファイル", Label::File),
    ("파일", Label::File),
    ("dateien", Label::File),
    ("archivos", Label::File),
    ("arquivos", Label::File),
    ("create this file", Label::CreateFile),
    ("create these files", Label::CreateFile),
    ("create file", Label::CreateFile),
    ("update this file", Label::UpdateFile),
    ("update these files", Label::UpdateFile),
    ("update file", Label::UpdateFile),
    ("modify this file", Label::UpdateFile),
    ("agent prompt", Label::Prompt),
    ("prompt", Label::Prompt),
    ("提示词", Label::Prompt),
    ("プロンプト", Label::Prompt),
    ("validation", Label::Validation),
    ("validation checklist", Label::Validation),
    ("validation criteria", Label::Validation),
    ("acceptance", Label::Validation),
    ("acceptance criteria", Label::Validation),
    ("success criteria", Label::Validation),
    ("exit criteria", Label::Validation),
    ("definition of done", Label::Validation),
    ("验收标准", Label::Validation),
    ("验收条件", Label::Validation),
    ("受け入れ基準", Label::Validation),
    ("完了条件", Label::Validation),
    ("완료 조건", Label::Validation),
    ("akzeptanzkriterien", Label::Validation),
    ("criterios de aceptación", Label::Validation),
    ("critérios de aceitação", Label::Validation),
    ("prerequisites", Label::Prerequisites),
    ("prerequisite", Label::Prerequisites),
    ("前置条件", Label::Prerequisites),
    ("前提条件", Label::Prerequisites),
    ("前提", Label::Prerequisites),
    ("선행 조건", Label::Prerequisites),
    ("voraussetzungen", Label::Prerequisites),
    ("requisitos previos", Label::Prerequisites),
    ("prerrequisitos", Label::Prerequisites),
    ("pré-requisitos", Label::Prerequisites),
    ("status", Label::Status),
    ("state", Label::Status),
    ("状态", Label::Status),
    ("狀態", Label::Status),
    ("ステータス", Label::Status),
    ("状態", Label::Status),
    ("상태", Label::Status),
    ("estado", Label::Status),
    ("title", Label::Title),
    ("phase", Label::Phase),
    ("wave", Label::Phase),
    ("sprint", Label::Phase),
    ("milestone", Label::Phase),
    ("batch", Label::Phase),
    ("parallel group", Label::Phase),
    ("execution wave", Label::Phase),
    ("阶段", Label::Phase),
    ("フェーズ", Label::Phase),
    ("단계", Label::Phase),
    ("fase", Label::Phase),
    ("tasks", Label::Members),
    ("includes", Label::Members),
    ("任务", Label::Members),
    ("タスク", Label::Members),
    ("작업", Label::Members),
    ("aufgaben", Label::Members),
    ("tareas", Label::Members),
    ("tarefas", Label::Members),
    ("total subtasks", Label::Count),
    ("total tasks", Label::Count),
    ("subtasks", Label::Count),
    ("total time", Label::TotalTime),
    ("estimated total time", Label::TotalTime),
    ("total estimated time", Label::TotalTime),
    ("total duration", Label::TotalTime),
];

/// First words of a row that sums the rows above it, in lower case.
pub(super) const TOTALS: &[&str] = &[
    "total",
    "totals",
    "sum",
    "overall",
    "grand total",
    "gesamt",
    "summe",
    "insgesamt",
    "合计",
    "总计",
    "總計",
    "合計",
    "総計",
    "합계",
    "총계",
    "totale",
    "totaux",
    "suma",
    "итого",
    "всего",
    "totaal",
    "Σ",
];

/// Labels of a sum of sums, in lower case.
pub(super) const GRAND_TOTALS: &[&str] = &[
    "grand total",
    "total overall",
    "overall total",
    "overall",
    "gesamtsumme",
    "总计",
    "總計",
    "総計",
    "总合计",
];

/// First words of a row that is no part of a sum, in lower case.
pub(super) const NO_SUMMANDS: &[&str] = &[
    "average",
    "avg",
    "mean",
    "median",
    "min",
    "max",
    "minimum",
    "target",
    "goal",
    "budget",
    "remaining",
    "subtotal",
    "sub-total",
    "平均",
    "小计",
    "durchschnitt",
    "mittel",
    "zwischensumme",
];

/// Words for working in one window, in lower case; longer words before their beginnings.
pub(super) const ONE_WINDOW: &[&str] = &[
    "traditional",
    "sequential",
    "serial",
    "one window",
    "single window",
    "1 window",
    "one agent",
    "single agent",
    "one at a time",
    "without parallel",
    "串行",
    "顺序",
    "順次",
    "逐次",
    "sequenziell",
    "nacheinander",
    "secuencial",
    "séquentiel",
    "sequencial",
];

/// Words for working in as many windows as the plan has, in lower case.
pub(super) const MANY_WINDOWS: &[&str] = &[
    "maximum parallel",
    "max parallel",
    "max. parallel",
    "full parallel",
    "fully parallel",
    "swarm",
    "parallel",
    "in parallel",
    "with parallel",
    "并行",
    "並列",
    "paralelo",
    "parallèle",
    "this map",
    "this plan",
];

/// Words for working with some windows, in lower case.
pub(super) const SOME_WINDOWS: &[&str] =
    &["track-based", "track based", "by track", "per track", "medium", "partial", "partly"];

/// Words that announce what is saved, in lower case.
pub(super) const SAVINGS: &[&str] = &[
    "saved",
    "saving",
    "saves",
    "speedup",
    "speed-up",
    "speed up",
    "faster",
    "reduction",
    "节省",
    "提速",
    "加速比",
    "ersparnis",
    "schneller",
];

/// Words over a column of parts of a whole, in lower case.
pub(super) const SHARES: &[&str] = &["share", "of total", "of all", "percent of", "anteil", "占比", "割合"];

/// Words that open a needs clause inside brackets or a list item; longer words before their beginnings.
pub(super) const OPENERS: &[&str] = &[
    "needs",
    "need",
    "depends only on",
    "depends on",
    "depend on",
    "depends:",
    "dependencies:",
    "deps:",
    "dependent on",
    "requires",
    "blocked by",
    "blocked on",
    "waits for",
    "wait for",
    "waiting for",
    "after",
    "run after",
    "start after",
    "依赖于",
    "依赖",
    "依賴",
    "依存",
    "hängt ab von",
    "abhängig von",
    "benötigt",
    "dépend de",
    "depende de",
    "requiere",
    "requer",
    "의존",
];

/// Words that say that nothing is needed.
pub(super) const NOTHING: &[&str] = &[
    "none",
    "no dependencies",
    "no dependency",
    "no blockers",
    "nothing",
    "n/a",
    "nil",
    "independent",
    "无",
    "無",
    "没有",
    "なし",
    "特になし",
    "없음",
    "keine",
    "nichts",
    "aucune",
    "aucun",
    "ninguna",
    "ninguno",
    "nenhuma",
    "nenhum",
    "nada",
];

/// Words that name a stretch of a plan.
pub(super) const PHASES: &[(&str, PhaseKind)] = &[
    ("sub-phase", PhaseKind::Phase),
    ("subphase", PhaseKind::Phase),
    ("sub phase", PhaseKind::Phase),
    ("phases", PhaseKind::Phase),
    ("phase", PhaseKind::Phase),
    ("fase", PhaseKind::Phase),
    ("etapa", PhaseKind::Phase),
    ("阶段", PhaseKind::Phase),
    ("階段", PhaseKind::Phase),
    ("フェーズ", PhaseKind::Phase),
    ("단계", PhaseKind::Phase),
    ("waves", PhaseKind::Wave),
    ("wave", PhaseKind::Wave),
    ("group", PhaseKind::Wave),
    ("milestone", PhaseKind::Wave),
    ("iteration", PhaseKind::Wave),
    ("meilenstein", PhaseKind::Wave),
    ("hito", PhaseKind::Wave),
    ("里程碑", PhaseKind::Wave),
    ("マイルストーン", PhaseKind::Wave),
    ("마일스톤", PhaseKind::Wave),
    ("batch", PhaseKind::Wave),
    ("sprint", PhaseKind::Wave),
    ("波次", PhaseKind::Wave),
    ("批次", PhaseKind::Wave),
    ("ウェーブ", PhaseKind::Wave),
    ("level", PhaseKind::Level),
    ("层级", PhaseKind::Level),
    ("レベル", PhaseKind::Level),
];

/// Words that name a unit of work before its id, with their place in the hierarchy: 0 holds 1, 1 holds 2, …
pub(super) const UNITS: &[(&str, u8)] = &[
    ("epic", 0),
    ("user story", 1),
    ("story", 1),
    ("workstream", 1),
    ("stream", 1),
    ("track", 1),
    ("agent", 1),
    ("issue", 2),
    ("ticket", 2),
    ("task", 2),
    ("step", 2),
    ("pr", 2),
    ("work package", 2),
    ("subtask", 3),
    ("sub-task", 3),
    ("sub task", 3),
    ("子任务", 3),
    ("サブタスク", 3),
    ("하위 작업", 3),
    ("teilaufgabe", 3),
    ("sous-tâche", 3),
    ("unteraufgabe", 3),
    ("subtarea", 3),
    ("subtarefa", 3),
    ("任务", 2),
    ("任務", 2),
    ("タスク", 2),
    ("작업", 2),
    ("aufgabe", 2),
    ("tâche", 2),
    ("tarea", 2),
    ("tarefa", 2),
];

/// Words before ids in needs clauses that [`UNITS`] does not hold.
pub(super) const PLURALS: &[&str] = &[
    "subtasks",
    "sub-tasks",
    "tasks",
    "tracks",
    "streams",
    "stories",
    "epics",
    "issues",
    "tickets",
    "steps",
    "step",
    "st",
    "the",
    "both",
    "aufgaben",
    "tâches",
    "tareas",
    "tarefas",
    "las tareas",
    "la tarea",
    "as tarefas",
    "a tarefa",
    "agents",
];

/// Words that begin a heading about needs.
pub(super) const ABOUT_NEEDS: &[&str] = &[
    "dependenc",
    "depends",
    "execution order",
    "prerequisite",
    "依赖",
    "依賴",
    "依存",
    "执行顺序",
    "実行順序",
    "의존",
    "abhängigkeit",
    "reihenfolge",
    "dependencia",
    "dependência",
];

/// Words of states.
pub(super) const STATES: &[(&str, Status)] = &[
    ("done", Status::Done),
    ("complete", Status::Done),
    ("completed", Status::Done),
    ("finished", Status::Done),
    ("closed", Status::Done),
    ("merged", Status::Done),
    ("running", Status::InProgress),
    ("in progress", Status::InProgress),
    ("in-progress", Status::InProgress),
    ("in_progress", Status::InProgress),
    ("already in progress", Status::InProgress),
    ("started", Status::InProgress),
    ("doing", Status::InProgress),
    ("wip", Status::InProgress),
    ("partial", Status::InProgress),
    ("partially", Status::InProgress),
    ("in review", Status::InProgress),
    ("in-review", Status::InProgress),
    ("active", Status::InProgress),
    ("waiting", Status::Todo),
    ("todo", Status::Todo),
    ("to do", Status::Todo),
    ("to-do", Status::Todo),
    ("pending", Status::Todo),
    ("not started", Status::Todo),
    ("not-started", Status::Todo),
    ("backlog", Status::Todo),
    ("open", Status::Todo),
    ("planned", Status::Todo),
    ("ready", Status::Ready),
    ("blocked", Status::Blocked),
    ("failed", Status::Failed),
    ("error", Status::Failed),
    ("skipped", Status::Skipped),
    ("deferred", Status::Skipped),
    ("cancelled", Status::Skipped),
    ("canceled", Status::Skipped),
    ("wontfix", Status::Skipped),
    ("已完成", Status::Done),
    ("完成", Status::Done),
    ("进行中", Status::InProgress),
    ("進行中", Status::InProgress),
    ("待办", Status::Todo),
    ("待处理", Status::Todo),
    ("待开始", Status::Todo),
    ("未开始", Status::Todo),
    ("阻塞", Status::Blocked),
    ("完了", Status::Done),
    ("作業中", Status::InProgress),
    ("未着手", Status::Todo),
    ("완료", Status::Done),
    ("진행 중", Status::InProgress),
    ("진행중", Status::InProgress),
    ("대기", Status::Todo),
    ("erledigt", Status::Done),
    ("fertig", Status::Done),
    ("in arbeit", Status::InProgress),
    ("terminé", Status::Done),
    ("terminée", Status::Done),
    ("en cours", Status::InProgress),
    ("à faire", Status::Todo),
    ("offen", Status::Todo),
    ("blockiert", Status::Blocked),
    ("completado", Status::Done),
    ("completada", Status::Done),
    ("hecho", Status::Done),
    ("en progreso", Status::InProgress),
    ("en curso", Status::InProgress),
    ("pendiente", Status::Todo),
    ("bloqueado", Status::Blocked),
    ("concluído", Status::Done),
    ("concluída", Status::Done),
    ("em andamento", Status::InProgress),
    ("em progresso", Status::InProgress),
    ("pendente", Status::Todo),
];

/// Marks of states.
pub(super) const STATE_MARKS: &[(&str, Status)] = &[
    ("✅", Status::Done),
    ("✔", Status::Done),
    ("☑", Status::Done),
    ("🔄", Status::InProgress),
    ("🚧", Status::InProgress),
    ("🟡", Status::InProgress),
    ("⏳", Status::Todo),
    ("⬜", Status::Todo),
    ("🔲", Status::Todo),
    ("⚪", Status::Todo),
    ("❌", Status::Todo),
    ("🚫", Status::Blocked),
    ("⛔", Status::Blocked),
    ("⏭", Status::Skipped),
];

/// Cuts a word of a table from the start: as a whole word in any case, or as it is in scripts without spaces.
#[inline]
pub(super) fn strip<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    // Nearly every word differs in its first byte.
    let (first, wanted) = (*text.as_bytes().first()?, *word.as_bytes().first()?);
    if first.eq_ignore_ascii_case(&wanted) { strip_alike(text, word) } else { None }
}

fn strip_alike<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    if word.is_ascii() {
        return super::text::strip_word(text, word);
    }
    if let Some(rest) = text.strip_prefix(word) {
        return Some(rest);
    }
    // Letters outside ASCII in a word of Latin script: compare in lower case.
    if !word.starts_with(|c: char| c.is_ascii()) {
        return None;
    }
    let length: usize = text.chars().take(word.chars().count()).map(char::len_utf8).sum();
    (text[..length].to_lowercase() == word).then(|| &text[length..])
}

/// Rows of the table by their first letter, because most words before a colon are no label.
static BY_LETTER: LazyLock<[Vec<u16>; 26]> = LazyLock::new(|| {
    let mut rows: [Vec<u16>; 26] = Default::default();
    for (row, (name, _)) in TABLE.iter().enumerate() {
        let letter = name.bytes().next().map_or(usize::MAX, |first| usize::from(first.wrapping_sub(b'a')));
        if let Some(rows) = rows.get_mut(letter) {
            rows.push(row as u16);
        }
    }
    rows
});

/// A label at the start of a line and the words behind it: `**Depends on:** 1.1.1`, `- Duration: 5 min`,
/// `2. UPDATE THIS FILE: src/a.rs`. Marks and a list marker before it are cut.
pub(super) fn leading_label(line: &str) -> Option<(Label, &str)> {
    let (words, rest) = split(line)?;
    find(words).map(|label| (label, rest))
}

/// The words before the first colon and what follows it, without marks; `None` where they cannot be a label.
pub(super) fn split(line: &str) -> Option<(&str, &str)> {
    let text = super::text::strip_list_marker(line).unwrap_or_else(|| line.trim_start());
    // A label is short: a colon further on belongs to a sentence.
    let head = &text.as_bytes()[..text.len().min(96)];
    let ascii = memchr::memchr(b':', head);
    let wide = if head.is_ascii() { None } else { memchr::memmem::find(head, "：".as_bytes()) };
    let (at, c) = match (ascii, wide) {
        (Some(at), Some(other)) if other < at => (other, '：'),
        (Some(at), _) => (at, ':'),
        (None, at) => (at?, '：'),
    };
    let mut words = super::text::trim_marks(&text[..at]);
    // `Files (exclusive):` is a label with a remark.
    if words.ends_with([')', '）'])
        && let Some(open) = words.find(['(', '（']).filter(|open| *open > 0)
    {
        words = super::text::trim_marks(&words[..open]);
    }
    if !words.starts_with(|c: char| c.is_alphanumeric()) {
        words = super::text::trim_marks(super::text::strip_decoration(words));
    }
    if words.is_empty() || words.len() > 48 || words.bytes().any(|b| matches!(b, b'|' | b'(' | b'"' | b'[')) {
        return None;
    }
    let rest = text[at + c.len_utf8()..].trim_start_matches(['*', '_', ' ', '\t']);
    Some((words, rest.trim_end()))
}

/// The label that `words` are, in any case.
pub(super) fn find(words: &str) -> Option<Label> {
    let words = words.trim_start_matches(['~', ' ']);
    if words.is_ascii() {
        let first = words.bytes().next()?.to_ascii_lowercase();
        let rows = BY_LETTER.get(usize::from(first.wrapping_sub(b'a')))?;
        let row = rows
            .iter()
            .map(|&row| &TABLE[usize::from(row)])
            .find(|(name, _)| words.eq_ignore_ascii_case(name));
        return row.map(|&(_, label)| label);
    }
    let exact = TABLE.iter().find(|(name, _)| words == *name);
    let lower = || {
        let lower = words.to_lowercase();
        TABLE.iter().find(|(name, _)| lower == *name)
    };
    exact.or_else(lower).map(|&(_, label)| label)
}

/// Whether the line is a label in capital letters as prompts use them: `NOTES:`, `TEST SCENARIOS:`.
pub(super) fn is_capital_label(line: &str) -> bool {
    if !line.as_bytes().first().is_some_and(u8::is_ascii_uppercase) {
        return false;
    }
    let Some(colon) = memchr::memchr(b':', line.as_bytes()) else { return false };
    let words = &line[..colon];
    let capitals = words.bytes().filter(u8::is_ascii_uppercase).count();
    capitals >= 3
        && words.bytes().all(|b| {
            b.is_ascii_uppercase()
                || b.is_ascii_digit()
                || matches!(b, b' ' | b'&' | b'/' | b'-' | b'\'' | b'(' | b')' | b',')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_in_every_dress() {
        assert_eq!(leading_label("**Depends on:** 1.1.1"), Some((Label::Needs, "1.1.1")));
        assert_eq!(leading_label("**Duration**: ~8 min"), Some((Label::Duration, "~8 min")));
        assert_eq!(leading_label("- File: a/b.rs "), Some((Label::File, "a/b.rs")));
        assert_eq!(leading_label("2. UPDATE THIS FILE: src/a.rs"), Some((Label::UpdateFile, "src/a.rs")));
        assert_eq!(leading_label("依赖：1.1.1"), Some((Label::Needs, "1.1.1")));
        assert_eq!(leading_label("Note: 5"), None);
        assert!(is_capital_label("TEST SCENARIOS:"));
        assert!(!is_capital_label("Config: x"));
    }
}
