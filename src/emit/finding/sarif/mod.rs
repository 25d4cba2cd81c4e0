//! SARIF 2.1.0: the log, its rules, its results and the places that they name.
//!
//! The shapes hold what GitHub's code scanning reads and no more than it takes.

mod log;
mod message;
mod place;
mod result;
mod rule;

pub use log::sarif;
