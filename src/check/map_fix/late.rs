//! Which subtasks move to an earlier phase: those that stand late for no reason, and those that would do so once what
//! they need has moved.

use std::collections::BTreeSet;

use super::Wishes;
use super::target::{Spot, needs, target};
use crate::check::{DocumentMap, Facts, MapPlace};

/// How often places are worked out again because others have moved.
const TRIES: usize = 64;

/// Settles on the subtasks that move, so that nobody stands late who did not before: who would do so moves along, and
/// what keeps the last one of a phase waiting stays where it is. None move where that is not settled in time.
pub(super) fn settle(facts: &Facts<'_>, map: &DocumentMap, wishes: &mut Wishes<'_>) {
    let mut stay: BTreeSet<usize> = BTreeSet::new();
    let Some(needs) = needs(facts, map, wishes, false) else {
        wishes.late.clear();
        return;
    };
    let before: Vec<usize> = map.places.iter().map(|place| place.phase).collect();
    let was_late = late(facts, map, &needs, &before);
    for _ in 0..TRIES {
        let Ok(target) = target(facts, map, wishes) else { break };
        let now: Vec<usize> = target.spots.iter().map(|spot: &Spot| spot.phase).collect();
        let moved = |at: &usize| now[*at] < before[*at];
        let new: Vec<usize> = late(facts, map, &needs, &now).difference(&was_late).copied().collect();
        if new.is_empty() {
            wishes.late = (0..now.len()).filter(moved).map(|at| map.places[at].subtask).collect();
            return;
        }
        for at in new {
            if !stay.contains(&at) && wishes.late.insert(map.places[at].subtask) {
                continue;
            }
            for need in needs[at].iter().copied().filter(moved) {
                stay.insert(need);
                wishes.late.remove(&map.places[need].subtask);
            }
        }
    }
    wishes.late.clear();
}

/// The places that could stand in an earlier phase, as P204 judges it.
fn late(facts: &Facts<'_>, map: &DocumentMap, needs: &[Vec<usize>], phases: &[usize]) -> BTreeSet<usize> {
    let is_late = |(at, place): (usize, &MapPlace)| {
        let latest = needs[at].iter().map(|&need| phases[need]).max()?;
        let scope = map.phases[phases[at]].scope;
        let earlier = (latest + 1..phases[at]).any(|phase| map.phases[phase].scope == scope);
        (earlier && !facts.plan.subtask(place.subtask).integration).then_some(at)
    };
    map.places.iter().enumerate().filter_map(is_late).collect()
}
