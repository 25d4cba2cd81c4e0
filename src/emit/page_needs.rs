use super::Material;
use super::page_facts::PageFacts;
use crate::graph::NeedsMode;
use crate::plan::{Need, NeedTarget, Origin, SubtaskIx};

/// More targets of one need than this are named by their set, and not one by one.
const NAMED_ONE_BY_ONE: usize = 12;

/// Some subtasks of many.
#[derive(Clone, Debug, Default)]
pub(super) struct Several {
    /// The first ones.
    pub(super) first: Vec<SubtaskIx>,
    /// Whether there are more.
    pub(super) more: bool,
}

/// What a subtask needs, as a page says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NeedWords {
    /// One subtask.
    One(SubtaskIx),
    /// A set by its label, and how many members it has.
    Set(String, usize),
}

impl PageFacts<'_> {
    /// What a subtask needs, each target once; large sets by their label.
    pub(super) fn needs(&self, ix: SubtaskIx) -> Vec<NeedWords> {
        let Material { plan, graph, .. } = self.material;
        let mut found = Vec::new();
        for need in plan.needs_of(ix).iter().filter(|need| self.counts(need)) {
            let label = match need.target {
                NeedTarget::Range(set) | NeedTarget::Wildcard(set)
                    if plan.members(set).len() > NAMED_ONE_BY_ONE =>
                {
                    let members = plan.members(set);
                    let own = usize::from(members.contains(&ix));
                    Some(NeedWords::Set(plan.sets[set.index()].label.clone(), members.len() - own))
                }
                _ => None,
            };
            match label {
                Some(words) => found.push(words),
                None => found.extend(graph.targets(plan, need).map(NeedWords::One)),
            }
        }
        let mut once: Vec<NeedWords> = Vec::with_capacity(found.len());
        for words in found {
            if !once.contains(&words) {
                once.push(words);
            }
        }
        once
    }

    /// Subtasks that need a subtask directly: at most `limit`.
    pub(super) fn needed_by(&self, ix: SubtaskIx, limit: usize) -> Several {
        across_joints(ix, limit, self.len(), |node| self.material.graph.dependents().row(node))
    }

    /// Subtasks that a subtask needs directly: at most `limit`.
    pub(super) fn direct(&self, ix: SubtaskIx, limit: usize) -> Several {
        across_joints(ix, limit, self.len(), |node| self.material.graph.needs().row(node))
    }

    fn counts(&self, need: &Need) -> bool {
        match self.material.schedules.map(|schedules| schedules.needs) {
            Some(NeedsMode::Map) => need.origin != Origin::Spec,
            Some(NeedsMode::Spec) => need.origin != Origin::Map,
            Some(NeedsMode::Union) | None => true,
        }
    }
}

/// Subtasks one step away, through joints, in plan order.
fn across_joints<'g>(
    ix: SubtaskIx,
    limit: usize,
    subtasks: usize,
    row: impl Fn(usize) -> &'g [u32],
) -> Several {
    let mut first = Vec::new();
    let mut seen = Vec::new();
    let mut stack = vec![ix.0];
    while let Some(node) = stack.pop() {
        for &next in row(node as usize) {
            if (next as usize) < subtasks {
                first.push(SubtaskIx(next));
            } else if !seen.contains(&next) {
                seen.push(next);
                stack.push(next);
            }
        }
        if first.len() > 4 * limit.max(16) || seen.len() > 256 {
            break;
        }
    }
    first.sort_unstable();
    first.dedup();
    let more = first.len() > limit || !stack.is_empty();
    first.truncate(limit);
    Several { first, more }
}
