//! One integration binary, by topic.

#![expect(clippy::disallowed_methods, reason = "tests read and write files of their own")]

mod architecture;
mod command_line;
mod console;
mod damage;
mod format;
mod judgement;
mod mending;
mod rewriting;
mod robustness;
mod rules;
