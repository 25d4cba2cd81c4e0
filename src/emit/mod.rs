//! Facts to artifacts: contracts, pages, prompt packs and terminal pictures, as text with a path.
//!
//! Touches no file. Views are frozen and versioned; only `engine.rs` names minijinja. Text of a plan is escaped
//! for its medium here and nowhere else.

mod artifact;
mod claim_findings;
mod clocks;
pub mod comparison;
mod diff;
mod engine;
pub mod finding;
mod fingerprint;
pub mod html;
mod ink;
mod json_files;
pub mod launch;
mod line_diff;
mod material;
pub mod notice;
pub mod pack;
mod page_facts;
mod page_needs;
mod places;
mod render_error;
mod run_material;
mod schedule_report;
mod svg;
pub mod terminal;
pub mod tty;
pub mod view;

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod sample;

pub use artifact::Artifact;
pub use clocks::{Clocks, length};
pub use diff::{diff, patch};
pub use engine::{Context, Engine, EngineOptions, Field, TextTemplate};
pub use fingerprint::{fingerprint, hash};
pub use ink::Ink;
pub use json_files::json_files;
pub use launch::{Labels, Launch, Launchers, launchers};
pub use material::Material;
pub use pack::{Layout, Monitors, PROMPT_NAME, PackOptions, Style, corrected_maps, is_reserved, pack, slug};
pub use places::Places;
pub use render_error::RenderError;
pub use run_material::RunMaterial;
pub use schedule_report::ScheduleReport;
