//! The pages `index.html` and `prompts.html`: one file each, complete without scripts, nothing loaded.
//!
//! The skeleton of a page is a template; its tables and pictures are written here through [`Markup`], which
//! escapes every word on its way in.

mod claims;
mod conflicts;
mod critical;
mod curve_table;
pub(super) mod escape;
mod executions;
mod features;
mod figures;
mod findings;
mod index;
mod live;
mod markup;
mod needs_map;
mod page;
mod parts;
mod phases;
mod policy;
mod prompt_card;
mod prompts;
#[cfg(test)]
mod sample;
mod subtasks;
mod verdict;

#[cfg(test)]
mod tests;

pub use index::{index, index_with};
pub use live::live;
pub use markup::Markup;
pub use prompts::{prompt_pages, prompts, prompts_with};
