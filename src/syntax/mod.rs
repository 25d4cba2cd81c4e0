//! Source to items: what each document states, in any dialect.
//!
//! Promise: never fails. What was not understood is a [`Problem`] with a span. One file per dialect; only
//! `events.rs` names `pulldown_cmark`.

mod allotment;
mod announced;
mod aside;
mod awaiting;
mod by_first;
mod card;
mod check_list;
mod claim;
mod claim_table;
mod crew;
mod directive;
mod document;
mod duration;
mod events;
mod fence;
mod field;
mod figure;
mod front_matter;
mod grouping;
mod heading;
mod hours;
mod id;
mod id_column;
mod in_turn;
mod item;
mod json;
mod json_value;
mod judge;
mod label;
mod leftover;
mod legend;
mod lines;
mod lists;
mod map_block;
mod mark;
mod matrix;
mod mermaid;
mod minutes;
mod need;
mod outline;
mod passed_over;
mod phase;
mod placement;
mod plain_text;
mod preparation;
mod prompt;
mod read_options;
mod reader;
mod reading;
mod relation;
mod sentence;
mod slip;
mod status;
mod story;
mod sum_list;
mod sum_table;
mod suspect;
mod table;
mod task_list;
mod text;
mod two_numbers;
mod unit;
mod verb;
mod waves;
mod way;
mod window_line;
mod word_order;

pub use directive::{Directive, DirectiveKind};
pub use document::{Document, Passed, PassedOver, Problem, ProblemKind};
pub use events::strict_code_blocks;
pub(crate) use fence::fenced_lines;
pub use figure::{Cell, Figure, Unit};
pub(crate) use id::components;
pub use item::{
    Allotment, Buffer, Claim, ClaimEntity, Form, NeedOperand, PhaseIx, PhaseKind, Quantity, StatedEstimate,
    StatedFeature, StatedFile, StatedGroup, StatedId, StatedNeed, StatedPhase, StatedPreparation,
    StatedPrompt, StatedRelation, StatedStatus, StatedSubtask, StatedText, StatedTrack, StatedWindow,
    StatedWindowGroup, Status, TouchMode,
};
pub use minutes::Minutes;
pub use read_options::ReadOptions;
pub use reading::{Reading, ReadingKind, Trace};
pub use sum_table::{RowRole, SumRow, SumTable};

use crate::source::{FileIx, SourceFile};

/// A duration that stands alone: `5m`, `1h30`, `10-20 min`; least and most. `None` for anything else.
pub fn duration(text: &str) -> Option<(Minutes, Minutes)> {
    let text = text.trim();
    let found = duration::find(text).filter(|found| found.text.len() == text.len())?;
    Some((Minutes::from_f64(found.min), Minutes::from_f64(found.max)))
}

/// The state that a word or a mark in a cell of a table names.
pub fn state_of(cell: &str) -> Option<Status> {
    let is_bare = !cell.chars().any(char::is_alphanumeric);
    // What a plan has not done yet, a run has failed to do.
    if is_bare && cell.contains('❌') { Some(Status::Failed) } else { status::status(cell) }
}

/// The first duration in a text; the middle of a range.
pub fn duration_of(text: &str) -> Option<Minutes> {
    let found = duration::find(text)?;
    Some(Minutes::from_f64(f64::midpoint(found.min, found.max)))
}

/// Reads one file. Linear in its length; the result is empty where the file states nothing about a plan.
pub fn parse(file: FileIx, source: &SourceFile) -> Document {
    parse_with(file, source, &ReadOptions::default())
}

/// As [`parse`], with options.
pub fn parse_with(file: FileIx, source: &SourceFile, options: &ReadOptions) -> Document {
    let mut document = if is_json(source) {
        task_list::read(source.text(), options)
    } else {
        reader::read(source.text(), source.path(), options, false).document
    };
    document.file = file;
    document
}

/// As [`parse_with`], and notes how each line was taken.
pub fn trace(file: FileIx, source: &SourceFile, options: &ReadOptions) -> Trace {
    let mut trace = if is_json(source) {
        task_list::trace(source.text(), options)
    } else {
        reader::read(source.text(), source.path(), options, true)
    };
    trace.document.file = file;
    trace
}

fn is_json(source: &SourceFile) -> bool {
    source.path().rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case("json"))
}
