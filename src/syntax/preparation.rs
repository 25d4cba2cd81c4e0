//! What has to be there before anybody starts: `Tools: Node 20, docker` of a subtask or of a whole document, and the
//! prerequisites of a whole document.

use super::awaiting::{Awaiting, operand_first};
use super::item::{StatedPreparation, StatedText};
use super::label::{self, Label, leading_label};
use super::need;
use super::reader::Reader;
use super::text::{indent, strip_check_box, strip_list_marker, trim_marks};
use super::unit::{self, Place};

/// Adds the tools that `words` list to a statement, or to the document where there is none.
pub(super) fn tools(reader: &mut Reader<'_>, statement: Option<usize>, words: &str) {
    if need::says_nothing(words) {
        return;
    }
    for part in parts(words) {
        let text = StatedText { text: part.replace(['`', '*'], ""), span: reader.span(part) };
        match statement {
            Some(statement) => reader.document.subtasks[statement].tools.push(text),
            None => reader.document.preparations.push(StatedPreparation { text, is_tool: true }),
        }
    }
}

/// Reads a field that stands above or between subtasks; `true` if it says what the document asks for.
pub(super) fn field(reader: &mut Reader<'_>, at: usize, label: Label, value: &str) -> bool {
    if !belongs_to_document(reader, label) {
        return false;
    }
    if !trim_marks(value).is_empty() {
        return add(reader, label, value);
    }
    let line = reader.lines.get(at);
    let listed = strip_list_marker(line).is_some();
    reader.scope.awaiting =
        Some(Awaiting { listed, column: indent(line) as u8, ..Awaiting::new(label, None) });
    true
}

/// Looks for what the document asks for below a heading such as `## Prerequisites`.
pub(super) fn heading(reader: &mut Reader<'_>, text: &str) {
    let label = label::find(trim_marks(text).trim_end_matches([':', '：']));
    if let Some(label) = label.filter(|&label| belongs_to_document(reader, label)) {
        reader.scope.awaiting = Some(Awaiting::new(label, None));
    }
}

/// Reads a line below such a label; `true` if it is an item of its list.
pub(super) fn continues(reader: &mut Reader<'_>, mut awaiting: Awaiting, at: usize) -> bool {
    let line = reader.lines.get(at);
    let item = strip_list_marker(line);
    // A sentence may lead to the list.
    if item.is_none() && !awaiting.begun && line.trim_end().ends_with([':', '：']) {
        return false;
    }
    reader.scope.awaiting = None;
    let over = awaiting.listed && indent(line) <= usize::from(awaiting.column)
        || awaiting.begun && awaiting.blank_seen
        || leading_label(line).is_some();
    let Some(item) = item.filter(|_| !over) else { return false };
    let work = unit::read(item, Place::Boxed, reader.lines.text()).is_some_and(|unit| unit.certain);
    let words = strip_check_box(item).map_or(item, |(_, rest)| rest);
    if work || !add(reader, awaiting.label, words) {
        return false;
    }
    (awaiting.begun, awaiting.blank_seen) = (true, false);
    reader.scope.awaiting = Some(awaiting);
    true
}

/// The prerequisites of a phase are remarks about other phases.
fn belongs_to_document(reader: &Reader<'_>, label: Label) -> bool {
    let in_phase = reader.scope.phase.or(reader.scope.wave).is_some();
    reader.scope.owner().is_none() && (label == Label::Tools || label == Label::Prerequisites && !in_phase)
}

/// What names subtasks or phases is said about them.
fn add(reader: &mut Reader<'_>, label: Label, words: &str) -> bool {
    if label == Label::Tools {
        tools(reader, None, words);
        return true;
    }
    if operand_first(reader, words) {
        return false;
    }
    if !need::says_nothing(words) {
        let text = StatedText { text: trim_marks(words).to_owned(), span: reader.span(words) };
        reader.document.preparations.push(StatedPreparation { text, is_tool: false });
    }
    true
}

/// The parts of a list; what stands in brackets stays together.
fn parts(words: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut from, mut depth) = (0, 0_u32);
    for (at, c) in words.char_indices() {
        match c {
            '(' | '[' | '（' => depth += 1,
            ')' | ']' | '）' => depth = depth.saturating_sub(1),
            ',' | ';' | '、' | '，' | '；' if depth == 0 => {
                parts.push(&words[from..at]);
                from = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&words[from..]);
    let without_and = |part: &str| {
        let part = part.trim_start();
        part.len() - part.strip_prefix("and ").unwrap_or(part).len()
    };
    let parts = parts.into_iter().map(|part| trim_marks(&part.trim_start()[without_and(part)..]));
    parts.map(|part| part.trim_end_matches('.')).filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn lists_of_tools_are_cut_at_commas() {
        assert_eq!(
            parts("Node 20, `docker`; psql (15, or newer), and jq."),
            ["Node 20", "docker", "psql (15, or newer)", "jq"]
        );
        assert_eq!(parts("工具一、工具二"), ["工具一", "工具二"]);
        assert_eq!(parts(" , "), Vec::<&str>::new());
    }
}
