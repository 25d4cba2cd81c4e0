//! What looks like work and is none, for the author who asks.

use super::document::{Document, Passed, PassedOver};
use super::item::{Form, StatedSubtask};
use super::outline::UnitNote;
use super::unit::Kind;

/// What was announced and does not count.
pub(super) fn list(document: &Document, notes: &[UnitNote], kept: &[bool]) -> Vec<PassedOver> {
    let dropped = document.subtasks.iter().zip(notes).zip(kept).filter(|(_, kept)| !**kept);
    let why = |statement: &StatedSubtask, note: &UnitNote| match note.kind {
        _ if note.until.is_some() => Passed::Range,
        _ if statement.form == Form::Reference => Passed::Mention,
        Kind::Container => Passed::Childless,
        _ => Passed::Uncertain,
    };
    dropped
        .map(|((statement, note), _)| PassedOver {
            id: statement.id.text.clone(),
            why: why(statement, note),
            span: statement.span,
        })
        .collect()
}
