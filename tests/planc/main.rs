//! One integration binary, by topic.

#![expect(clippy::disallowed_methods, reason = "tests read and write files of their own")]

mod adoption;
mod architecture;
mod command_line;
mod configuration;
mod console;
mod damage;
mod format;
mod judgement;
mod mending;
mod repository;
mod robustness;
mod rules;
