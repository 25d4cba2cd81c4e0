//! Documents to one plan: features, subtasks, needs, phases, windows and claims, each with its provenance.
//!
//! Promise: the plan says what the authors stated, not whether it is true. Needs of groups, ranges and
//! wildcards stay sets; nothing is expanded into pairs here.

#[cfg(test)]
mod assembled;
mod feature;
mod lower;
mod maps;
mod model;
mod named;
mod names;
mod need;
mod problem;
mod relate;
mod resolve;
mod scope;
mod subtask;

pub use feature::{Feature, FeatureIx, Phase, PlanPhaseIx, Track};
pub use lower::{lower, lower_with};
pub use maps::FileRole;
pub(crate) use maps::{part_letter, phase_order};
pub use model::{DocumentLinks, FeatureWindows, MapChoice, Plan};
pub use names::{natural_cmp, nearest};
pub use need::{Members, Need, NeedTarget, Origin, SetIx, SubtaskSet};
pub use problem::{PlanProblem, PlanProblemKind};
pub use subtask::{FileTouch, Place, Prompt, StatementRef, Subtask, SubtaskIx};
