//! Task Master's text files: every field of a task is a heading.
//!
//! `# Task ID: 3`, `# Title: …`, `# Status: done`, `# Dependencies: 1, 2`, and below `# Subtasks:` sections such as
//! `## 2. Title [pending]` with `### Dependencies: 3.1`.

use super::item::{Form, StatedId, StatedStatus, StatedText};
use super::label::{self, Label};
use super::reader::Reader;
use super::text::{leading_number, strip_word};
use super::unit::{Kind, Place, Unit};
use super::{id, status};

/// The task whose headings are read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Card {
    task: usize,
    level: u8,
    /// Whether `Subtasks` was met.
    lists: bool,
    /// The subtask that fields below belong to.
    subtask: Option<usize>,
}

/// Reads a heading of such a file; `true` if it was one.
pub(super) fn heading<'t>(reader: &mut Reader<'t>, at: usize, level: u8, words: &'t str) -> bool {
    if let Some(rest) = strip_word(words, "task id").filter(|rest| rest.starts_with(':')) {
        return open(reader, at, level, rest);
    }
    let Some(mut card) = reader.scope.card else { return false };
    if let Some((name, value)) = words.split_once(':') {
        let deep = level > card.level;
        let statement = card.subtask.filter(|_| deep).unwrap_or(card.task);
        let known = field(reader, at, statement, name.trim(), value);
        if known || is_prose(name.trim()) {
            if name.trim().eq_ignore_ascii_case("subtasks") {
                card.lists = true;
                reader.scope.card = Some(card);
            }
            return true;
        }
    }
    if card.lists && level == card.level + 1 {
        return listed(reader, at, level, words, card);
    }
    reader.scope.card = None;
    false
}

fn open<'t>(reader: &mut Reader<'t>, at: usize, level: u8, rest: &'t str) -> bool {
    let Some((id, words)) = id::after_keyword(rest, reader.lines.text()) else { return false };
    let task = announce(reader, at, level, 2, id, words);
    reader.scope.card = Some(Card { task, level, lists: false, subtask: None });
    true
}

/// `2. Title [pending]` is the subtask `3.2` of the task 3.
fn listed<'t>(reader: &mut Reader<'t>, at: usize, level: u8, words: &'t str, card: Card) -> bool {
    let Some((number, rest)) = leading_number(words) else { return false };
    let Some(title) = rest.strip_prefix('.') else { return false };
    let task = &reader.document.subtasks[card.task].id.text;
    let text = format!("{task}.{number}");
    let id = StatedId { text, feature: None, span: reader.span(&words[..words.len() - rest.len()]) };
    let subtask = announce(reader, at, level, 3, id, title);
    reader.scope.card = Some(Card { subtask: Some(subtask), ..card });
    true
}

fn announce<'t>(
    reader: &mut Reader<'t>,
    at: usize,
    level: u8,
    rank: u8,
    id: StatedId,
    words: &'t str,
) -> usize {
    // A phase may be a heading of the same level.
    reader.close_sections(at, level);
    let unit = Unit { kind: Kind::Work, rank, id, until: None, words, status: None, certain: true };
    let statement = reader.announce(Form::Section, unit, level, at, Place::Heading);
    reader.open_section(statement, level);
    statement
}

/// Reads a field that is a heading.
fn field(reader: &mut Reader<'_>, at: usize, statement: usize, name: &str, value: &str) -> bool {
    match label::find(name) {
        Some(Label::Title) => {
            let span = reader.span(value.trim());
            let title = StatedText { text: value.trim().to_owned(), span };
            reader.document.subtasks[statement].title = Some(title);
        }
        Some(Label::Status) => {
            let span = reader.lines.span(at);
            let found = status::status(value).map(|status| StatedStatus { status, span });
            reader.document.subtasks[statement].status = found;
        }
        Some(Label::Needs) => reader.add_needs(statement, value),
        _ => return false,
    }
    true
}

/// Headings with text below them.
fn is_prose(name: &str) -> bool {
    [
        "description",
        "details",
        "test strategy",
        "priority",
        "subtasks",
        "complexity",
        "assignee",
        "created",
        "updated",
    ]
    .iter()
    .any(|word| name.eq_ignore_ascii_case(word))
}
