//! YAML front matter of files that are one subtask each (Backlog.md, ccpm): a flat subset, read by hand.

use super::id;
use super::item::{Form, NeedOperand, StatedId, StatedNeed, StatedStatus, StatedText};
use super::lines::Lines;
use super::need;
use super::outline::UnitNote;
use super::reader::Reader;
use super::text::span_in;
use super::unit::Place;

/// What front matter says about a subtask.
#[derive(Default)]
struct Matter<'t> {
    id: Option<&'t str>,
    /// Without quotes, and where it stands.
    title: Option<(String, &'t str)>,
    status: Option<&'t str>,
    estimate: Option<&'t str>,
    phase: Option<&'t str>,
    /// Items of the list of needs; `None` where there is no such key.
    needs: Option<Vec<&'t str>>,
    files: Vec<&'t str>,
    tools: Vec<&'t str>,
    conflicts: Vec<&'t str>,
    parallel: Option<bool>,
    /// Keys that files of this kind have and that only tasks have.
    only_tasks: bool,
    /// Keys of overviews.
    overview: bool,
}

/// Reads the front matter of a file; returns the first line behind it.
pub(super) fn read(reader: &mut Reader<'_>, path: &str) -> usize {
    let lines = reader.lines;
    let end = end(lines);
    if end == 0 {
        return 0;
    }
    let matter = parse(lines, end - 1);
    let Some(id) = subtask_id(&matter, path, lines.text()) else {
        reader.document.is_overview = matter.overview;
        return end;
    };
    let statement = reader.statement(Form::Section, id, "", 0);
    let whole = lines.text();
    let stated = &mut reader.document.subtasks[statement];
    stated.title = matter.title.map(|(text, place)| StatedText { text, span: span_in(whole, place) });
    stated.status = matter.status.and_then(|words| {
        super::status::status(words).map(|status| StatedStatus { status, span: span_in(whole, words) })
    });
    stated.estimate = matter.estimate.and_then(|words| {
        super::duration::find(words)
            .map(|found| found.estimate(whole))
            .or_else(|| super::duration::hours(words, whole))
    });
    for item in matter.needs.iter().flatten() {
        if let Some(id) = reference(item, whole) {
            let need = StatedNeed { operand: NeedOperand::Id(id), note: None, span: span_in(whole, item) };
            reader.document.subtasks[statement].needs.push(need);
        }
    }
    let conflicts = matter.conflicts.iter().filter_map(|item| reference(item, whole));
    reader.document.subtasks[statement].conflicts = conflicts.collect();
    reader.document.subtasks[statement].parallel = matter.parallel;
    for file in matter.files {
        super::field::file(reader, statement, file, super::item::TouchMode::Create, true);
    }
    for words in matter.tools {
        super::preparation::tools(reader, Some(statement), words);
    }
    reader.units[statement] = UnitNote {
        place: Place::Heading,
        rank: 3,
        needs_stated: matter.needs.is_some(),
        ..UnitNote::plain()
    };
    reader.document.is_one_subtask = true;
    reader.open_section(statement, 0);
    end
}

/// The first line behind the front matter; 0 where there is none.
fn end(lines: &Lines<'_>) -> usize {
    if lines.len() == 0 || lines.get(0).trim_end() != "---" {
        return 0;
    }
    (1..lines.len().min(200)).find(|&at| lines.get(at).trim_end() == "---").map_or(0, |at| at + 1)
}

fn parse<'t>(lines: &Lines<'t>, end: usize) -> Matter<'t> {
    let mut matter = Matter::default();
    let mut list: Option<&str> = None;
    for at in 1..end {
        let line = lines.get(at);
        if let Some(item) = line.trim_start().strip_prefix("- ") {
            let item = scalar(item);
            match list {
                Some("needs") => matter.needs.get_or_insert_default().push(item),
                Some("files") => matter.files.push(item),
                Some("tools") => matter.tools.push(item),
                Some("conflicts") => matter.conflicts.push(item),
                _ => {}
            }
            continue;
        }
        if line.starts_with([' ', '\t', '#']) {
            continue;
        }
        let Some((key, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        list = None;
        match key.trim() {
            "id" | "task_id" | "task" => matter.id = Some(scalar(value)).filter(|v| !v.is_empty()),
            "name" | "title" => {
                let title =
                    if value.starts_with(['>', '|']) { folded(lines, at, end) } else { unquoted(value) };
                matter.title =
                    matter.title.or(Some((title, scalar(value))).filter(|(title, _)| !title.is_empty()));
            }
            "status" | "state" => matter.status = Some(scalar(value)),
            "estimate" | "estimated_time" | "estimated_hours" | "effort" | "duration" | "hours" => {
                matter.estimate = Some(scalar(value));
            }
            "phase" => matter.phase = Some(scalar(value)),
            "depends_on" | "dependencies" | "depends-on" | "dependsOn" | "blocked_by" | "blocked-by"
            | "needs" => {
                list = Some("needs");
                matter.needs.get_or_insert_default().extend(flow(value));
            }
            "files" => {
                list = Some("files");
                matter.files.extend(flow(value));
            }
            "tools" => {
                list = Some("tools");
                matter.tools.extend(flow(value));
            }
            "conflicts_with" | "conflicts-with" => {
                list = Some("conflicts");
                matter.conflicts.extend(flow(value));
                matter.only_tasks = true;
            }
            "parallel" => {
                matter.parallel = match scalar(value) {
                    "true" | "yes" => Some(true),
                    "false" | "no" => Some(false),
                    _ => None,
                };
                matter.only_tasks = true;
            }
            "acceptance_criteria" | "ordinal" => matter.only_tasks = true,
            "progress" | "prd" | "epics" => matter.overview = true,
            _ => {}
        }
    }
    matter
}

/// Items of `[a, b]`, or the value alone.
fn flow(value: &str) -> Vec<&str> {
    let value = value.split(" #").next().unwrap_or(value).trim();
    let inside = value.strip_prefix('[').map_or(value, |v| v.strip_suffix(']').unwrap_or(v));
    inside.split(',').map(scalar).filter(|item| !item.is_empty() && *item != "null" && *item != "~").collect()
}

/// The indented lines below a key, as one.
fn folded(lines: &Lines<'_>, at: usize, end: usize) -> String {
    let below = (at + 1..end).map(|at| lines.get(at)).take_while(|line| line.starts_with([' ', '\t']));
    below.map(str::trim).collect::<Vec<_>>().join(" ")
}

/// A value without quotes; a doubled single quote and a quote behind a backslash stand for one.
fn unquoted(value: &str) -> String {
    let (quote, escaped) = match value.as_bytes().first() {
        Some(b'\'') => ('\'', "\'\'"),
        Some(b'"') => ('"', "\\\""),
        _ => return scalar(value).to_owned(),
    };
    match value[1..].strip_suffix(quote) {
        Some(inside) => inside.replace(escaped, &quote.to_string()),
        // A comment stands behind the quotes.
        None => scalar(value).to_owned(),
    }
}

/// A value without quotes and a comment behind it.
fn scalar(value: &str) -> &str {
    let value = value.trim();
    for quote in ['"', '\''] {
        if let Some(inside) = value.strip_prefix(quote) {
            return inside.split(quote).next().unwrap_or(inside);
        }
    }
    value.split(" #").next().unwrap_or(value).trim_end()
}

/// The id of the subtask that a file is; `None` where its front matter is about something else.
fn subtask_id(matter: &Matter<'_>, path: &str, whole: &str) -> Option<StatedId> {
    let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let known_state = matter.status.is_some_and(|words| super::status::status(words).is_some());
    let listed =
        matter.needs.as_ref().is_some_and(|needs| needs.iter().all(|item| reference(item, whole).is_some()));
    if !(known_state || listed && matter.only_tasks) || matter.overview && matter.needs.is_none() {
        return None;
    }
    let id = matter.id.filter(|id| id.bytes().any(|b| b.is_ascii_digit()) && id.len() <= 40);
    if let Some(id) = id {
        return Some(StatedId { text: id.to_owned(), feature: None, span: span_in(whole, id) });
    }
    if !(listed || matter.only_tasks) {
        return None;
    }
    // The file's name is the id: `007.md`, `task-12 - Title.md`.
    let word = stem.split([' ', '_']).next().unwrap_or(stem);
    let numbered = word.bytes().any(|b| b.is_ascii_digit()) && word.len() <= 24;
    let text = if numbered { word } else { stem };
    (!text.is_empty()).then(|| StatedId {
        text: text.to_owned(),
        feature: None,
        span: crate::source::Span::default(),
    })
}

/// An id in a list of needs: `255`, `task-3`, `001.md`, `TASK-12 - Title`.
fn reference(item: &str, whole: &str) -> Option<StatedId> {
    let item = item.trim_matches(['[', ']', '"', '\'']).trim();
    let item = item.strip_suffix(".md").unwrap_or(item);
    let word = item
        .split([' ', '/'])
        .next_back()
        .filter(|_| !item.contains(' '))
        .or_else(|| item.split(' ').next())?;
    let ends = word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    let named = word.bytes().any(|b| b.is_ascii_digit()) && ends && !need::says_nothing(word);
    let id = id::leading_id(word, whole).filter(|(_, rest)| rest.is_empty()).map(|(id, _)| id);
    named.then(|| id.unwrap_or(StatedId { text: word.to_owned(), feature: None, span: span_in(whole, word) }))
}
