//! Fields: `Depends on:`, `Duration:`, `File:`, `**Validation:**` and the lists below them.

use super::item::{StatedFile, StatedText, TouchMode};
use super::label::{Label, leading_label};
use super::reader::Reader;
use super::text::{strip_check_box, strip_list_marker, trim_marks};
use super::{claim, duration, need};

/// A label whose items or value stand on the following lines.
#[derive(Clone, Copy, Debug)]
pub(super) struct Awaiting {
    pub(super) label: Label,
    /// The statement that the items belong to.
    pub(super) statement: Option<usize>,
    /// Whether a blank line has been met.
    pub(super) blank_seen: bool,
    /// Whether an item has been met.
    pub(super) begun: bool,
}

impl Awaiting {
    pub(super) fn new(label: Label, statement: Option<usize>) -> Awaiting {
        Awaiting { label, statement, blank_seen: false, begun: false }
    }

    pub(super) fn is_prompt(self) -> bool {
        self.label == Label::Prompt
    }
}

/// Reads a line that belongs to the label before it; `true` if it does.
pub(super) fn continues(reader: &mut Reader<'_>, at: usize) -> bool {
    let Some(mut awaiting) = reader.scope.awaiting else { return false };
    let line = reader.lines.get(at);
    let Some(statement) = awaiting.statement else { return false };
    if awaiting.label == Label::Prompt {
        return leading_label(line).is_none() && reader.document.subtasks[statement].prompt.is_none();
    }
    let taken = item(reader, awaiting, statement, at);
    if taken {
        awaiting.begun = true;
        awaiting.blank_seen = false;
        reader.scope.awaiting = Some(awaiting);
    } else {
        reader.scope.awaiting = None;
    }
    taken
}

/// Takes one line as an item of the awaited list or as the awaited value.
pub(super) fn item(reader: &mut Reader<'_>, awaiting: Awaiting, statement: usize, at: usize) -> bool {
    let line = reader.lines.get(at);
    let listed = strip_list_marker(line);
    match awaiting.label {
        Label::Needs | Label::Prerequisites => {
            let Some(words) = listed else { return false };
            let words = strip_check_box(words).map_or(words, |(_, rest)| rest);
            if awaiting.label == Label::Needs || operand_first(reader, words) {
                reader.add_needs(statement, words);
            } else if !need::says_nothing(words) {
                let text = StatedText { text: trim_marks(words).to_owned(), span: reader.span(words) };
                reader.document.subtasks[statement].prerequisites.push(text);
            }
            true
        }
        Label::Validation => {
            let words = listed.unwrap_or_else(|| line.trim_start());
            let (boxed, words) = match strip_check_box(words) {
                Some((_, rest)) => (true, rest),
                None => (false, words.trim_start_matches(['✅', '☐', '☑', '✓', ' '])),
            };
            let marked = boxed || listed.is_some() || line.trim_start().starts_with(['✅', '☐', '☑', '✓']);
            if !marked || (awaiting.begun && awaiting.blank_seen && !boxed) {
                return false;
            }
            let text = StatedText { text: words.trim().to_owned(), span: reader.span(words) };
            reader.document.subtasks[statement].validation.get_or_insert_default().push(text);
            true
        }
        Label::File | Label::CreateFile | Label::UpdateFile => {
            if awaiting.begun && listed.is_none() {
                return false;
            }
            let mode =
                if awaiting.label == Label::UpdateFile { TouchMode::Update } else { TouchMode::Create };
            file(reader, statement, listed.unwrap_or(line), mode, awaiting.label == Label::File)
        }
        _ => false,
    }
}

/// Whether a prerequisite names a subtask first: then it is a need.
fn operand_first(reader: &Reader<'_>, words: &str) -> bool {
    let words = need::strip_opener(words).unwrap_or(words);
    !words.starts_with("all ") && need::operand(words, reader.lines.text()).is_some()
}

/// Reads a field for the statement, phase or track that is in scope; `true` if it was one.
pub(super) fn read(reader: &mut Reader<'_>, at: usize) -> bool {
    let line = reader.lines.get(at);
    let Some((label, value)) = leading_label(line) else { return false };
    let statement = reader.scope.section.map(|(statement, _)| statement).or(reader.scope.target);
    match (label, statement) {
        (Label::Count, _) => claim::count(reader, value),
        (Label::TotalTime, None) => claim::total_time(reader, value),
        (Label::Duration | Label::TotalTime, Some(statement)) => {
            if let Some(found) = duration::find(value) {
                let estimate = found.estimate(reader.lines.text());
                reader.document.subtasks[statement].estimate.get_or_insert(estimate);
            }
        }
        (Label::Duration, None) => {
            let Some(found) = duration::find(value) else { return false };
            let estimate = found.estimate(reader.lines.text());
            if !reader.time_phase(estimate)
                && let Some(track) = reader.scope.track
            {
                reader.document.tracks[track].estimate.get_or_insert(estimate);
            }
        }
        (_, Some(statement)) => of_statement(reader, statement, label, value),
        (_, None) => return false,
    }
    true
}

fn of_statement(reader: &mut Reader<'_>, statement: usize, label: Label, value: &str) {
    let empty = trim_marks(value).is_empty();
    match label {
        Label::Needs if !empty => reader.add_needs(statement, value),
        Label::Prerequisites if !empty && operand_first(reader, value) => reader.add_needs(statement, value),
        Label::Prerequisites if !empty => {
            if !need::says_nothing(value) {
                let text = StatedText { text: trim_marks(value).to_owned(), span: reader.span(value) };
                reader.document.subtasks[statement].prerequisites.push(text);
            }
        }
        Label::File | Label::CreateFile | Label::UpdateFile if !empty => {
            let mode = if label == Label::UpdateFile { TouchMode::Update } else { TouchMode::Create };
            for part in value.split(", ") {
                file(reader, statement, part, mode, label == Label::File);
            }
        }
        Label::Title if !empty && reader.document.subtasks[statement].title.is_none() => {
            let text = StatedText { text: trim_marks(value).to_owned(), span: reader.span(value) };
            reader.document.subtasks[statement].title = Some(text);
        }
        Label::Validation => {
            reader.document.subtasks[statement].validation.get_or_insert_default();
            reader.scope.awaiting = Some(Awaiting::new(label, Some(statement)));
        }
        Label::Needs
        | Label::Prerequisites
        | Label::Prompt
        | Label::File
        | Label::CreateFile
        | Label::UpdateFile => {
            reader.scope.awaiting = Some(Awaiting::new(label, Some(statement)));
        }
        _ => {}
    }
}

/// Takes a path with its mode words; `true` if the words begin with something like a path.
pub(super) fn file(
    reader: &mut Reader<'_>,
    statement: usize,
    words: &str,
    mode: TouchMode,
    by_words: bool,
) -> bool {
    let text = trim_marks(words);
    let end = text.find([' ', '\t', '`', '(', ',']).unwrap_or(text.len());
    let path = text[..end].trim_matches(['"', '\'']).trim_end_matches([':', ';']);
    let like_path = path.contains('/') || path.contains('.') || path.contains('\\');
    if path.is_empty() || !like_path || path.contains("://") {
        return false;
    }
    let rest = text[end..].to_ascii_lowercase();
    let updates = ["append", "modify", "update", "extend", "edit"].iter().any(|word| rest.contains(word));
    let mode = if by_words && updates { TouchMode::Update } else { mode };
    let touched = StatedFile { path: path.to_owned(), mode, span: reader.span(path) };
    let files = &mut reader.document.subtasks[statement].files;
    if !files.iter().any(|f| f.path == touched.path && f.mode == touched.mode) {
        files.push(touched);
    }
    true
}
