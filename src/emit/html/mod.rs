//! The pages `index.html`, `prompts.html` and `run.html`: one file each, complete without scripts, nothing loaded.
//!
//! The skeleton of a page is a template; its tables and pictures are written here through [`Markup`], which
//! escapes every word on its way in.

mod breakdown;
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
mod labels;
mod lanes;
mod live;
mod markup;
mod monitors;
mod needs_map;
mod page;
mod parts;
mod phases;
mod policy;
mod prompt_card;
mod prompts;
mod run;
#[cfg(test)]
mod sample;
mod stated_times;
mod subtasks;
mod verdict;

#[cfg(test)]
mod tests;

pub use index::{Beside, index, index_with};
pub use live::live;
pub use markup::Markup;
pub use prompts::{prompt_pages, prompt_pages_on, prompts, prompts_with};
pub(in crate::emit) use run::{RunFacts, cause_words, described};
pub use run::{run, run_with};
