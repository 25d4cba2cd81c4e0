//! Facts in words: ids, operands, forms.

use crate::syntax::{Form, NeedOperand, StatedId, StatedSubtask};

/// How a statement is written, in words.
pub(super) fn form(form: Form) -> &'static str {
    match form {
        Form::Section => "its own section",
        Form::WindowLine => "a window line",
        Form::TableRow => "a row of a table",
        Form::Item => "an item of a check list",
        Form::Tree => "a line of a tree",
        Form::Bullet => "a list item",
        Form::Reference => "a line that points at it",
    }
}

/// `subtask 1.1.3 "Title"`.
pub(super) fn named(word: &str, unit: &StatedSubtask) -> String {
    let alias = unit.alias.as_ref().map_or(String::new(), |alias| format!(" ({})", id(alias)));
    let title = unit.title.as_ref().map_or("", |title| title.text.as_str());
    titled(format!("{word} {}{alias}", id(&unit.id)), title)
}

/// Words with a title behind them, where there is one.
pub(super) fn titled(words: String, title: &str) -> String {
    if title.is_empty() { words } else { format!("{words} \"{title}\"") }
}

/// Words with notes behind a colon, where there are any.
pub(super) fn with(words: String, notes: &[String]) -> String {
    if notes.is_empty() { words } else { format!("{words}: {}", notes.join(", ")) }
}

/// An id with the feature that it carries.
fn id(id: &StatedId) -> String {
    match &id.feature {
        Some(feature) => format!("F{feature}-{}", id.text),
        None => id.text.clone(),
    }
}

/// An operand as people write it.
pub(super) fn operand(of: &NeedOperand) -> String {
    match of {
        NeedOperand::Id(one) | NeedOperand::Name(one) => id(one),
        NeedOperand::Range(from, to) => format!("{}-{}", id(from), id(to)),
        NeedOperand::Wildcard(prefix) if prefix.text.is_empty() => "*".to_owned(),
        NeedOperand::Wildcard(prefix) => format!("{}.*", id(prefix)),
        NeedOperand::Phase(name) => format!("phase {name}"),
        NeedOperand::Everything => "everything".to_owned(),
        NeedOperand::Above => "all above".to_owned(),
        NeedOperand::Except(set, left_out) => {
            let left_out: Vec<String> = left_out.iter().map(id).collect();
            format!("{} except {}", operand(set), left_out.join(", "))
        }
    }
}
