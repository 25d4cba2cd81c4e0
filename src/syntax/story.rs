//! Needs of stories that this document does not hold: `depends on Story 2.1` beside a subtask 2.1 of its own.

use rustc_hash::FxHashMap;

use super::document::Document;
use super::item::{NeedOperand, StatedNeed, StatedText};
use super::outline::UnitNote;
use super::text::strip_word;
use super::unit::Kind;

/// Turns needs of stories that would be taken for subtasks with the same number into conditions.
pub(super) fn elsewhere(document: &mut Document, notes: &[UnitNote], text: &str) {
    let is_story = |words: &str| {
        ["story", "stories", "user story", "epic"].iter().any(|word| strip_word(words, word).is_some())
    };
    let words = |need: &StatedNeed| need.span.of(text).trim_start_matches(['*', '_', '`', '[', ' ']);
    let named = |need: &StatedNeed| matches!(need.operand, NeedOperand::Name(_)) && is_story(words(need));
    if !document.subtasks.iter().any(|statement| statement.needs.iter().any(named)) {
        return;
    }
    // Whether an id is one of stories too, and not only of their parts.
    let mut ids: FxHashMap<String, bool> = FxHashMap::default();
    for (statement, note) in document.subtasks.iter().zip(notes) {
        *ids.entry(statement.id.text.clone()).or_default() |= note.kind == Kind::Container;
    }
    for statement in &mut document.subtasks {
        let is_part = |need: &StatedNeed| match &need.operand {
            NeedOperand::Name(name) if named(need) => ids.get(&name.text) == Some(&false),
            _ => false,
        };
        let (parts, needs): (Vec<StatedNeed>, Vec<StatedNeed>) =
            std::mem::take(&mut statement.needs).into_iter().partition(is_part);
        statement.needs = needs;
        let conditions =
            parts.iter().map(|need| StatedText { text: words(need).to_owned(), span: need.span });
        statement.prerequisites.extend(conditions);
    }
}
