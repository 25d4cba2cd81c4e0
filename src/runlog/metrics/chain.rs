use super::cause::Split;
use super::opening::Opening;
use super::{Observed, Timeline};
use crate::plan::SubtaskIx;
use crate::runlog::Outcome;
use crate::syntax::Minutes;

/// A part of the chain of starts and ends that explains when a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// Index into [`Timeline::tries`].
    pub attempt: usize,
    /// What had to end before it started.
    pub before: Before,
    /// How long it did not start after that.
    pub gap: Minutes,
    /// Why it did not start in that time.
    pub causes: Split,
}

/// Why a try did not start earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// Nothing comes before: it waited for the start of the run.
    Begin,
    /// A subtask that it needs.
    Need(SubtaskIx),
    /// An earlier try at the same subtask.
    Retry,
    /// A subtask that wrote one of its files.
    File(SubtaskIx),
    /// The last subtask of the phases before its own.
    Barrier(SubtaskIx),
    /// What its window worked on.
    Window(SubtaskIx),
}

/// The chain from the beginning of the run to its last end: each part starts after the part before it ended, for
/// the reason that ended last. Minutes and gaps add up to the last end.
pub(super) fn chain(observed: &Observed<'_>, timeline: &Timeline, opening: &Opening) -> Vec<Link> {
    let tries = &timeline.tries;
    let last = |at: &usize| (tries[*at].until, std::cmp::Reverse((tries[*at].from(), *at)));
    let mut chain = Vec::new();
    let mut seen = vec![false; tries.len()];
    let mut now = (0..tries.len()).max_by_key(last);
    let mut steps = STEPS;
    while let Some(at) = now {
        seen[at] = true;
        let start = tries[at].from();
        let found = candidates(observed, timeline, opening, at, &mut steps)
            .into_iter()
            .flatten()
            .filter(|&(_, other)| !seen[other] && tries[other].until <= start)
            // Of those that ended last the first kind.
            .rev()
            .max_by_key(|&(_, other)| tries[other].until);
        let (before, gap) = match found {
            Some((before, other)) => (before, start - tries[other].until),
            None => (Before::Begin, start),
        };
        let causes = opening.split(tries[at].subtask, tries[at].window, start - gap, start);
        chain.push(Link { attempt: at, before, gap, causes });
        now = found.map(|(_, other)| other);
    }
    chain.reverse();
    chain
}

/// Needs looked at one by one, where a subtask started before all were done.
const STEPS: usize = 2_000_000;

/// Per kind of reason the latest try that may have held up another one.
fn candidates(
    observed: &Observed<'_>,
    timeline: &Timeline,
    opening: &Opening,
    at: usize,
    steps: &mut usize,
) -> [Option<(Before, usize)>; 5] {
    let tries = &timeline.tries;
    let own = &tries[at];
    let (ix, start) = (own.subtask, own.from());
    let ended = |other: &usize| tries[*other].subtask != ix && tries[*other].until <= start;
    let latest = |list: &mut dyn Iterator<Item = usize>| list.max_by_key(|&at| (tries[at].until, at));
    let need = last_need(observed, timeline, ix, start, steps);
    let retry = timeline.at(ix).take_while(|&other| other < at).last();
    let writers = observed.locks.iter().filter(|lock| lock.writers.contains(&ix));
    let writers = writers.flat_map(|lock| &lock.writers).flat_map(|&writer| timeline.at(writer));
    let file = latest(&mut writers.filter(ended));
    let barrier = opening.barrier(ix).and_then(|(_, last)| Some((last?, timeline.done(last?)?)));
    let window = own.window.and_then(|_| {
        let list = timeline.in_window(own.window);
        let before = list.partition_point(|&other| tries[other].from() <= start);
        latest(&mut list[..before].iter().copied().filter(ended))
    });
    [
        need.map(|at| (Before::Need(tries[at].subtask), at)),
        retry.map(|at| (Before::Retry, at)),
        file.map(|at| (Before::File(tries[at].subtask), at)),
        barrier.map(|(last, at)| (Before::Barrier(last), at)),
        window.map(|at| (Before::Window(tries[at].subtask), at)),
    ]
}

/// The try that ended last of those in which what a subtask needs was done before it started.
fn last_need(
    observed: &Observed<'_>,
    timeline: &Timeline,
    ix: SubtaskIx,
    start: Minutes,
    steps: &mut usize,
) -> Option<usize> {
    let subtasks = observed.graph.subtasks();
    let (mut stack, mut seen) = (vec![ix.0], rustc_hash::FxHashSet::default());
    let mut latest: Option<(Minutes, usize)> = None;
    while let Some(node) = stack.pop() {
        for &needed in observed.graph.needs().row(node as usize) {
            *steps = steps.saturating_sub(1);
            if *steps == 0 {
                return latest.map(|(_, at)| at);
            }
            if needed as usize >= subtasks {
                if seen.insert(needed) {
                    stack.push(needed);
                }
                continue;
            }
            let done = timeline.done(SubtaskIx(needed));
            let done = done.map(|at| (timeline.tries[at].until, at)).filter(|(end, _)| *end <= start);
            latest = latest.max(done);
        }
    }
    latest.map(|(_, at)| at)
}

/// Minutes of the tries of a chain that ended in nothing.
pub(super) fn lost(timeline: &Timeline, chain: &[Link]) -> Minutes {
    let tries = chain.iter().map(|link| &timeline.tries[link.attempt]);
    let failed = tries.filter(|attempt| matches!(attempt.outcome, Outcome::Failed | Outcome::Abandoned));
    failed.filter_map(super::Try::minutes).sum()
}
