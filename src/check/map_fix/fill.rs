//! Phases that everything would leave.

use std::collections::{BTreeMap, BTreeSet};

use super::Wishes;
use super::target::positions;
use crate::check::{DocumentMap, Facts};

/// How often subtasks are pulled into a phase that everything has left.
const TRIES: usize = 12;
/// Members of an empty phase that are looked at.
const LOOKED_AT: usize = 16;

/// Positions in which no phase is empty, as far as possible.
pub(super) fn settled(
    facts: &Facts<'_>,
    map: &DocumentMap,
    wishes: &Wishes<'_>,
    needs: &[Vec<usize>],
    order: &[usize],
) -> Vec<(usize, usize)> {
    let mut bases: Vec<(usize, usize)> =
        map.places.iter().map(|place| (place.phase, place.sub_phase.unwrap_or(0))).collect();
    let mut pulled = positions(facts, map, wishes, needs, order, &bases);
    let Some(mut left) = empty(map, &pulled) else { return pulled };
    let pushed = pulled.clone();
    for _ in 0..TRIES {
        if !pull(map, needs, left, &pulled, &mut bases) {
            break;
        }
        pulled = positions(facts, map, wishes, needs, order, &bases);
        let Some(next) = empty(map, &pulled) else { break };
        left = next;
    }
    [(&pulled, true), (&pulled, false), (&pushed, true), (&pushed, false)]
        .into_iter()
        .map(|(found, back)| {
            let mut found = found.clone();
            fill(facts, map, back, &mut found);
            let late = tighten(map, needs, order, &mut found);
            let moved = map.places.iter().zip(&found).filter(|(place, at)| place.phase != at.0).count();
            ((empty(map, &found).is_some(), late, moved), found)
        })
        .min_by_key(|(cost, _)| *cost)
        .map_or_else(Vec::new, |(_, found)| found)
}

/// The first phase in which nothing is left.
fn empty(map: &DocumentMap, positions: &[(usize, usize)]) -> Option<usize> {
    let mut used = vec![true; map.phases.len()];
    map.places.iter().for_each(|place| used[place.phase] = false);
    for position in positions {
        used[position.0] = true;
    }
    used.iter().position(|used| !used)
}

/// Moves what a subtask of an empty phase needs into that phase, so that it can stay; `false` if nothing moves. Of
/// its subtasks the one is chosen that needs the fewest others.
fn pull(
    map: &DocumentMap,
    needs: &[Vec<usize>],
    phase: usize,
    positions: &[(usize, usize)],
    bases: &mut [(usize, usize)],
) -> bool {
    let own = (0..needs.len()).filter(|&at| map.places[at].phase == phase).take(LOOKED_AT);
    let later = |at: usize| {
        let (mut found, mut open) = (BTreeSet::new(), vec![at]);
        while let Some(next) = open.pop() {
            open.extend(needs[next].iter().filter(|&&n| positions[n].0 > phase && found.insert(n)));
        }
        found
    };
    let Some((at, needed)) = own.map(|at| (at, later(at))).min_by_key(|(at, needed)| (needed.len(), *at))
    else {
        return false;
    };
    let mut moved = false;
    for at in needed.into_iter().chain([at]) {
        if bases[at].0 != phase {
            bases[at] = (phase, 0);
            moved = true;
        }
    }
    moved
}

/// Empty phases take the first part of the next one, or with `back` the last part of the phase before them where it
/// has several, which keeps the order. Closing tests stay where they are.
fn fill(facts: &Facts<'_>, map: &DocumentMap, back: bool, positions: &mut [(usize, usize)]) {
    let mut members: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (at, &position) in positions.iter().enumerate() {
        members.entry(position).or_default().push(at);
    }
    for phase in 0..map.phases.len() {
        let had = map.places.iter().any(|place| place.phase == phase);
        if !had || members.range((phase, 0)..(phase + 1, 0)).next().is_some() {
            continue;
        }
        let scope = map.phases[phase].scope;
        let related = |position: &(usize, usize)| map.phases[position.0].scope == scope;
        let before = members.range(..(phase, 0)).rev().map(|(&at, _)| at).find(related);
        let splits = |at: &(usize, usize)| members.range((at.0, 0)..*at).next().is_some();
        let next = members.range((phase, 0)..).map(|(&at, _)| at).find(related);
        let Some(from) = before.filter(|at| back && splits(at)).or(next) else { continue };
        let tests = |at: &usize| facts.plan.subtask(map.places[*at].subtask).integration;
        if let Some(moved) = members.remove(&from) {
            let to = if moved.iter().any(tests) { from } else { (phase, 0) };
            for &at in &moved {
                positions[at] = to;
            }
            members.insert(to, moved);
        }
    }
}

/// Whoever stood right behind what it needs does so again where that has moved to an earlier phase; says how many
/// cannot, because they are the last ones of their phases.
fn tighten(
    map: &DocumentMap,
    needs: &[Vec<usize>],
    order: &[usize],
    positions: &mut [(usize, usize)],
) -> usize {
    let mut members = vec![0_usize; map.phases.len()];
    for position in positions.iter() {
        members[position.0] += 1;
    }
    let behind = |latest: usize, phase: usize| {
        (latest + 1..phase).find(|&at| map.phases[at].scope == map.phases[phase].scope)
    };
    let mut late = 0;
    for &at in order {
        let latest = |phase: &dyn Fn(usize) -> usize| needs[at].iter().map(|&need| phase(need)).max();
        let was_late = latest(&|need| map.places[need].phase)
            .is_some_and(|latest| behind(latest, map.places[at].phase).is_some());
        let own = positions[at].0;
        let earlier = latest(&|need| positions[need].0).and_then(|latest| behind(latest, own));
        let Some(earlier) = earlier.filter(|_| !was_late) else { continue };
        if members[own] > 1 {
            members[own] -= 1;
            members[earlier] += 1;
            positions[at] = (earlier, 0);
        } else {
            late += 1;
        }
    }
    late
}
