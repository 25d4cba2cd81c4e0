//! The step summary: verdict, counts, the worst findings, waves, claims, and what is left out.

mod claims;
pub(in crate::emit) mod escape;
mod links;
mod omissions;
mod summary;
mod waves;

pub use links::Links;
pub use summary::markdown;
