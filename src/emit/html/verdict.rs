use crate::emit::finding::{Counts, verdict as sentence};
use crate::emit::page_facts::PageFacts;
use crate::schedule::{Execution, Schedules};

/// One sentence: how large the plan is, what is wrong with it, what its windows take and what would be enough.
pub(super) fn verdict(facts: &PageFacts<'_>) -> String {
    let counts = Counts::of(facts.material.findings);
    let circle = !facts.material.graph.cycles().is_empty();
    format!("{}.", sentence(facts.len(), &counts, circle, facts.material.schedules))
}

/// How many windows the executions were given: those that are used where there is no limit.
pub(super) fn windows(schedules: &Schedules, execution: &Execution) -> u32 {
    if schedules.windows == u32::MAX { execution.windows_used() } else { schedules.windows }
}
