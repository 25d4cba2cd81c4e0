//! The only place that reads and writes files.
//!
//! Writers never touch what they did not write, never follow a link below the output folder and leave the old
//! state or the new one; readers take regular files up to a limit.

mod apply;
mod folder;
mod lock;
mod manifest;
mod out_dir;
mod path_rule;
#[cfg(test)]
mod scratch;
mod survey;
#[cfg(test)]
mod tests;
mod write_error;

pub use manifest::MANIFEST;
pub use out_dir::{WriteOptions, WriteReport, write};
pub use write_error::WriteError;
