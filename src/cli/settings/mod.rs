//! What a configuration may say: one struct per section, and from it the reader, `planc config`, the JSON Schema and
//! the file that `planc init` writes.
//!
//! A new section is one `section!` in `sections.rs` and one line in `settings.rs`; a new key is one line of its section.

mod arguments;
mod factor_block;
mod factor_values;
mod field;
mod file_name;
mod read;
mod report_values;
mod rule_values;
mod sample;
mod schema;
mod section;
mod sections;
#[expect(clippy::module_inception, reason = "the type is what the folder is about")]
mod settings;
#[cfg(test)]
mod tests;
mod value;
mod version;
mod webhook_values;
mod zone;

pub(super) use factor_block::with_factors;
pub(super) use field::{Given, Origin};
pub(super) use read::read;
pub(super) use rule_values::unknown as unknown_rule;
pub(super) use sample::{sample, toml};
pub(super) use schema::schema;
pub(super) use section::{Key, Section};
pub(super) use sections::Limits;
pub(super) use settings::Settings;
