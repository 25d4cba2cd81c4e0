//! One integration binary, by topic.

mod architecture;
mod command_line;
mod console;
mod damage;
mod format;
mod judgement;
mod robustness;
mod rules;
