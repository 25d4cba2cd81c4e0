//! Graph and limits to schedules with lower bounds and proof.
//!
//! Pure and deterministic: effort is counted in steps, never in seconds. The engine works on plain integers
//! (`problem.rs`); `execution.rs` says what the plan's three executions are.

mod execution;

pub use execution::{Blocked, Curve, CurvePoint, Execution, Mode, Proof, Schedules, Slot, Step};
