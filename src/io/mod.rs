//! The only place that reads and writes files.
//!
//! Writers never touch what they did not write, never follow a link below the output folder and leave the old
//! state or the new one; readers take regular files up to a limit.

mod add;
mod apply;
mod discover;
mod discover_error;
mod display_path;
mod folder;
mod git;
mod input;
mod lock;
mod log_file;
mod manifest;
mod out_dir;
mod past_folder;
mod path_rule;
mod read;
mod replace;
mod revision;
mod revision_error;
#[cfg(test)]
mod scratch;
mod survey;
#[cfg(test)]
mod tests;
mod walk;
mod write_error;

pub use add::add_file;
pub use discover::{CONFIG_NAMES, Root, Search, collect, discover, roots};
pub use discover_error::DiscoverError;
pub use display_path::{relative, slashes};
pub use git::{GitError, changed, hooks, working_tree};
pub use input::{Input, InputOrigin};
pub use log_file::{Known, append_log, log_place, plan_root, prepare_log, read_log};
pub use manifest::MANIFEST;
pub use out_dir::{WriteOptions, WriteReport, write};
pub use read::{MAX_FILE, ReadError, read};
pub use replace::{append, replace, write_file};
pub use revision::{PastFile, Revision};
pub use revision_error::RevisionError;
pub use walk::{Filter, PathPatterns};
pub use write_error::WriteError;
