//! Source to items: what each document states, in any dialect.
//!
//! Promise: never fails. What was not understood is a [`Problem`] with a span. One file per dialect; only
//! `events.rs` names `pulldown_cmark`.

mod awaiting;
mod check_list;
mod claim;
mod directive;
mod document;
mod duration;
mod events;
mod fence;
mod field;
mod front_matter;
mod grouping;
mod heading;
mod id;
mod item;
mod label;
mod lines;
mod map_block;
mod mark;
mod mermaid;
mod minutes;
mod need;
mod outline;
mod phase;
mod placement;
mod plain_text;
mod prompt;
mod reader;
mod relation;
mod status;
mod table;
mod text;
mod unit;
mod verb;
mod window_line;

pub use directive::{Directive, DirectiveKind};
pub use document::{Document, Problem, ProblemKind};
pub use events::strict_code_blocks;
pub(crate) use fence::fenced_lines;
pub(crate) use id::components;
pub use item::{
    Buffer, Claim, ClaimEntity, Form, NeedOperand, PhaseIx, PhaseKind, Quantity, StatedEstimate,
    StatedFeature, StatedFile, StatedGroup, StatedId, StatedNeed, StatedPhase, StatedPrompt, StatedRelation,
    StatedStatus, StatedSubtask, StatedText, StatedTrack, StatedWindow, Status, TouchMode,
};
pub use minutes::Minutes;

use crate::source::{FileIx, SourceFile};

/// Reads one file. Linear in its length; the result is empty where the file states nothing about a plan.
pub fn parse(file: FileIx, source: &SourceFile) -> Document {
    let mut document = reader::read(source.text(), source.path());
    document.file = file;
    document
}
