use std::collections::BTreeMap;

use super::neighbour::neighbours;
use crate::emit::Material;
use crate::schedule::{Execution, Slot};
use crate::syntax::Minutes;

/// A phase of the corrected map: the steps of the execution that share a number, such as `2a` and `2b`.
#[derive(Debug)]
pub(super) struct MapPhase {
    pub(super) title: String,
    /// How long its parts take one after another.
    pub(super) minutes: Minutes,
    /// What runs at once; several parts are sub-phases.
    pub(super) parts: Vec<Vec<Slot>>,
}

/// Sub-phases have one letter.
const LETTERS: usize = 26;

/// The phases of one feature; `slots` are its own, by step.
///
/// Inside a step a window may run one subtask after another, and two that write one file wait for each other. A
/// map says so with sub-phases, in which every window and every file appears once.
pub(super) fn map_phases(material: &Material, execution: &Execution, slots: &[Slot]) -> Vec<MapPhase> {
    let mut phases: Vec<(String, MapPhase)> = Vec::new();
    for step in slots.chunk_by(|a, b| a.step == b.step) {
        let stated = execution.steps.get(step[0].step as usize);
        let (name, title) = stated.map_or(("", ""), |step| (step.name.as_str(), step.title.as_str()));
        let base = base_of(name).to_owned();
        let parts = rounds(material, step);
        match phases.last_mut() {
            Some((last, phase)) if *last == base => {
                phase.parts.extend(parts);
                if phase.title.is_empty() {
                    title.clone_into(&mut phase.title);
                }
            }
            _ => phases.push((base, MapPhase { title: title.to_owned(), minutes: Minutes::ZERO, parts })),
        }
    }
    let mut phases: Vec<MapPhase> = phases.into_iter().flat_map(|(_, phase)| split(phase)).collect();
    for phase in &mut phases {
        let longest =
            |part: &Vec<Slot>| part.iter().map(|slot| slot.end - slot.start).max().unwrap_or_default();
        phase.minutes = phase.parts.iter().map(longest).sum();
    }
    phases
}

/// More parts than letters become phases of their own.
fn split(phase: MapPhase) -> Vec<MapPhase> {
    if phase.parts.len() <= LETTERS {
        return vec![phase];
    }
    let alone = |part| MapPhase { title: phase.title.clone(), minutes: Minutes::ZERO, parts: vec![part] };
    phase.parts.into_iter().map(alone).collect()
}

/// `2` of `2a`; the whole name where it is no number with a letter.
fn base_of(name: &str) -> &str {
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &name[digits..];
    if digits > 0 && rest.len() <= 1 && rest.bytes().all(|b| b.is_ascii_lowercase()) {
        &name[..digits]
    } else {
        name
    }
}

/// Parts of a step so that in each of them every window and every file appears once, and nobody waits inside it.
fn rounds(material: &Material, step: &[Slot]) -> Vec<Vec<Slot>> {
    let plan = material.plan;
    let mut order = step.to_vec();
    order.sort_by_key(|slot| (plan.subtask(slot.subtask).integration, slot.start, slot.window, slot.subtask));
    let mut rounds: Vec<Vec<Slot>> = Vec::new();
    let mut of_window: BTreeMap<u32, usize> = BTreeMap::new();
    let mut of_file: BTreeMap<&str, (usize, Minutes)> = BTreeMap::new();
    let mut of_subtask = BTreeMap::new();
    for slot in order {
        let subtask = plan.subtask(slot.subtask);
        let mut round = of_window.get(&slot.window).map_or(0, |last| last + 1);
        for touch in &subtask.files {
            // Two that run at the same time in spite of the file are not kept apart by a map either.
            if let Some((last, end)) = of_file.get(touch.path.as_str())
                && *end <= slot.start
            {
                round = round.max(last + 1);
            }
        }
        let (needs, _) = neighbours(material.graph.needs(), plan.subtasks.len(), slot.subtask, 1000);
        for need in needs {
            if let Some(last) = of_subtask.get(&need) {
                round = round.max(last + 1);
            }
        }
        if subtask.integration {
            round = round.max(rounds.len());
        }
        of_window.insert(slot.window, round);
        of_subtask.insert(slot.subtask, round);
        for touch in &subtask.files {
            of_file.insert(&touch.path, (round, slot.end));
        }
        rounds.resize_with(rounds.len().max(round + 1), Vec::new);
        rounds[round].push(slot);
    }
    rounds.retain(|round| !round.is_empty());
    for round in &mut rounds {
        round.sort_by_key(|slot| slot.window);
    }
    rounds
}

#[cfg(test)]
mod tests {
    use super::base_of;

    #[test]
    fn sub_phases_share_a_number() {
        assert_eq!(base_of("2a"), "2");
        assert_eq!(base_of("12"), "12");
        assert_eq!(base_of("2ab"), "2ab");
        assert_eq!(base_of("Wave 3"), "Wave 3");
        assert_eq!(base_of(""), "");
    }
}
