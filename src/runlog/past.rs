use super::{Progress, Run};
use crate::graph::Estimate;
use crate::plan::{Plan, SubtaskIx};
use crate::schedule::{Fixed, Past};
use crate::syntax::Minutes;

/// What a run has done so far, for planning the rest anew. Time counts from the first event to the last: a log
/// always gives the same answer.
///
/// What is done without a known start is taken to have lasted as estimated; what the plan alone calls done took no
/// time in this run. `urgent` goes first.
pub fn past(
    plan: &Plan,
    run: &Run,
    progress: &Progress,
    estimates: &[Estimate],
    urgent: &[SubtaskIx],
) -> Past {
    let Some(began) = run.began else {
        let over = |ix: SubtaskIx| progress.state(ix).is_over();
        let nothing = Fixed { window: None, start: Minutes::ZERO, end: Minutes::ZERO, over: true };
        let fixed = plan.indices().map(|ix| over(ix).then_some(nothing)).collect();
        return Past { fixed, now: Minutes::ZERO, urgent: urgent.to_vec() };
    };
    let now = run.last.map_or(Minutes::ZERO, |last| last.since(began));
    let fixed = |ix: SubtaskIx| {
        let over = progress.state(ix).is_over();
        if !over && !run.of(ix).is_running() {
            return None;
        }
        let length = estimates[ix.index()].likely;
        let attempt = run.of(ix).last();
        let started = attempt.and_then(|attempt| attempt.started).map(|at| at.since(began));
        let ended = attempt.and_then(|attempt| attempt.ended).map(|at| at.since(began));
        let start = started.or(ended.map(|end| end - length.min(end))).unwrap_or_default();
        let end = match ended {
            Some(end) => end,
            None if over => start,
            None => start + length,
        };
        Some(Fixed { window: attempt.and_then(|attempt| attempt.window), start, end, over })
    };
    Past { fixed: plan.indices().map(fixed).collect(), now, urgent: urgent.to_vec() }
}
