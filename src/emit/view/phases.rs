use serde::Serialize;

use super::number::Number;
use crate::plan::{Phase, Plan};

/// A top-level phase of `planc.plan/1`.
#[derive(Clone, Debug, Serialize)]
pub struct PhaseView<'a> {
    /// The feature it belongs to.
    pub feature: &'a str,
    /// `2`.
    pub name: &'a str,
    /// The words behind the name.
    pub title: &'a str,
    /// Names of the phases it runs after.
    pub after: &'a [String],
    /// The time it is said to take.
    pub minutes: Option<Number>,
    /// Its sub-phases in order.
    pub sub_phases: Vec<SubPhaseView<'a>>,
}

/// A sub-phase of `planc.plan/1`.
#[derive(Clone, Debug, Serialize)]
pub struct SubPhaseView<'a> {
    /// `2a`.
    pub name: &'a str,
    /// The words behind the name.
    pub title: &'a str,
    /// Names of the phases and sub-phases it runs after.
    pub after: &'a [String],
    /// The time it is said to take.
    pub minutes: Option<Number>,
}

/// Top-level phases in plan order with their sub-phases.
pub(super) fn phases(plan: &Plan) -> Vec<PhaseView<'_>> {
    let mut children: Vec<Vec<SubPhaseView<'_>>> = plan.phases.iter().map(|_| Vec::new()).collect();
    for phase in &plan.phases {
        if let Some(below) = phase.parent.and_then(|parent| children.get_mut(parent.index())) {
            below.push(SubPhaseView {
                name: &phase.name,
                title: &phase.title,
                after: &phase.after,
                minutes: minutes(phase),
            });
        }
    }
    let top = plan.phases.iter().zip(children).filter(|(phase, _)| phase.parent.is_none());
    top.map(|(phase, sub_phases)| PhaseView {
        feature: &plan.feature(phase.feature).id,
        name: &phase.name,
        title: &phase.title,
        after: &phase.after,
        minutes: minutes(phase),
        sub_phases,
    })
    .collect()
}

fn minutes(phase: &Phase) -> Option<Number> {
    phase.estimate.as_ref().map(|stated| Number(stated.likely()))
}
