//! Graph and limits to schedules with lower bounds and proof.
//!
//! Pure and deterministic: effort is counted in steps, never in seconds. `engine/` solves problems in plain
//! integers; the files here say what a plan's three executions are and translate.

pub mod engine;

mod answers;
mod argument;
mod assemble;
mod comparison;
mod critical;
mod disagreement;
mod execution;
mod features;
mod groups;
mod lock_price;
mod locks;
mod makespan;
mod pricer;
mod repair;
mod risk;
mod schedules;
mod shortening;
mod slack;
mod what_if;
mod window_curve;

pub use answers::{Answers, answers};
pub use argument::Argument;
pub use comparison::{Comparison, LockChange, NeedChange, Needed, Side, Subject, compare};
pub use disagreement::{Disagreement, Disagreements};
pub use engine::Proof;
pub use execution::{Blocked, Curve, CurvePoint, Execution, Mode, Schedules, Slot, Step};
pub use features::FeatureTimes;
pub use groups::WindowGroup;
pub use lock_price::LockPrice;
pub use locks::{Lock, locks};
pub use makespan::{Makespan, Price};
pub use risk::{Percentiles, Risk};
pub use schedules::{Limits, ScheduleError, schedules};
pub use shortening::Shortening;
pub use slack::Slack;
pub use what_if::{Change, WhatIf, changed};
