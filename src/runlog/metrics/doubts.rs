use super::{Observed, Timeline};
use crate::plan::SubtaskIx;
use crate::runlog::Outcome;

/// Something in a log that its figures should be read with care for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// A try ends before it starts; it counts as no time. The subtask and the number of the try.
    Backwards(SubtaskIx, u32),
    /// Nobody logged the start of a try, so its minutes are not known.
    NoStart(SubtaskIx, u32),
    /// Nobody logged in which window a try ran.
    NoWindow(SubtaskIx, u32),
    /// A window works on two subtasks at once; that time counts once.
    Overlap(u32, SubtaskIx, SubtaskIx),
    /// A subtask started before something that it needs was done.
    Early(SubtaskIx),
}

/// Everything of this kind, in plan order, windows last.
pub(super) fn doubts(
    observed: &Observed<'_>,
    timeline: &Timeline,
    opening: &super::opening::Opening,
) -> Vec<Doubt> {
    let mut found = Vec::new();
    for ix in observed.plan.indices() {
        for (attempt, logged) in timeline.of(ix).iter().zip(&observed.run.of(ix).attempts) {
            let number = attempt.number;
            match (logged.started, logged.ended) {
                (Some(start), Some(end)) if end < start => found.push(Doubt::Backwards(ix, number)),
                (None, _) => found.push(Doubt::NoStart(ix, number)),
                _ => {}
            }
            if attempt.window.is_none() {
                found.push(Doubt::NoWindow(ix, number));
            }
        }
        let first = timeline.of(ix).iter().find_map(|attempt| attempt.start);
        if first.is_some_and(|start| opening.met(ix).is_none_or(|met| start < met)) {
            found.push(Doubt::Early(ix));
        }
    }
    for (window, tries) in timeline.windows() {
        let Some(window) = window else { continue };
        let mut last: Option<usize> = None;
        for &at in tries {
            let own = &timeline.tries[at];
            if let Some(before) = last.map(|before| &timeline.tries[before])
                && own.from() < before.until
                && own.subtask != before.subtask
                && before.outcome != Outcome::Abandoned
            {
                found.push(Doubt::Overlap(window, before.subtask, own.subtask));
            }
            if last.is_none_or(|before| timeline.tries[before].until < own.until) {
                last = Some(at);
            }
        }
    }
    found
}
