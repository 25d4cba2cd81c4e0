//! Check lists: `- [ ] SubTask 1.1.1: Title`, `- [x] **1.1.1** Title (30 min)`, spec-kit's
//! `- [ ] T001 [P] [US1] Title in src/a.rs`, Kiro's `- [ ]* 2.1 Title`, and bold items without a box.

use super::document::ProblemKind;
use super::item::{Form, StatedFile, StatedStatus, TouchMode};
use super::label::{Label, UNITS, strip};
use super::reader::{Open, Reader};
use super::text::{indent, strip_list_marker, strip_word, trim_marks};
use super::unit::{self, Kind, Place, Unit};

/// Reads an item that announces a unit; `true` if it was one.
pub(super) fn read(reader: &mut Reader<'_>, at: usize) -> bool {
    let line = reader.lines.get(at);
    if !line.trim_start().starts_with(['-', '*', '+', '•', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
    {
        return false;
    }
    if line.starts_with("**") {
        return bold(reader, at, line);
    }
    let Some(item) = strip_list_marker(line) else { return false };
    let boxed = item.starts_with('[') && super::status::check_box(item).is_some();
    let place = if boxed { Place::Boxed } else { Place::Bullet };
    if reader.document.is_one_subtask
        || !(boxed || item.starts_with("**") || ranged(reader) || starts_like_work(item))
    {
        return false;
    }
    let counted = || unit::counted(line, item, reader.lines.text()).filter(|_| boxed);
    let Some(mut unit) = unit::read(item, place, reader.lines.text()).or_else(counted) else {
        if boxed && own_box(reader, at, item) {
            return true;
        }
        let words =
            super::text::strip_decoration(super::status::check_box(item).map_or(item, |(_, rest)| rest));
        if boxed && reader.scope.relations.is_none() && super::heading::looks_like_subtask(words) {
            let kind =
                ProblemKind::Unparsed { looks_like: "subtask item", missing: "an id behind `SubTask`" };
            reader.problem(kind, reader.lines.span(at));
        }
        return false;
    };
    let column = indent(line);
    if !belongs(reader, &unit, boxed, column) {
        return false;
    }
    let (mut parallel, mut time) = (false, None);
    if boxed {
        (unit.words, parallel) = tags(unit.words);
        // What has a number and runs beside others, or does not, is no entry of a change log.
        if let Some((title, inside, beside)) = turns(unit.words).filter(|_| unit.kind == Kind::Vague) {
            unit.certain = true;
            unit.words = title;
            (parallel, time) = (beside, super::duration::find(inside));
        }
    } else {
        // In bold text below a phase a list names the subtasks of the phase.
        let in_phase = reader.scope.phase.is_some() || reader.scope.wave.is_some();
        let listed = in_phase || in_container(reader);
        // `**[AUTH-1] Title**` below a phase is a story of it.
        let tagged = item.starts_with("**[") && unit.kind == Kind::Lettered;
        unit.certain = (unit.certain || tagged) && (ranged(reader) || item.starts_with("**") && listed);
    }
    let form = if boxed { Form::Item } else { Form::Bullet };
    let statement = reader.announce(form, unit, 0, at, place);
    if boxed {
        path_in_title(reader, statement);
    }
    if parallel {
        reader.document.subtasks[statement].parallel = Some(true);
    }
    if let Some(time) = time {
        reader.document.subtasks[statement].estimate = Some(time.estimate(reader.lines.text()));
    }
    reader.scope.items.push(Open { statement, level: column as u8 });
    reader.scope.target = None;
    true
}

/// `- [x] **Complete Task 1.2**` in the section of 1.2: its own box; `true` if it was one.
fn own_box(reader: &mut Reader<'_>, at: usize, item: &str) -> bool {
    let Some((status, words)) = super::status::check_box(item) else { return false };
    let Some(section) = reader.scope.section() else { return false };
    let words = trim_marks(words);
    let Some(named) = strip_word(words, "complete").or_else(|| strip_word(words, "completed")) else {
        return false;
    };
    let named = named.trim_start_matches([' ', ':']);
    let named = UNITS.iter().find_map(|(word, _)| strip(named, word)).unwrap_or(named).trim_start();
    let stated = &mut reader.document.subtasks[section];
    let own = named.strip_prefix(stated.id.text.as_str()).is_some_and(|rest| trim_marks(rest).is_empty());
    if own {
        stated.status.get_or_insert(StatedStatus { status, span: reader.lines.span(at) });
    }
    own
}

/// `T…`, `Task 1: …` without a box or bold marks: counts only in a phase or below an announced range.
fn starts_like_work(item: &str) -> bool {
    item.starts_with(['T', 't', 'S', 's', 'I', 'i']) && item.bytes().take(24).any(|b| b.is_ascii_digit())
}

/// Whether the open section announces a range of ids.
fn ranged(reader: &Reader<'_>) -> bool {
    reader.scope.section().is_some_and(|section| reader.units[section].until.is_some())
}

/// Whether the innermost open section is that of an epic, a story, a track or a stream.
fn in_container(reader: &Reader<'_>) -> bool {
    reader.scope.section().is_some_and(|section| reader.units[section].kind == Kind::Container)
}

/// Whether an item can be a unit where it stands.
fn belongs(reader: &Reader<'_>, unit: &Unit<'_>, boxed: bool, column: usize) -> bool {
    let awaited =
        reader.scope.awaiting.is_some_and(|a| a.label == Label::Validation && a.begun && !a.blank_seen);
    if awaited || reader.scope.relations.is_some() {
        return false;
    }
    let outer = reader.scope.items.iter().rev().find(|item| usize::from(item.level) < column);
    let around = outer.map(|item| item.statement).or_else(|| reader.scope.section());
    let Some(around) = around else {
        return boxed
            || reader.scope.phase.is_some()
            || reader.scope.wave.is_some()
            || unit.kind != Kind::Bare;
    };
    if ranged(reader) {
        return unit.kind != Kind::Counted;
    }
    let note = &reader.units[around];
    let id = reader.document.subtasks[around].id.text.trim_end_matches(".0");
    let below = unit.id.text.strip_prefix(id).is_some_and(|rest| {
        rest.starts_with(['.', '-']) || rest.starts_with(|c: char| c.is_ascii_lowercase())
    });
    // Steps of a unit have numbers too; only ids below its own, or of an inner rank, are units.
    match unit.kind {
        Kind::Counted => false,
        Kind::Dotted | Kind::Bare => below || note.rank < 2 && boxed,
        _ => below || note.rank < unit.rank.min(3) && (boxed || note.kind == Kind::Container),
    }
}

/// A whole line in bold text: `**Task 1: Title**`, `**REFACTOR-001: Title**`.
fn bold(reader: &mut Reader<'_>, at: usize, line: &str) -> bool {
    let text = line.trim_end();
    // A time or a need may stand in brackets behind the bold words.
    let head = super::text::last_brackets(text).map_or(text, |(head, _)| head);
    let head = if head.ends_with("**") && text.ends_with([')', '）']) { head } else { text };
    let inside = head.strip_prefix("**").and_then(|t| t.strip_suffix("**").or_else(|| t.strip_suffix("**:")));
    let Some(inside) = inside.filter(|inside| !inside.contains("**") && inside.len() > 3) else {
        return bold_label(reader, at, text);
    };
    // Below a heading of a subtask bold lines are its steps; below a bold line they are its neighbours.
    let inner = |open: &Open| open.level < super::reader::BOLD && reader.units[open.statement].rank == 3;
    let deep = reader.scope.sections.iter().any(inner);
    if deep
        || reader.scope.relations.is_some()
        || !inside.bytes().take(40).any(|b| b.is_ascii_digit() || b == b':')
    {
        return false;
    }
    let end = if head.len() < text.len() { text.len() } else { 2 + inside.len() };
    let words = reader.lines.get(at).get(2..end).unwrap_or("");
    reader.unit(at, super::reader::BOLD, words, Place::Bold)
}

/// `**Task 1.1:** Title`: a unit where the fields below say so, else a remark about one.
fn bold_label(reader: &mut Reader<'_>, at: usize, text: &str) -> bool {
    let label = text.strip_prefix("**").and_then(|text| text.split_once(":**"));
    let Some((label, title)) = label.filter(|(label, _)| label.len() <= 24 && !label.contains("**")) else {
        return false;
    };
    let keyword = UNITS.iter().any(|(word, _)| strip(label, word).is_some());
    let plain = reader.scope.relations.is_none() && !reader.inside_work();
    let titled = title.trim_start().starts_with(|c: char| c.is_alphanumeric() || c == '`');
    if !keyword || !plain || !titled || !label.ends_with(|c: char| c.is_alphanumeric()) {
        return false;
    }
    let words = reader.lines.get(at).get(2..).unwrap_or("");
    let found = reader.unit(at, super::reader::BOLD, words, Place::Bold);
    if found && let Some(note) = reader.units.last_mut() {
        note.certain = false;
    }
    found
}

/// Cuts spec-kit's tags from the start of a title: `[P]`, `[US1]`, `[Story]`, and Kiro's ` (P)` from its end;
/// whether one of them says that it may run beside others.
fn tags(words: &str) -> (&str, bool) {
    let (mut rest, mut parallel) = (words.trim_start(), false);
    while let Some(inside) = rest.strip_prefix('[') {
        let Some(end) = inside.find(']').filter(|&end| end <= 12) else { break };
        let tag = &inside[..end];
        let plain = !tag.is_empty()
            && tag.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'-' | b'?'));
        if !plain || inside[end + 1..].starts_with('(') {
            break;
        }
        parallel |= tag == "P";
        rest = inside[end + 1..].trim_start();
    }
    // Kiro's mark of the same.
    match rest.trim_end().strip_suffix(" (P)") {
        Some(title) => (title, true),
        None => (rest, parallel),
    }
}

/// `(parallel: false)`, `(M, 2h, parallel)`, `(sequential after 001)` at the end of a title: the title, what the
/// brackets hold, and whether the unit may run beside others.
fn turns(words: &str) -> Option<(&str, &str, bool)> {
    let (title, inside) = super::text::last_brackets(words)?;
    let says = |word: &str| inside.split(',').find_map(|part| strip_word(part.trim(), word));
    let parallel = match (says("parallel"), says("sequential")) {
        (Some(value), _) => !value.trim_start_matches([':', ' ']).starts_with("false"),
        (None, Some(_)) => false,
        (None, None) => return None,
    };
    Some((title, inside, parallel))
}

/// A path in a title: `Create the model in src/models/user.rs`.
fn path_in_title(reader: &mut Reader<'_>, statement: usize) {
    let Some(title) = reader.document.subtasks[statement].title.as_ref().map(|title| title.span) else {
        return;
    };
    let title = title.of(reader.lines.text());
    if !title.contains('/') {
        return;
    }
    for word in title.split([' ', ',', '，', '(', '（']) {
        let path = trim_marks(word).trim_end_matches([':', '.', ')']);
        let last = path.rsplit('/').next().unwrap_or("");
        let like_path = path.contains('/') && last.find('.').is_some_and(|at| at > 0 && at + 1 < last.len());
        if like_path && !path.contains("://") && !path.starts_with('/') && path.is_ascii() {
            let lower = title.to_ascii_lowercase();
            let updates = ["update", "extend", "modify", "fix", "add ", "refactor"]
                .iter()
                .any(|verb| lower.starts_with(verb));
            let mode = if updates { TouchMode::Update } else { TouchMode::Create };
            let file = StatedFile { path: path.to_owned(), mode, span: reader.span(path) };
            reader.document.subtasks[statement].files.push(file);
            return;
        }
    }
}
