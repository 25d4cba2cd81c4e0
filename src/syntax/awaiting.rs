//! Lists and values below a label: `**Depends on**:`, `VALIDATION:`, `#### Dependencies`.

use super::field::file;
use super::item::{StatedText, TouchMode};
use super::label::{Label, leading_label};
use super::need;
use super::preparation;
use super::reader::Reader;
use super::text::{indent, strip_check_box, strip_list_marker, trim_marks};
use super::unit::{self, Place};

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
    /// Whether the label itself is an item, and its columns.
    pub(super) listed: bool,
    pub(super) column: u8,
}

impl Awaiting {
    pub(super) fn new(label: Label, statement: Option<usize>) -> Awaiting {
        Awaiting { label, statement, blank_seen: false, begun: false, listed: false, column: 0 }
    }

    pub(super) fn is_prompt(self) -> bool {
        self.label == Label::Prompt
    }
}

/// Reads a line that belongs to the label before it; `true` if it does.
pub(super) fn continues(reader: &mut Reader<'_>, at: usize) -> bool {
    let Some(mut awaiting) = reader.scope.awaiting else { return false };
    let line = reader.lines.get(at);
    let Some(statement) = awaiting.statement else { return preparation::continues(reader, awaiting, at) };
    if awaiting.label == Label::Prompt {
        return leading_label(line).is_none() && reader.document.subtasks[statement].prompt.is_none();
    }
    let item_text = strip_list_marker(line);
    let boxed = item_text.is_some_and(|item| strip_check_box(item).is_some());
    if boxed
        && awaiting.label == Label::Validation
        && item_text.is_some_and(|item| is_work(reader, statement, item))
    {
        reader.scope.awaiting = None;
        return false;
    }
    let over = !boxed && leading_label(line).is_some()
        || awaiting.listed && indent(line) <= usize::from(awaiting.column)
        || indent(line) < usize::from(awaiting.column)
        || awaiting.begun && awaiting.blank_seen && awaiting.label != Label::Validation;
    let taken = !over && item(reader, awaiting, statement, at);
    if taken {
        awaiting.begun = true;
        awaiting.blank_seen = false;
        reader.scope.awaiting = Some(awaiting);
    } else {
        reader.scope.awaiting = None;
    }
    taken
}

/// Whether an item behind acceptance criteria announces the next unit.
fn is_work(reader: &Reader<'_>, statement: usize, item: &str) -> bool {
    let around = reader.document.subtasks[statement].id.text.as_str();
    let lettered = around.starts_with(|c: char| c.is_ascii_uppercase());
    unit::read(item, Place::Boxed, reader.lines.text()).is_some_and(|unit| {
        // `APP-7.1` below `APP-7`; `1.2` below `Task 1` may be a measure.
        let below = || unit.id.text.strip_prefix(around).is_some_and(|rest| rest.starts_with('.'));
        unit.certain || lettered && below()
    })
}

/// A heading inside a section that is a label: `#### Dependencies`, `#### Acceptance criteria`.
pub(super) fn heading(reader: &mut Reader<'_>, text: &str) -> bool {
    let Some(statement) = reader.scope.section() else { return false };
    let Some(label) = super::label::find(trim_marks(text).trim_end_matches([':', '：'])) else {
        return false;
    };
    let awaits = matches!(
        label,
        Label::Needs
            | Label::Prerequisites
            | Label::Tools
            | Label::Prompt
            | Label::File
            | Label::CreateFile
            | Label::UpdateFile
            | Label::Validation
    );
    if awaits {
        reader.scope.awaiting = Some(Awaiting::new(label, Some(statement)));
        if label == Label::Validation {
            reader.document.subtasks[statement].validation.get_or_insert_default();
        }
    }
    awaits
}

/// Takes one line as an item of the awaited list or as the awaited value.
pub(super) fn item(reader: &mut Reader<'_>, awaiting: Awaiting, statement: usize, at: usize) -> bool {
    let line = reader.lines.get(at);
    let listed = strip_list_marker(line);
    match awaiting.label {
        Label::Needs | Label::Prerequisites => {
            // A value may wrap to the next line: `**Dependencies**:` / `Tasks 2.1, 2.2`.
            let wrapped = || {
                Some(line.trim())
                    .filter(|l| !awaiting.begun && !awaiting.blank_seen && operand_first(reader, l))
            };
            let Some(words) = listed.or_else(wrapped) else { return false };
            let words = strip_check_box(words).map_or(words, |(_, rest)| rest);
            if awaiting.label == Label::Needs || operand_first(reader, words) {
                reader.add_needs(statement, words);
            } else if !need::says_nothing(words) {
                let text = StatedText { text: trim_marks(words).to_owned(), span: reader.span(words) };
                reader.document.subtasks[statement].prerequisites.push(text);
            }
            true
        }
        Label::Tools => {
            let wrapped = || Some(line.trim()).filter(|_| !awaiting.begun && !awaiting.blank_seen);
            let Some(words) = listed.or_else(wrapped) else { return false };
            let words = strip_check_box(words).map_or(words, |(_, rest)| rest);
            preparation::tools(reader, Some(statement), words);
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
pub(super) fn operand_first(reader: &Reader<'_>, words: &str) -> bool {
    let words = need::strip_opener(words).unwrap_or(words);
    !words.starts_with("all ") && need::operand(words, reader.lines.text()).is_some()
        || need::named_in_brackets(words, reader.lines.text()).is_some()
}
