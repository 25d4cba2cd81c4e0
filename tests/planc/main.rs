//! One integration binary, by topic.

#![expect(clippy::disallowed_methods, reason = "tests read and write files of their own")]

mod adoption;
mod architecture;
mod ci;
mod claims;
mod command_line;
mod configuration;
mod console;
mod damage;
mod dialects;
mod diff;
mod explain;
mod format;
mod hostile_text;
mod importing;
mod judgement;
mod mending;
mod repository;
mod rewriting;
mod robustness;
mod rules;
mod running;
mod schedule;
mod secrets;
mod workplace;
