use crate::schedule::{Answers, Schedules, WhatIf};

/// What `planc schedule` tells, for people and for programs.
#[derive(Clone, Copy)]
pub struct ScheduleReport<'a> {
    /// The executions side by side.
    pub schedules: &'a Schedules,
    /// Prices and risks; `None` where nobody asked.
    pub answers: Option<&'a Answers>,
    /// The question that was asked, and how the plan is without it.
    pub what_if: Option<&'a WhatIf>,
}

impl<'a> ScheduleReport<'a> {
    /// Schedules alone.
    pub fn new(schedules: &'a Schedules) -> ScheduleReport<'a> {
        ScheduleReport { schedules, answers: None, what_if: None }
    }
}
