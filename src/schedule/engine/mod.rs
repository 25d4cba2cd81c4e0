//! When each subtask runs: schedules on a number of windows, bounds that no schedule beats, and proofs.
//!
//! A [`Problem`] goes to [`solve()`], which answers with a [`Solution`]: start times, a makespan,
//! a lower bound and the argument behind it. [`verify()`] checks any schedule without the engine's help,
//! [`assign_windows`] says which window runs which task, [`curve()`] varies the number of windows.
//!
//! The engine cuts a problem into parts that follow each other (`reduce`), and for each part (`portfolio`)
//! tries bounds and schedules in order of their cost until one meets the other.
//! Effort is counted in steps, random numbers come from a fixed seed, and ties go to the lowest index:
//! the same input gives the same output everywhere.

#![allow(
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "scaled times are small signed integers, and never negative where they index"
)]

mod answer;
mod bit_matrix;
mod bounds;
mod budget;
mod carlier;
mod closure;
mod construct;
mod counting;
mod critical_path;
mod curve;
mod cut_set;
mod decide;
mod domain;
mod edge_finding;
mod effort;
mod energy;
mod exact;
mod forward_search;
mod improve;
mod instance;
mod jackson;
mod justify;
mod lane;
mod list;
mod lock_order;
mod node_test;
mod portfolio;
mod problem;
mod profile;
mod propagate;
pub(crate) mod random;
mod rank_set;
mod reduce;
mod rule;
mod search_tree;
mod shave;
mod solution;
mod solve;
mod strong_head;
mod topological;
mod verify;
mod window;

#[cfg(test)]
mod tests;

pub use critical_path::{critical_path, heads, slack, tails};
pub use curve::{CurvePoint, curve};
pub use effort::Effort;
pub use problem::{Problem, WindowGroups};
pub use solution::{Cycle, Proof, Solution};
pub use solve::solve;
pub use topological::topological_order;
pub use verify::{Violation, verify};
pub use window::{WindowPreference, assign_windows};
