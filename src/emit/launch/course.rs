use std::cmp::Reverse;

use super::Labels;
use crate::emit::Material;
use crate::emit::pack::{Layout, chosen};
use crate::graph::Reach;
use crate::plan::SubtaskIx;
use crate::schedule::{Execution, Slot, locks};

/// What launchers start, in which order.
pub(super) struct Course<'a> {
    pub(super) execution: &'a Execution,
    pub(super) labels: Labels,
    layout: Layout,
    material: &'a Material<'a>,
    /// Slots by start, then phase, then needs: whatever a subtask waits for stands before it.
    pub(super) slots: Vec<Slot>,
    /// What stands in each step of the execution, in the order of the slots.
    inside: Vec<Vec<SubtaskIx>>,
    /// Per node of the graph: its position among all that launchers know, later than all that it needs.
    known: Vec<bool>,
    /// Per subtask: who writes one of its files right before it without being needed.
    turns: Vec<Vec<SubtaskIx>>,
    /// Per joint, by its number: the slot before which it is first needed.
    joints: Vec<Vec<u32>>,
}

/// How many subtasks are looked at to find out whether two writers are in order anyway.
const LOOKED_AT: usize = 10_000;

/// What a subtask or a joint needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Needed {
    /// A subtask.
    Subtask(SubtaskIx),
    /// A set of subtasks, by number.
    Set(u32),
}

impl<'a> Course<'a> {
    /// `None` if the execution that packs follow cannot run.
    pub(super) fn new(material: &'a Material<'a>) -> Option<Course<'a>> {
        let execution = chosen(material)?;
        let mut rank = vec![0_u32; material.graph.needs().len()];
        for (at, &node) in material.graph.order().iter().enumerate() {
            rank[node as usize] = at as u32;
        }
        let mut slots = execution.slots.clone();
        slots.sort_by_key(|slot| (slot.start, slot.step, rank[slot.subtask.index()]));
        let mut known = vec![false; rank.len()];
        for slot in &slots {
            known[slot.subtask.index()] = true;
        }
        let subtasks = material.plan.subtasks.len();
        for &node in material.graph.order() {
            if node as usize >= subtasks {
                known[node as usize] =
                    material.graph.needs().row(node as usize).iter().any(|&n| known[n as usize]);
            }
        }
        let mut inside = vec![Vec::new(); execution.steps.len()];
        for slot in &slots {
            inside[slot.step as usize].push(slot.subtask);
        }
        let mut course = Course {
            execution,
            labels: Labels::new(material.plan),
            layout: Layout::new(material)?,
            material,
            joints: vec![Vec::new(); slots.len()],
            slots,
            inside,
            known,
            turns: vec![Vec::new(); subtasks],
        };
        course.take_turns();
        course.place_joints();
        Some(course)
    }

    /// What a node of the graph needs, without what is done.
    fn row(&self, node: u32) -> impl Iterator<Item = Needed> + '_ {
        let subtasks = self.material.plan.subtasks.len() as u32;
        let row = self.material.graph.needs().row(node as usize).iter().filter(|&&n| self.known[n as usize]);
        row.map(
            move |&n| if n < subtasks { Needed::Subtask(SubtaskIx(n)) } else { Needed::Set(n - subtasks) },
        )
    }

    /// What a subtask needs.
    pub(super) fn needs(&self, ix: SubtaskIx) -> impl Iterator<Item = Needed> + '_ {
        self.row(ix.0)
    }

    /// The members of a set.
    pub(super) fn members(&self, set: u32) -> impl Iterator<Item = Needed> + '_ {
        self.row(set + self.material.plan.subtasks.len() as u32)
    }

    /// Sets that the slot at a position is the first to need, each after the sets that it holds.
    pub(super) fn sets_before(&self, at: usize) -> &[u32] {
        &self.joints[at]
    }

    /// Who writes one of its files before a subtask that does not need them.
    pub(super) fn turns(&self, ix: SubtaskIx) -> &[SubtaskIx] {
        &self.turns[ix.index()]
    }

    /// The prompt of a subtask, as seen from the folder of launchers.
    pub(super) fn prompt(&self, ix: SubtaskIx) -> String {
        format!("../{}", self.layout.prompt(ix).unwrap_or_default())
    }

    /// The label of a subtask.
    pub(super) fn label(&self, ix: SubtaskIx) -> &str {
        self.labels.label(ix)
    }

    /// The step that has to be over before a step begins.
    pub(super) fn step_before(&self, step: u32) -> Option<usize> {
        let (before, rest) = self.execution.steps.split_at_checked(step as usize)?;
        let feature = rest.first()?.feature?;
        before.iter().rposition(|step| step.feature == Some(feature))
    }

    /// A name for each step, and what stands in it.
    pub(super) fn steps(&self) -> impl Iterator<Item = (String, &[SubtaskIx])> {
        self.step_names().into_iter().zip(self.inside.iter().map(Vec::as_slice))
    }

    /// A name for each step, such as `phase-F1-2a`; they differ from each other and from every label.
    fn step_names(&self) -> Vec<String> {
        let plan = self.material.plan;
        let mut taken = crate::emit::pack::Names::default();
        for slot in &self.slots {
            taken.unique(self.label(slot.subtask));
        }
        let steps = self.execution.steps.iter().map(|step| {
            let feature = step.feature.map_or("all", |feature| plan.feature(feature).prefix.as_str());
            taken.unique(&format!("phase-{feature}-{}", step.name).replace("..", "."))
        });
        steps.collect()
    }

    /// Writers of one file, and whoever is said to be in conflict, take turns in the order of the schedule.
    fn take_turns(&mut self) {
        if !self.material.schedules.is_some_and(|schedules| schedules.file_locks) {
            return;
        }
        let mut position = vec![u32::MAX; self.turns.len()];
        for (at, slot) in self.slots.iter().enumerate() {
            position[slot.subtask.index()] = at as u32;
        }
        let mut pairs = Vec::new();
        for lock in locks(self.material.plan) {
            let mut writers: Vec<SubtaskIx> =
                lock.writers.iter().copied().filter(|ix| position[ix.index()] < u32::MAX).collect();
            writers.sort_by_key(|ix| position[ix.index()]);
            pairs.extend(writers.windows(2).map(|pair| (pair[0], pair[1])));
        }
        pairs.sort_unstable_by_key(|&(first, then)| (then, Reverse(position[first.index()])));
        pairs.dedup();
        let mut reach = Reach::new(self.material.graph, LOOKED_AT);
        for (first, then) in pairs {
            if reach.needs(then, first) != Some(true) {
                self.turns[then.index()].push(first);
            }
        }
    }

    fn place_joints(&mut self) {
        let mut seen = vec![false; self.known.len()];
        let subtasks = self.turns.len() as u32;
        for at in 0..self.slots.len() {
            let mut found = Vec::new();
            let mut open = vec![(self.slots[at].subtask.0, false)];
            while let Some((node, left)) = open.pop() {
                if left {
                    found.push(node - subtasks);
                    continue;
                }
                if node >= subtasks {
                    if std::mem::replace(&mut seen[node as usize], true) {
                        continue;
                    }
                    open.push((node, true));
                }
                let sets = self.row(node).filter_map(|needed| match needed {
                    Needed::Set(set) => Some((set + subtasks, false)),
                    Needed::Subtask(_) => None,
                });
                open.extend(sets);
            }
            self.joints[at] = found;
        }
    }
}
