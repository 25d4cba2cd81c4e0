//! One integration binary, by topic.

mod architecture;
mod command_line;
mod console;
mod judgement;
mod robustness;
mod rules;
