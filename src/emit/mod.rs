//! Facts to artifacts: contracts, pages, prompt packs and terminal pictures, as text with a path.
//!
//! Touches no file. Views are frozen and versioned; only `engine.rs` names minijinja. Text of a plan is escaped
//! for its medium here and nowhere else.

mod artifact;
mod material;

pub use artifact::Artifact;
pub use material::Material;
