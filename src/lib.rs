#![doc = "planc compiles markdown plans for people who run many AI agents at once."]
//!
//! Data goes one way through the stages; a module imports only what stands left of it:
//!
//! `source → syntax → plan → graph → schedule → runlog → diag → check → emit → compile → io → cli`

#![allow(
    rustdoc::invalid_codeblock_attributes,
    reason = "rule pages are module docs, and their fences name expected findings"
)]

pub mod check;
pub mod cli;
pub mod compile;
pub mod diag;
pub mod emit;
pub mod graph;
pub mod io;
pub mod plan;
pub mod runlog;
pub mod schedule;
pub mod source;
pub mod syntax;
