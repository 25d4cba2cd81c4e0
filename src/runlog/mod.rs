//! Log text to what happened: events, attempts per subtask, and what may start now.
//!
//! The reader is tolerant and counts what it cannot read; the writer's form is `planc.event/1`, one JSON object a
//! line. Pure: the time comes in from outside.

mod event;
mod import;
mod log;
mod moment;
mod progress;
mod record;
mod replay;
mod state;
#[cfg(test)]
mod tests;
mod undo;

pub use event::{Event, EventKind, Validated};
pub use import::{Import, ImportOptions, Reading, Told, import};
pub use log::{BadLine, RunLog, merge, next_seq, read};
pub use moment::Moment;
pub use progress::{Gate, Hold, Progress, progress};
pub use record::{BadRecord, MAX_NOTE, line};
pub use replay::{Attempt, Outcome, Run, SubtaskRun, replay};
pub use state::State;
pub use undo::undone;
