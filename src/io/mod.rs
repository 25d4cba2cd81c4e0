//! The only place that reads and writes files.
//!
//! Writers never touch what they did not write, never follow a link below the output folder and leave the old
//! state or the new one; readers take regular files up to a limit.

mod add;
mod apply;
mod cursor_file;
mod discover;
mod discover_error;
mod display_path;
mod folder;
mod git;
mod input;
mod lock;
mod log_file;
mod log_parts;
mod log_place;
mod manifest;
mod out_dir;
mod part;
mod past_folder;
mod path_rule;
mod plan_root;
mod provenance;
mod read;
mod replace;
mod revision;
mod revision_error;
#[cfg(test)]
mod scratch;
mod stamp;
mod survey;
#[cfg(test)]
mod tests;
mod walk;
mod watch;
mod webhook;
mod write_error;
mod written;

pub use add::add_file;
pub use cursor_file::{cursor_place, with_cursor};
pub use discover::{CONFIG_NAMES, Root, Search, collect, discover, roots};
pub use discover_error::DiscoverError;
pub use display_path::{relative, slashes};
pub use git::{GitError, changed, hooks, working_tree};
pub use input::{Input, InputOrigin};
pub use log_file::{Unlocked, append_log, prepare_log, read_log};
pub use log_parts::{log_parts, parts_folder};
pub use log_place::{configured_log, log_place};
pub use manifest::{Entry, MANIFEST};
pub use out_dir::{WriteOptions, WriteReport, write};
pub use plan_root::{marked_root, plan_root};
pub use provenance::{Provenance, provenance};
pub use read::{MAX_FILE, ReadError, read};
pub use replace::{append, replace, write_file};
pub use revision::{PastFile, Revision};
pub use revision_error::RevisionError;
pub use stamp::stamp;
pub use walk::{Filter, PathPatterns, may_hold_plan};
pub use watch::{Watch, WatchError, plan_folders};
pub use webhook::{Service, Webhook, WebhookError};
pub use write_error::WriteError;
pub use written::written;
