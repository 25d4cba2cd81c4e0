use super::{Facts, Record, Recorded};
use crate::plan::SubtaskIx;
use crate::runlog::{EventKind, Gate, Moment, Validated};
use crate::syntax::Status;

/// When each subtask was first reported done: the place of the event in the log, and its time.
pub(super) struct Done(Vec<Option<(usize, Moment)>>);

impl Done {
    /// Looks through a log; `gate` says which reports count.
    pub(super) fn new(facts: &Facts<'_>, record: &Record, gate: Gate) -> Done {
        let mut done: Vec<Option<(usize, Moment)>> = vec![None; facts.plan.subtasks.len()];
        for (order, own) in record.events.iter().enumerate().filter(|(_, own)| own.counts) {
            if let (Some(ix), EventKind::Done) = (own.subtask, own.event.kind)
                && passes(facts, gate, own, ix)
            {
                done[ix.index()].get_or_insert((order, own.event.at));
            }
        }
        for ix in facts.plan.indices() {
            if matches!(facts.plan.subtask(ix).status, Some(Status::Done | Status::Skipped)) {
                done[ix.index()].get_or_insert((0, Moment::from_millis(i64::MIN)));
            }
        }
        Done(done)
    }

    /// The place and the time of the first report about a subtask.
    pub(super) fn of(&self, ix: SubtaskIx) -> Option<(usize, Moment)> {
        self.0[ix.index()]
    }

    /// Per node of the graph the place in the log at which everything that it needs was done.
    pub(super) fn latest(&self, facts: &Facts<'_>) -> Vec<Option<usize>> {
        let needs = facts.graph.needs();
        let mut latest: Vec<Option<usize>> = vec![None; needs.len()];
        for &node in facts.graph.order() {
            let of = |needed: &u32| match self.0.get(*needed as usize) {
                Some(done) => done.map(|(order, _)| order),
                None => latest[*needed as usize],
            };
            let mut all = needs.row(node as usize).iter().map(of);
            latest[node as usize] = all.try_fold(0, |a, b| Some(a.max(b?)));
        }
        latest
    }

    /// Whether the order of the log or the times say that a subtask was done before an event.
    pub(super) fn before(&self, ix: SubtaskIx, (order, at): (usize, Moment)) -> bool {
        self.0[ix.index()].is_some_and(|(other, time)| other < order || time <= at)
    }

    /// What a subtask needs that was not done when something was logged about it: neither the order of the log nor
    /// the times say so.
    pub(super) fn missing(
        &self,
        facts: &Facts<'_>,
        ix: SubtaskIx,
        (order, at): (usize, Moment),
        steps: &mut usize,
    ) -> Vec<SubtaskIx> {
        let (mut stack, mut seen, mut found) = (vec![ix.0], rustc_hash::FxHashSet::default(), Vec::new());
        while let Some(node) = stack.pop() {
            for &needed in facts.graph.needs().row(node as usize) {
                *steps = steps.saturating_sub(1);
                if *steps == 0 || !seen.insert(needed) {
                    continue;
                }
                match self.0.get(needed as usize) {
                    None => stack.push(needed),
                    Some(_) if self.before(SubtaskIx(needed), (order, at)) => {}
                    Some(_) => found.push(SubtaskIx(needed)),
                }
            }
        }
        found.sort_unstable();
        found
    }
}

/// Whether a report of done opens what needs the subtask.
fn passes(facts: &Facts<'_>, gate: Gate, own: &Recorded, ix: SubtaskIx) -> bool {
    let has_list = facts.plan.subtask(ix).validation.as_ref().is_some_and(|list| !list.is_empty());
    gate == Gate::Done || own.event.validated.map_or(!has_list, Validated::is_complete)
}
