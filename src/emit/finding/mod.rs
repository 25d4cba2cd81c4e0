//! Findings for people: in full with source lines, one a line, and the summary that ends a check.

mod concise;
mod counts;
mod excerpt;
mod full;
mod summary;
mod verdict;

pub use concise::concise;
pub use counts::{Counts, RuleCount};
pub use full::full;
pub use summary::summary;
pub(super) use verdict::Worth;
pub use verdict::verdict;
