//! Source to items: what each document states, in any dialect.
//!
//! Promise: never fails. What was not understood is a [`Problem`] with a span. One file per dialect; only
//! `events.rs` names pulldown_cmark.

mod document;
mod item;
mod minutes;

pub use document::{Document, Problem, ProblemKind};
pub use item::{
    Buffer, Claim, ClaimEntity, Form, NeedOperand, PhaseIx, Quantity, StatedEstimate, StatedFeature,
    StatedFile, StatedId, StatedNeed, StatedPhase, StatedPrompt, StatedStatus, StatedSubtask, StatedText,
    StatedTrack, StatedWindow, Status, TouchMode,
};
pub use minutes::Minutes;
