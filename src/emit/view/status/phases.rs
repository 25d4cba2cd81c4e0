use std::collections::BTreeMap;

use serde::Serialize;

use super::Counts;
use crate::plan::{FeatureIx, SubtaskIx};
use crate::runlog::{Barriers, Gate, Standing};

/// As many keys are listed.
const MOST: usize = 20;

/// A top-level phase of the plan.
#[derive(Debug, Serialize)]
pub(in crate::emit) struct PhaseStatus<'a> {
    pub(in crate::emit) feature: &'a str,
    /// Empty for what follows all phases, the integration test.
    pub(in crate::emit) name: &'a str,
    pub(in crate::emit) title: &'a str,
    pub(in crate::emit) counts: Counts,
    /// Whether the phases before it are done as the gate wants it.
    pub(in crate::emit) open: bool,
    /// Keys of what keeps it closed, at most 20 in plan order.
    pub(in crate::emit) waits_for: Vec<&'a str>,
}

pub(super) fn phases<'a>(standing: &Standing<'a>, barriers: &Barriers, gate: Gate) -> Vec<PhaseStatus<'a>> {
    let Standing { plan, progress, .. } = *standing;
    let mut members: BTreeMap<(FeatureIx, u32), Vec<SubtaskIx>> = BTreeMap::new();
    for ix in plan.indices() {
        if let Some(phase) = barriers.phase(ix) {
            members.entry(phase).or_default().push(ix);
        }
    }
    let stated: BTreeMap<(FeatureIx, u32), _> =
        plan.phases.iter().filter(|p| p.parent.is_none()).map(|p| ((p.feature, p.order), p)).collect();
    let mut missing: Vec<SubtaskIx> = Vec::new();
    let mut feature = None;
    let mut found = Vec::new();
    for (at, inside) in members {
        if feature.replace(at.0) != Some(at.0) {
            missing.clear();
        }
        let phase = stated.get(&at);
        let mut waits_for: Vec<SubtaskIx> = missing.iter().copied().take(MOST).collect();
        waits_for.sort_unstable();
        found.push(PhaseStatus {
            feature: &plan.feature(at.0).id,
            name: phase.map_or("", |phase| &phase.name),
            title: phase.map_or("", |phase| &phase.title),
            counts: Counts::new(inside.iter().map(|ix| &progress.states[ix.index()])),
            open: missing.is_empty(),
            waits_for: waits_for.into_iter().map(|ix| plan.subtask(ix).key.as_str()).collect(),
        });
        missing.extend(inside.into_iter().filter(|&ix| !gate.lets_through(progress.state(ix))));
    }
    found
}
