//! Log text to what happened: events, attempts per subtask, and what may start now.
//!
//! The reader is tolerant and counts what it cannot read; the writer's form is `planc.event/1`, one JSON object a
//! line. Pure: the time comes in from outside.

mod barriers;
mod calibration;
mod cursor;
mod event;
mod files;
mod forecast;
mod free_windows;
mod gap;
mod handover;
mod import;
mod lanes;
mod log;
pub mod metrics;
mod moment;
mod names;
mod notice;
mod pace;
mod past;
mod progress;
mod record;
mod replay;
mod state;
#[cfg(test)]
mod tests;
mod undo;

pub use barriers::Barriers;
pub use calibration::{Calibration, Group, LEAST, Sample, Samples, learn, samples};
pub use cursor::Cursor;
pub use event::{Event, EventKind, Undoes, Validated};
pub use files::{Clash, FileFault, FilesCheck, clashes, finished_files};
pub use forecast::{Forecast, Standing, forecast, forecast_shared};
pub use free_windows::free_windows;
pub use import::{Import, ImportOptions, Reading, Told, import};
pub use log::{BadLine, LogLine, RunLog, lines, merge, merge_by, next_seq, read};
pub use moment::Moment;
pub use names::Names;
pub use notice::{Notice, notices};
pub use pace::Pace;
pub use past::past;
pub use progress::{Gate, Hold, Progress, progress};
pub use record::{BadRecord, MAX_NOTE, line};
pub use replay::{Attempt, Outcome, Run, SubtaskRun, replay};
pub use state::State;
pub use undo::undone;
