//! Graph and limits to schedules with lower bounds and proof.
//!
//! Pure and deterministic: effort is counted in steps, never in seconds. `engine/` solves problems in plain
//! integers; the files here say what a plan's three executions are and translate.

pub mod engine;

mod assemble;
mod critical;
mod execution;
mod locks;
mod repair;
mod schedules;

pub use engine::Proof;
pub use execution::{Blocked, Curve, CurvePoint, Execution, Mode, Schedules, Slot, Step};
pub use locks::{Lock, locks};
pub use schedules::{Limits, ScheduleError, schedules};
