use super::parts::counted;
use crate::diag::Severity;
use crate::emit::page_facts::PageFacts;
use crate::schedule::{Execution, Mode, Schedules};

/// One sentence: how large the plan is, what is wrong with it, what its windows take and what would be enough.
pub(super) fn verdict(facts: &PageFacts<'_>) -> String {
    let errors = of(facts, Severity::Error);
    let warnings = of(facts, Severity::Warning);
    let wrong = match (errors, warnings) {
        (0, 0) => "no errors".to_owned(),
        (0, _) => format!("no errors, {}", counted(warnings, "warning")),
        _ => counted(errors, "error"),
    };
    let size = format!("{}, {wrong}", counted(facts.len(), "subtask"));
    let time = match (facts.material.schedules, facts.execution) {
        (Some(schedules), Some(execution)) => times(facts, schedules, execution),
        (Some(_), None) if facts.len() > 0 => "no execution can run".to_owned(),
        (None, _) if facts.len() > 0 => "needs go in a circle, so nothing can be scheduled".to_owned(),
        _ => "nothing to schedule".to_owned(),
    };
    format!("{size}; {time}.")
}

/// Findings of a severity.
pub(super) fn of(facts: &PageFacts<'_>, severity: Severity) -> usize {
    facts.material.findings.iter().filter(|finding| finding.severity == severity).count()
}

/// How many windows the executions were given: those that are used where there is no limit.
pub(super) fn windows(schedules: &Schedules, execution: &Execution) -> u32 {
    if schedules.windows == u32::MAX { execution.windows_used() } else { schedules.windows }
}

/// Whether it is shown that no number of windows is faster than the floor of the curve.
pub(super) fn floor_is_proven(facts: &PageFacts<'_>, schedules: &Schedules) -> bool {
    schedules
        .curve
        .points
        .last()
        .is_some_and(|last| last.makespan == facts.times.length || last.makespan == last.lower_bound)
}

fn times(facts: &PageFacts<'_>, schedules: &Schedules, execution: &Execution) -> String {
    let makespan = execution.makespan.unwrap_or_default();
    let windows = windows(schedules, execution);
    let mut words = format!("{} take {makespan} minutes", counted(windows as usize, "window"));
    if execution.mode != Mode::Dataflow {
        words.push_str(" with its phases as barriers");
    }
    let floor = schedules.curve.points.iter().find(|point| point.windows == schedules.curve.worthwhile);
    let Some(floor) = floor else { return words };
    let nothing =
        if floor_is_proven(facts, schedules) { "nothing is faster" } else { "nothing faster was found" };
    if floor.makespan < makespan || floor.windows < windows {
        let without = if execution.mode == Mode::Dataflow { "" } else { " without barriers" };
        words.push_str(&format!(", {} take {}{without}", floor.windows, floor.makespan));
    }
    format!("{words}, and {nothing}")
}
