//! Plans, schedules and rule pages as text for a terminal.

mod chart;
mod curve;
mod explain;
mod explain_facts;
mod explain_words;
mod fact;
mod features;
mod import;
mod log;
mod next;
mod page;
mod plan;
mod prices;
mod proof;
mod risk;
mod rule;
mod schedule;
mod table;
mod what_if;

pub use explain::{explain_file, explain_line};
pub use import::imported;
pub use log::events;
pub use next::next;
pub use plan::plan;
pub use rule::{rule, rules};
pub use schedule::{Parts, schedule};
pub(super) use table::{Align, Table};

use super::Ink;

/// How to draw for a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Colours or none.
    pub ink: Ink,
    /// How many columns there are.
    pub width: usize,
}
