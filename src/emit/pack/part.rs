use super::layout::chosen;
use crate::emit::Material;
use crate::plan::SubtaskIx;
use crate::schedule::{Execution, Slot};

/// The part of a plan that is packed: what every list names, where a list is not empty.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// Phases by name: `2a`, or `2` for all of its parts and for what the plan puts there, wherever it runs.
    pub phases: Vec<String>,
    /// Features by number, name or prefix.
    pub features: Vec<String>,
    /// Windows by number.
    pub windows: Vec<u32>,
    /// Subtasks; `None` for all.
    pub subtasks: Option<Vec<SubtaskIx>>,
}

/// Why a part is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoPart {
    /// There is no such phase; those that there are.
    Phase(String, Vec<String>),
    /// There is no such feature; those that there are.
    Feature(String, Vec<String>),
    /// No subtask runs in this window; the last one in which one does.
    Window(u32, u32),
    /// Nothing is left.
    Nothing,
}

impl Part {
    /// For each subtask of the plan whether it belongs to the part.
    ///
    /// # Errors
    /// A list names something that the plan does not have, or nothing is left.
    pub fn choose(&self, material: &Material) -> Result<Vec<bool>, NoPart> {
        let mut inside = vec![false; material.plan.subtasks.len()];
        let Some(execution) = chosen(material) else { return Err(NoPart::Nothing) };
        let mut steps = Vec::new();
        for name in &self.phases {
            let found = self::steps(material, execution, name);
            if found.is_empty() && !material.plan.indices().any(|ix| is_stated(material, ix, name)) {
                return Err(NoPart::Phase(name.clone(), phases(execution)));
            }
            steps.extend(found);
        }
        let in_phase = |slot: &Slot| {
            let stated = |name: &String| is_stated(material, slot.subtask, name);
            self.phases.is_empty() || steps.contains(&slot.step) || self.phases.iter().any(stated)
        };
        let features: Vec<usize> =
            self.features.iter().map(|name| feature(material, name)).collect::<Result<Vec<_>, _>>()?.concat();
        let used = |window: &u32| execution.slots.iter().any(|slot| slot.window == *window);
        if let Some(window) = self.windows.iter().find(|window| !used(window)) {
            return Err(NoPart::Window(*window, execution.last_window()));
        }
        let named = |slot: &&Slot| {
            in_phase(slot)
                && (self.features.is_empty()
                    || features.contains(&material.plan.subtask(slot.subtask).feature.index()))
                && (self.windows.is_empty() || self.windows.contains(&slot.window))
        };
        let mut listed = vec![self.subtasks.is_none(); inside.len()];
        self.subtasks.iter().flatten().for_each(|ix| listed[ix.index()] = true);
        for slot in execution.slots.iter().filter(named) {
            inside[slot.subtask.index()] = listed[slot.subtask.index()];
        }
        if inside.contains(&true) { Ok(inside) } else { Err(NoPart::Nothing) }
    }
}

/// The steps that a phase is, or has fallen into: `2` is `2`, or `2a` and `2b` where no phase has such a name.
fn steps(material: &Material, execution: &Execution, name: &str) -> Vec<u32> {
    let stated =
        |name: &str| material.plan.phases.iter().any(|phase| phase.parent.is_none() && phase.name == name);
    let is = |step: &str| {
        let letters = step.get(name.len()..).filter(|_| stated(name) && !stated(step));
        step.eq_ignore_ascii_case(name)
            || step.starts_with(name)
                && letters.is_some_and(|letters| letters.bytes().all(|b| b.is_ascii_lowercase()))
    };
    (0..).zip(&execution.steps).filter(|(_, step)| is(&step.name)).map(|(at, _)| at).collect()
}

/// Whether the plan puts a subtask in a phase or sub-phase of this name.
fn is_stated(material: &Material, ix: SubtaskIx, name: &str) -> bool {
    let subtask = material.plan.subtask(ix);
    let is = |phase| material.plan.phase(phase).name.eq_ignore_ascii_case(name);
    subtask.phase.is_some_and(is) || subtask.sub_phase.is_some_and(is)
}

/// Names of the phases that there are, each once.
fn phases(execution: &Execution) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for step in execution.steps.iter().filter(|step| !step.name.is_empty()) {
        if !names.contains(&step.name) {
            names.push(step.name.clone());
        }
    }
    names
}

fn feature(material: &Material, name: &str) -> Result<Vec<usize>, NoPart> {
    let features = &material.plan.features;
    let is = |id: &str| id.eq_ignore_ascii_case(name);
    let found: Vec<usize> = features
        .iter()
        .enumerate()
        .filter(|(_, feature)| is(&feature.id) || is(&feature.prefix))
        .map(|(at, _)| at)
        .collect();
    if found.is_empty() {
        return Err(NoPart::Feature(
            name.to_owned(),
            features.iter().map(|feature| feature.id.clone()).collect(),
        ));
    }
    Ok(found)
}
