//! What a run was like: planned against actual, where time went and why, and the chain that explains its end.
//!
//! All times are minutes of the run: from its first event, without its pauses. What each number means stands in
//! `docs/metrics.md`.

mod accuracy;
mod cause;
mod chain;
mod clock;
mod doubts;
mod figures;
mod load;
mod opening;
mod spans;
mod step;
mod subtask;
#[cfg(test)]
mod tests;
mod timeline;
mod totals;
mod window;

pub use accuracy::{Accuracy, kind_of_work};
pub use cause::{Cause, Split};
pub use chain::{Before, Link};
pub use clock::RunClock;
pub use doubts::Doubt;
pub use figures::{Metrics, Observed, metrics};
pub use load::Load;
pub use step::StepFigures;
pub use subtask::SubtaskFigures;
pub use timeline::{Timeline, Try};
pub use totals::{Totals, Validation};
pub use window::{Idle, WindowFigures};
