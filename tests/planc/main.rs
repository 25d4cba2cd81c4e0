//! One integration binary, by topic.

mod architecture;
mod judgement;
mod rules;
