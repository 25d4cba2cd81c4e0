//! What people write while plans run, to events: tracking tables, notification lines, session notes, report forms.
//!
//! Every line is told how it was read. A time, a date or a window that the text does not settle is never guessed.

mod cells;
mod clock;
mod clocked;
mod day;
mod header;
mod line;
mod report;
mod session;
mod subject;
mod table;
#[cfg(test)]
mod tests;
mod verb;

pub use session::import;

use super::{Event, Moment};
use crate::syntax::Minutes;

/// What the text does not say itself.
#[derive(Clone, Copy, Debug)]
pub struct ImportOptions {
    /// Midnight of the day that clocks belong to.
    pub day: Option<Moment>,
    /// When all windows started; clocks that would be before it count from there.
    pub start: Option<Moment>,
    /// How many minutes clocks are ahead of UTC.
    pub offset: i32,
    /// The time of what bears none: report forms and checked boxes.
    pub now: Moment,
}

/// What a text says.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// How each line that is about a run was read, in order.
    pub readings: Vec<Reading>,
    /// Numbers of the lines that say nothing about a run, from 1; empty lines are none of them.
    pub silent: Vec<u32>,
    /// All events by time, those of one moment in order of lines. Writer and sequence number are for whoever logs
    /// them.
    pub events: Vec<Event>,
}

/// How one line was read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Its number, from 1.
    pub line: u32,
    /// The events that it gives.
    pub events: Vec<Event>,
    /// What it says besides events, such as the phase that the lines below are about.
    pub phase: Option<String>,
    /// Midnight of the day that the lines below are about, as if clocks were in UTC.
    pub day: Option<Moment>,
    /// What has to be known about it.
    pub told: Vec<Told>,
}

/// Something about a line that a person has to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// A clock without a date: the day has to be given.
    NoDate,
    /// A clock that counts from a start which nobody stated.
    NoStart,
    /// The clock is of another zone than that of the text.
    Zone,
    /// The clock is of a day that may be one of several: day or month first, or without its year.
    SomeDay,
    /// Several clocks, of which none is at the start or the end of the line.
    Clocks,
    /// The cell for the state holds a word that is none.
    UnknownState(String),
    /// A cell for a time holds something else.
    NoClock(String),
    /// The note is longer than a log takes; the event is logged without it.
    LongNote,
    /// The row states an end or a result and no time.
    NoTime,
    /// The clock is before that of an earlier line, and not by so much that midnight is between them.
    ClockBack,
    /// The end is before the start, and not by so much that midnight is between them.
    EndBeforeStart,
    /// The stated duration is not the time between start and end.
    Duration {
        /// As stated.
        stated: Minutes,
        /// Between start and end.
        between: Minutes,
    },
    /// The plan has no subtask of that name.
    UnknownSubtask(String),
    /// No subtask runs in that window, nor does the plan give it one in this phase.
    UnknownWindow(u32),
    /// Several features have a subtask in that window and phase.
    AmbiguousWindow(u32),
    /// The line speaks of another number of windows than there are.
    Count {
        /// As stated.
        stated: u32,
        /// As found.
        found: u32,
    },
    /// It has a time and says nothing that a log knows.
    NoEvent,
    /// It says what happened and not to what.
    NoSubject,
    /// A file that was touched although the plan does not give it to the subtask.
    Outside(String),
    /// Nothing has to be logged: the state follows from the plan.
    Nothing,
}

impl Told {
    /// Whether a person has to look: something of the line is missing from the events, or a file was touched that the
    /// plan does not give.
    pub fn is_miss(&self) -> bool {
        !matches!(self, Told::ClockBack | Told::Duration { .. } | Told::Count { .. } | Told::Nothing)
    }
}
