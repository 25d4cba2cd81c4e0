//! Needs of a subtask without a field of their own: an item that begins like one, and brackets behind another field.

use super::label::Label;
use super::need;
use super::reader::Reader;
use super::text::strip_list_marker;

/// `- Depends on Task 3`: a need without a colon, only where it names an id.
pub(super) fn opened(reader: &mut Reader<'_>, line: &str, statement: usize) -> bool {
    let Some(item) = strip_list_marker(line) else { return false };
    if !item.starts_with(['d', 'D', 'r', 'R', 'n', 'N', 'b', 'B', 'w', 'W']) && item.is_ascii() {
        return false;
    }
    let Some(rest) = need::strip_opener(item).filter(|rest| rest.len() < item.len()) else { return false };
    if !names_unit(reader, rest) {
        return false;
    }
    reader.add_needs(statement, rest);
    true
}

/// `Priority: High (depends on Agent 1)`, `Status: Pending (blocked by 1.2)`.
pub(super) fn in_brackets(reader: &mut Reader<'_>, statement: usize, line: &str) {
    if !line.ends_with([')', '）', ' ', '*']) {
        return;
    }
    let Some((words, value)) = super::label::split(line) else { return };
    let of_state = words.eq_ignore_ascii_case("priority") || super::label::find(words) == Some(Label::Status);
    let Some((_, inside)) = super::text::last_brackets(value).filter(|_| of_state) else { return };
    if let Some(rest) = need::strip_opener(inside).filter(|rest| rest.len() < inside.len())
        && names_unit(reader, rest)
    {
        reader.add_needs(statement, rest);
    }
}

/// Whether words begin with an id, or with a word such as `Track` and a name: `Track B` names a unit, `A server` does not.
fn names_unit(reader: &Reader<'_>, words: &str) -> bool {
    let keyword = || super::label::UNITS.iter().any(|(word, _)| super::label::strip(words, word).is_some());
    need::operand(words, reader.lines.text())
        .is_some_and(|(operand, ..)| need::is_certain(&operand) || keyword())
}
