use super::cause::Split;
use super::opening::Opening;
use super::{Observed, Timeline, Try};
use crate::plan::SubtaskIx;
use crate::runlog::Outcome;
use crate::schedule::Slot;
use crate::syntax::Minutes;

/// Planned against actual of one subtask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubtaskFigures {
    /// Its window and time in the schedule that the run is compared with.
    pub planned: Option<Slot>,
    /// The minutes that it was planned to take.
    pub estimate: Minutes,
    /// When its first try started.
    pub started: Option<Minutes>,
    /// When it was done.
    pub ended: Option<Minutes>,
    /// The minutes of the try that it was done in.
    pub actual: Option<Minutes>,
    /// The minutes of tries that failed or were given up.
    pub lost: Minutes,
    /// How many tries there were.
    pub tries: u32,
    /// Why it did not start earlier: from the beginning of the run to its first start, or to the end of the log.
    pub waited: Split,
}

pub(super) fn subtask(
    observed: &Observed<'_>,
    timeline: &Timeline,
    opening: &Opening,
    ix: SubtaskIx,
    planned: Option<Slot>,
) -> SubtaskFigures {
    let tries = timeline.of(ix);
    let done = timeline.done(ix).map(|at| &timeline.tries[at]);
    let first = tries.first().map(Try::from);
    // What the plan leaves out or calls done waits for nothing.
    let open = tries.is_empty() && !observed.progress.state(ix).is_over();
    let until = first.or(open.then_some(timeline.end));
    let window = tries.first().and_then(|attempt| attempt.window).or(planned.map(|slot| slot.window));
    let waited = until
        .map_or(Split::default(), |until| opening.split(ix, window, Minutes::ZERO, until.min(timeline.end)));
    let failed = tries.iter().filter(|t| matches!(t.outcome, Outcome::Failed | Outcome::Abandoned));
    SubtaskFigures {
        planned,
        estimate: observed.estimates[ix.index()].likely,
        started: tries.iter().find_map(|attempt| attempt.start),
        ended: done.map(|attempt| attempt.until),
        actual: done.and_then(Try::minutes),
        lost: failed.filter_map(Try::minutes).sum(),
        tries: tries.len() as u32,
        waited,
    }
}
