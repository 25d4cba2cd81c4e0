//! Where subtasks have to stand so that the phases of a document hold.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use rustc_hash::FxHashMap;

use super::name::next_part;
use super::{Wishes, fill};
use crate::check::{DocumentMap, Facts, MapPlace};
use crate::plan::{Origin, SubtaskIx};

/// Sub-phases have one letter.
const LETTERS: usize = 26;
/// Needs looked at in one document.
const STEPS: u64 = 1_000_000;

/// A phase (an index into the map's) and a part of it (an index into [`Target::parts`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) phase: usize,
    pub(super) part: Option<usize>,
}

/// Where everything goes.
#[derive(Debug)]
pub(super) struct Target {
    /// The spot of each place of the map.
    pub(super) spots: Vec<Spot>,
    /// Names of the sub-phases of each phase, those it has and new ones behind them.
    pub(super) parts: Vec<Vec<String>>,
    /// Whether any subtask of the phase stands elsewhere now.
    pub(super) changed: Vec<bool>,
}

/// Puts every subtask where its author has it, or behind what it needs; who writes a file behind who wrote it
/// before. The reason if that cannot be.
pub(super) fn target(
    facts: &Facts<'_>,
    map: &DocumentMap,
    wishes: &Wishes<'_>,
) -> Result<Target, &'static str> {
    // Needs that other documents state hold here too, unless they contradict this one.
    let (needs, order) = [true, false]
        .into_iter()
        .find_map(|all| {
            let needs = needs(facts, map, wishes, all)?;
            let order = order(map, &needs)?;
            Some((needs, order))
        })
        .ok_or("its needs go in a circle, or are too many to follow")?;
    let positions = fill::settled(facts, map, wishes, &needs, &order);
    let mut parts: Vec<Vec<String>> = map.phases.iter().map(|phase| phase.sub_phases.clone()).collect();
    let spots = spots(map, &needs, &positions, &mut parts)?;
    let mut changed = vec![false; map.phases.len()];
    for (place, spot) in map.places.iter().zip(&spots) {
        if (place.phase, place.sub_phase) != (spot.phase, spot.part) {
            changed[place.phase] = true;
            changed[spot.phase] = true;
        }
    }
    Ok(Target { spots, parts, changed })
}

/// Per place the places that it needs. `None` if there are too many.
pub(super) fn needs(
    facts: &Facts<'_>,
    map: &DocumentMap,
    wishes: &Wishes<'_>,
    all: bool,
) -> Option<Vec<Vec<usize>>> {
    let mut steps = STEPS;
    let scope = |place: &MapPlace| map.phases[place.phase].scope;
    let mut found = Vec::with_capacity(map.places.len());
    for place in &map.places {
        let mut needed: Vec<SubtaskIx> =
            map.needed(facts, place.subtask, &mut steps).into_iter().map(|(ix, _)| ix).collect();
        if all {
            for need in facts.plan.needs_of(place.subtask).iter().filter(|n| n.origin != Origin::Implied) {
                for target in facts.graph.targets(facts.plan, need) {
                    steps = steps.checked_sub(1)?;
                    needed.push(target);
                }
            }
        }
        needed.sort_unstable();
        needed.dedup();
        let known = needed.into_iter().filter_map(|ix| {
            let at = map.places.binary_search_by_key(&ix, |place| place.subtask).ok()?;
            let other = &map.places[at];
            let kept = wishes.kept.contains(&(place.subtask, ix));
            (scope(other) == scope(place) && ix != place.subtask && !kept).then_some(at)
        });
        found.push(known.collect());
    }
    (steps > 0).then_some(found)
}

/// The places so that each comes behind what it needs, else in order of lines. `None` on a cycle.
fn order(map: &DocumentMap, needs: &[Vec<usize>]) -> Option<Vec<usize>> {
    let mut waits: Vec<usize> = needs.iter().map(Vec::len).collect();
    let mut dependents: Vec<Vec<usize>> = vec![Vec::new(); needs.len()];
    for (at, needs) in needs.iter().enumerate() {
        for &need in needs {
            dependents[need].push(at);
        }
    }
    let key = |at: usize| Reverse((map.places[at].statement, at));
    let mut ready: BinaryHeap<_> = (0..needs.len()).filter(|&at| waits[at] == 0).map(key).collect();
    let mut order = Vec::with_capacity(needs.len());
    while let Some(Reverse((_, at))) = ready.pop() {
        order.push(at);
        for &dependent in &dependents[at] {
            waits[dependent] -= 1;
            if waits[dependent] == 0 {
                ready.push(key(dependent));
            }
        }
    }
    (order.len() == needs.len()).then_some(order)
}

/// Phase and part of each place, at its base or behind it.
pub(super) fn positions(
    facts: &Facts<'_>,
    map: &DocumentMap,
    wishes: &Wishes<'_>,
    needs: &[Vec<usize>],
    order: &[usize],
    bases: &[(usize, usize)],
) -> Vec<(usize, usize)> {
    let mut positions = bases.to_vec();
    let mut used: BTreeSet<(usize, usize, &str)> = BTreeSet::new();
    let mut locked: BTreeSet<(usize, &str)> =
        wishes.locks.iter().map(|(phase, path)| (*phase, path.as_str())).collect();
    let mut members = vec![0_usize; map.phases.len()];
    map.places.iter().for_each(|place| members[place.phase] += 1);
    for &at in order {
        let place = &map.places[at];
        let mut own = positions[at];
        // The last subtask of a phase stays, or the phase would be empty.
        if members[place.phase] > 1
            && wishes.late.contains(&place.subtask)
            && let Some(latest) = needs[at].iter().map(|&need| positions[need].0).max()
            && let Some(earlier) = (latest + 1..place.phase)
                .find(|&phase| map.phases[phase].scope == map.phases[place.phase].scope)
        {
            own = (earlier, 0);
            members[place.phase] -= 1;
        }
        for &need in &needs[at] {
            let (phase, part) = positions[need];
            let other = &map.places[need];
            // Where the author has them in one phase in which they take turns, they go on doing so.
            let in_turn = (place.phase, other.phase) == (own.0, phase)
                && phase == own.0
                && !wishes.at_once.meet(facts, map, place, other);
            if (phase, part) >= own {
                own = (phase, if in_turn { part } else { part + 1 });
            }
        }
        let files = || facts.plan.subtask(place.subtask).files.iter().map(|touch| touch.path.as_str());
        if own.0 != place.phase {
            locked.extend(files().map(|path| (own.0, path)));
        }
        let meets = |own: (usize, usize)| {
            files().any(|path| locked.contains(&(own.0, path)) && used.contains(&(own.0, own.1, path)))
        };
        // More parts than letters are refused later.
        while own.1 < 2 * LETTERS && meets(own) {
            own.1 += 1;
        }
        used.extend(files().map(|path| (own.0, own.1, path)));
        positions[at] = own;
    }
    positions
}

fn spots(
    map: &DocumentMap,
    needs: &[Vec<usize>],
    positions: &[(usize, usize)],
    parts: &mut [Vec<String>],
) -> Result<Vec<Spot>, &'static str> {
    let mut used: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); map.phases.len()];
    for &(phase, part) in positions {
        used[phase].insert(part);
    }
    // Who stands in no sub-phase of a phase that has some may stay there as long as nobody there waits.
    let mut waits = vec![false; positions.len()];
    for (at, needs) in needs.iter().enumerate() {
        for &need in needs.iter().filter(|&&need| positions[need].0 == positions[at].0) {
            waits[at] = true;
            waits[need] = true;
        }
    }
    for (phase, used) in used.iter().enumerate() {
        let most = if parts[phase].is_empty() {
            if used.len() < 2 { 0 } else { used.len() }
        } else {
            used.last().map_or(0, |last| last + 1)
        };
        while parts[phase].len() < most {
            let name = next_part(&map.phases[phase].name, parts[phase].last().map(String::as_str))?;
            parts[phase].push(name);
        }
    }
    let spot = |(at, &(phase, part)): (usize, &(usize, usize))| {
        let place = &map.places[at];
        let had = !map.phases[phase].sub_phases.is_empty();
        let loose = had && place.phase == phase && place.sub_phase.is_none() && part == 0 && !waits[at];
        let rank = if had { part } else { used[phase].range(..part).count() };
        Spot { phase, part: (!parts[phase].is_empty() && !loose).then_some(rank) }
    };
    Ok(positions.iter().enumerate().map(spot).collect())
}

/// Places by subtask.
pub(super) fn by_subtask(map: &DocumentMap) -> FxHashMap<SubtaskIx, usize> {
    map.places.iter().enumerate().map(|(at, place)| (place.subtask, at)).collect()
}
