//! One integration binary, by topic.

#![expect(clippy::disallowed_methods, reason = "tests read and write files of their own")]

mod adoption;
mod architecture;
mod chapters;
mod ci;
mod claims;
mod command_line;
mod configuration;
mod console;
mod damage;
mod dialects;
mod diff;
mod explain;
mod forecast;
mod format;
mod hostile_text;
mod importing;
mod judged_runs;
mod judgement;
mod launchers;
mod learning;
mod mending;
mod packs;
mod reporting;
mod repository;
mod rewriting;
mod robustness;
mod rules;
mod run_page;
mod running;
mod schedule;
mod secrets;
mod status;
mod telling;
mod watching;
mod workplace;
