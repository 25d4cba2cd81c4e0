use std::collections::BTreeMap;

use super::{Gate, Progress, Run};
use crate::graph::{Csr, Graph};
use crate::plan::{FeatureIx, Plan, SubtaskIx};

/// Which phase of its feature each subtask stands in.
#[derive(Clone, Debug)]
pub struct Barriers {
    /// Per subtask its feature and the phase's place, from 0; an integration test without a phase comes last.
    of: Vec<Option<(FeatureIx, u32)>>,
}

impl Barriers {
    /// The author's top-level phases.
    pub fn of(plan: &Plan) -> Barriers {
        let mut behind: BTreeMap<FeatureIx, u32> = BTreeMap::new();
        for phase in &plan.phases {
            let last = behind.entry(phase.feature).or_default();
            *last = (*last).max(phase.order + 1);
        }
        let place = |subtask: &crate::plan::Subtask| {
            let order = match subtask.phase {
                Some(phase) => plan.phase(phase).order,
                None => *behind.get(&subtask.feature).filter(|_| subtask.integration)?,
            };
            Some((subtask.feature, order))
        };
        Barriers { of: plan.subtasks.iter().map(place).collect() }
    }

    /// The phase of a subtask: its feature and the place among the phases of that.
    pub fn phase(&self, ix: SubtaskIx) -> Option<(FeatureIx, u32)> {
        self.of[ix.index()]
    }

    /// Whether each subtask's phase is open: everything in the phases before it passes the gate.
    pub fn open(&self, progress: &Progress, gate: Gate) -> Vec<bool> {
        let mut reached: BTreeMap<FeatureIx, u32> = BTreeMap::new();
        for (state, place) in progress.states.iter().zip(&self.of) {
            if let Some((feature, order)) = place.filter(|_| !gate.lets_through(*state)) {
                let first = reached.entry(feature).or_insert(order);
                *first = order.min(*first);
            }
        }
        let open = |place: &Option<(FeatureIx, u32)>| {
            place.is_none_or(|(feature, order)| reached.get(&feature).is_none_or(|&first| order <= first))
        };
        self.of.iter().map(open).collect()
    }

    /// What keeps the phase of a subtask closed, in plan order.
    pub fn missing(&self, progress: &Progress, gate: Gate, ix: SubtaskIx) -> Vec<SubtaskIx> {
        let Some((feature, order)) = self.phase(ix) else { return Vec::new() };
        let before = |place: &Option<(FeatureIx, u32)>| place.is_some_and(|(f, o)| f == feature && o < order);
        let all = (0..self.of.len() as u32).map(SubtaskIx);
        all.filter(|ix| before(&self.of[ix.index()]) && !gate.lets_through(progress.state(*ix))).collect()
    }

    /// Whether the run so far kept every phase closed until the phases before it were done. A run that has not
    /// reached a second phase has.
    pub fn were_kept(&self, run: &Run) -> bool {
        let mut phases: BTreeMap<(FeatureIx, u32), (Option<i64>, Option<i64>)> = BTreeMap::new();
        for (own, place) in run.subtasks.iter().zip(&self.of) {
            let Some(place) = place else { continue };
            let (first, last) = phases.entry(*place).or_insert((None, Some(i64::MIN)));
            let started =
                own.attempts.iter().filter_map(|attempt| attempt.started).map(super::Moment::millis);
            *first = started.chain(*first).min();
            let done = own.last().filter(|last| last.outcome == super::Outcome::Done);
            let ended = done.and_then(|done| done.ended).map(super::Moment::millis);
            // One that is not done keeps the phase open.
            *last = last.zip(ended).map(|(last, ended)| last.max(ended));
        }
        let phases: Vec<_> = phases.into_iter().collect();
        phases.chunk_by(|a, b| a.0.0 == b.0.0).all(|feature| {
            let mut closed = Some(i64::MIN);
            feature.iter().all(|(_, (first, last))| {
                let kept = first.is_none_or(|first| closed.is_some_and(|closed| closed <= first));
                closed = closed.zip(*last).map(|(closed, last)| closed.max(last));
                kept
            })
        })
    }

    /// The needs of a graph with those that phases add: a joint stands for the end of each phase.
    pub(super) fn with_needs(&self, graph: &Graph) -> Csr {
        let mut places: Vec<(FeatureIx, u32)> = self.of.iter().flatten().copied().collect();
        places.sort_unstable();
        places.dedup();
        let first = graph.needs().len() as u32;
        let mut pairs: Vec<(u32, u32)> = graph.needs().pairs().collect();
        let before = |at: usize| at.checked_sub(1).filter(|&before| places[before].0 == places[at].0);
        for (subtask, place) in (0_u32..).zip(&self.of) {
            let Some(at) = place.and_then(|place| places.binary_search(&place).ok()) else { continue };
            pairs.push((first + at as u32, subtask));
            pairs.extend(before(at).map(|before| (subtask, first + before as u32)));
        }
        for at in 0..places.len() {
            pairs.extend(before(at).map(|before| (first + at as u32, first + before as u32)));
        }
        pairs.sort_unstable();
        Csr::from_pairs(graph.needs().len() + places.len(), &pairs)
    }
}
