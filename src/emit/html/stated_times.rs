use super::parts::counted;
use crate::emit::page_facts::PageFacts;
use crate::schedule::Schedules;
use crate::syntax::{ClaimEntity, Minutes, Quantity};

/// Times that are drawn.
const LISTED: usize = 8;

/// Minutes that the documents state for the whole plan with a number of windows, each once.
pub(super) fn stated_times(facts: &PageFacts<'_>, schedules: &Schedules) -> Vec<(u32, Minutes)> {
    let features = &facts.material.plan.features;
    let mut found = Vec::new();
    for claim in facts.material.documents.iter().flat_map(|document| &document.claims) {
        let whole = match &claim.entity {
            ClaimEntity::Plan => true,
            ClaimEntity::Feature(id) => features.len() == 1 && features[0].id == *id,
            _ => false,
        };
        let windows = match claim.quantity {
            Quantity::ParallelMinutes => schedules.windows,
            Quantity::TrackMinutes => schedules.tracks,
            Quantity::SequentialMinutes => 1,
            _ => continue,
        };
        if whole && windows != u32::MAX && windows > 0 {
            found.push((windows, Minutes::from_f64(f64::midpoint(claim.min, claim.max))));
        }
    }
    found.sort_unstable();
    found.dedup();
    found.truncate(LISTED);
    found
}

/// `90 minutes with 12 windows, 240 minutes with 1 window`.
pub(super) fn words(stated: &[(u32, Minutes)]) -> String {
    let each = stated
        .iter()
        .map(|(windows, minutes)| format!("{minutes} minutes with {}", counted(*windows as usize, "window")));
    each.collect::<Vec<_>>().join(", ")
}
