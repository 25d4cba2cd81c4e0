//! The machine contracts: frozen, versioned shapes in JSON.
//!
//! Fields are only ever added. Every key is always present, null or empty where there is nothing to say.
//! What each key means stands in `docs/outputs.md`.

mod claims;
mod findings;
mod fingerprint;
mod json;
mod number;
mod pairs;
mod phases;
mod plan;
mod schedule;

pub use claims::ClaimView;
pub use findings::{FindingView, FindingsOptions, FindingsView, finding_lines};
pub use fingerprint::fingerprint;
pub use json::{to_json, to_json_line};
pub use pairs::{EXPANDED_NEEDS, Pairs, Sources};
pub use phases::{PhaseView, SubPhaseView};
pub use plan::{PlanView, SubtaskView};
pub use schedule::ScheduleView;
