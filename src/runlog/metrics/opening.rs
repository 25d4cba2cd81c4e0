use rustc_hash::FxHashMap;

use super::cause::{Cause, Split};
use super::spans::{NEVER, Spans};
use super::{Observed, Timeline};
use crate::plan::{FeatureIx, SubtaskIx};
use crate::syntax::Minutes;

/// When each subtask could have started, and what stood in its way until it did.
pub(super) struct Opening {
    /// Per node of the graph: when the last thing it needs was done; `None` as long as one is not.
    met: Vec<Option<Minutes>>,
    /// Per subtask: when the last subtask of the phases before its own was done, and which that was.
    barrier: Vec<Option<(Minutes, Option<SubtaskIx>)>>,
    /// Per subtask: the locks that it takes part in.
    locks: Vec<Vec<usize>>,
    /// Per lock: when a subtask held it.
    held: Vec<Spans>,
    /// Per subtask with such a time: when it waited for something outside of the plan.
    outside: FxHashMap<SubtaskIx, Spans>,
    /// Per window: when it worked.
    busy: FxHashMap<Option<u32>, Spans>,
}

impl Opening {
    pub(super) fn new(observed: &Observed<'_>, timeline: &Timeline) -> Opening {
        let done = |ix: SubtaskIx| {
            let reported = timeline.done(ix).map(|at| timeline.tries[at].until);
            // What the plan calls done was done before the run.
            let before = || {
                let own = timeline.of(ix).is_empty() && observed.progress.state(ix).is_over();
                own.then_some(Minutes::ZERO)
            };
            reported.or_else(before)
        };
        let busy_of = |at: &usize| {
            let attempt = &timeline.tries[*at];
            (attempt.from(), attempt.until)
        };
        let mut locks = vec![Vec::new(); observed.plan.subtasks.len()];
        let mut held = Vec::new();
        for (at, lock) in observed.locks.iter().enumerate() {
            lock.writers.iter().for_each(|ix| locks[ix.index()].push(at));
            let tries = lock.writers.iter().flat_map(|&ix| timeline.at(ix));
            held.push(Spans::new(tries.map(|at| busy_of(&at)).collect()));
        }
        let busy = timeline.windows().map(|(window, tries)| (window, tries.iter().map(busy_of).collect()));
        Opening {
            met: met(observed, &done),
            barrier: barriers(observed, &done),
            locks,
            held,
            outside: outside(observed, timeline),
            busy: busy.map(|(window, spans)| (window, Spans::new(spans))).collect(),
        }
    }

    /// When everything that a subtask needs was done.
    pub(super) fn met(&self, ix: SubtaskIx) -> Option<Minutes> {
        self.met[ix.index()]
    }

    /// When the phases before its own were done, and with which subtask.
    pub(super) fn barrier(&self, ix: SubtaskIx) -> Option<(Minutes, Option<SubtaskIx>)> {
        self.barrier[ix.index()]
    }

    /// When a window worked.
    pub(super) fn busy(&self, window: Option<u32>) -> &Spans {
        self.busy.get(&window).unwrap_or(&NEVER)
    }

    /// Why a subtask did not run from one time to another in which it did not; `window` is the one that it waited
    /// for, if that may have been the cause.
    pub(super) fn split(&self, ix: SubtaskIx, window: Option<u32>, from: Minutes, to: Minutes) -> Split {
        let mut split = Split::default();
        if from >= to {
            return split;
        }
        let met = self.met(ix).unwrap_or(to).clamp(from, to);
        let open = self.barrier(ix).map_or(to, |(open, _)| open).clamp(met, to);
        split.add(Cause::Needs, met - from);
        split.add(Cause::Barrier, open - met);
        let locks = self.locks[ix.index()].iter().map(|&at| &self.held[at]);
        let layers: [(Cause, Vec<&Spans>); 3] = [
            (Cause::Outside, self.outside.get(&ix).into_iter().collect()),
            (Cause::File, locks.collect()),
            (Cause::Window, window.map(|window| self.busy(Some(window))).into_iter().collect()),
        ];
        let (mut covered, mut known) = (Vec::new(), Minutes::ZERO);
        for (cause, layer) in layers {
            covered.extend(layer.iter().flat_map(|spans| spans.within(open, to)));
            let all = Spans::new(covered.clone()).total();
            split.add(cause, all - known);
            known = all;
        }
        split.add(Cause::Start, to - open - known);
        split
    }
}

/// Per node when everything that it needs was done, over joints as over subtasks.
fn met(observed: &Observed<'_>, done: &impl Fn(SubtaskIx) -> Option<Minutes>) -> Vec<Option<Minutes>> {
    let needs = observed.graph.needs();
    let subtasks = observed.graph.subtasks();
    let mut met: Vec<Option<Minutes>> = vec![None; needs.len()];
    for &node in observed.graph.order() {
        let opened = |needed: &u32| match *needed as usize {
            at if at < subtasks => done(SubtaskIx(*needed)),
            joint => met[joint],
        };
        let mut latest = needs.row(node as usize).iter().map(opened);
        met[node as usize] = latest.try_fold(Minutes::ZERO, |a, b| Some(a.max(b?)));
    }
    met
}

/// Per subtask when the phases before its own were done, over the steps of the execution that was followed.
fn barriers(
    observed: &Observed<'_>,
    done: &impl Fn(SubtaskIx) -> Option<Minutes>,
) -> Vec<Option<(Minutes, Option<SubtaskIx>)>> {
    let mut open = vec![Some((Minutes::ZERO, None)); observed.plan.subtasks.len()];
    let Some(execution) = observed.execution else { return open };
    let mut members: Vec<Vec<SubtaskIx>> = vec![Vec::new(); execution.steps.len()];
    for slot in &execution.slots {
        members[slot.step as usize].push(slot.subtask);
    }
    let mut latest: FxHashMap<Option<FeatureIx>, Option<(Minutes, Option<SubtaskIx>)>> = FxHashMap::default();
    for (step, members) in execution.steps.iter().zip(&members) {
        let before = latest.entry(step.feature).or_insert(Some((Minutes::ZERO, None)));
        for ix in members {
            open[ix.index()] = *before;
        }
        for &ix in members {
            *before = match (*before, done(ix)) {
                (Some(last), Some(end)) if end <= last.0 => Some(last),
                (Some(_), Some(end)) => Some((end, Some(ix))),
                _ => None,
            };
        }
    }
    open
}

/// When subtasks waited for something outside of the plan: from the word that they do to the next about them.
fn outside(observed: &Observed<'_>, timeline: &Timeline) -> FxHashMap<SubtaskIx, Spans> {
    let waits = observed.plan.indices().filter(|&ix| !observed.run.of(ix).waits.is_empty());
    waits
        .map(|ix| {
            let spans = observed.run.of(ix).waits.iter().map(|&(from, to)| {
                let minute = |at| timeline.clock.minute(at);
                (minute(from), to.map_or(timeline.end, minute))
            });
            (ix, Spans::new(spans.collect()))
        })
        .collect()
}
