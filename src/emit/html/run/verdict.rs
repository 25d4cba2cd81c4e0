use super::facts::RunFacts;
use crate::runlog::State;

/// One sentence: whether the run is over, how long it took, and what was planned.
pub(super) fn verdict(facts: &RunFacts<'_>) -> String {
    let (metrics, totals) = (facts.metrics(), &facts.metrics().totals);
    let count = |wanted: &[State]| -> u32 {
        totals.states.iter().filter(|(state, _)| wanted.contains(state)).map(|(_, count)| count).sum()
    };
    let planned = totals.planned.map_or(String::new(), |(planned, bound)| {
        let proof = if planned == bound {
            ", which is proven best".to_owned()
        } else {
            format!(", {bound} is the lower bound")
        };
        format!("; {planned} were planned{proof}")
    });
    if metrics.timeline.tries.is_empty() {
        return "Nothing has been started yet.".to_owned();
    }
    if metrics.timeline.finished {
        return format!("Finished after {} minutes{planned}.", totals.elapsed);
    }
    let parts = [
        (count(&[State::Done, State::Validated]), "done"),
        (count(&[State::Running]), "running"),
        (count(&[State::Failed]), "failed"),
        (count(&[State::Waiting]), "waiting"),
        (count(&[State::Ready, State::Held, State::Blocked]), "not started"),
    ];
    let told: Vec<String> =
        parts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
    format!("In progress, minute {}: {}{planned}.", totals.elapsed, told.join(", "))
}
