use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::Csr;
use super::joints::Joints;
use super::scc;
use crate::plan::{NeedTarget, Plan, SetIx, SubtaskIx};

/// A total order of subtasks that settles what a wildcard means: a subtask needs the members of its wildcard
/// that rank before it.
///
/// The order respects every explicit need, so a wildcard never reaches a subtask that waits for its owner;
/// the owner of a wildcard comes as late as possible; and of owners that would wait for each other the later
/// in the document waits. Found in linear time: components of the graph with all wildcards, needs first, and
/// inside each component Kahn's algorithm (A. B. Kahn, 1962), in which an owner is held back until its sets
/// are done or nothing else can move.
pub(super) fn rank(plan: &Plan) -> Option<Vec<u32>> {
    let wildcards: Vec<(SubtaskIx, SetIx)> = plan
        .needs()
        .iter()
        .filter_map(|need| match need.target {
            NeedTarget::Wildcard(set) => Some((need.subtask, set)),
            _ => None,
        })
        .collect();
    if wildcards.is_empty() {
        return None;
    }
    let mut joints = Joints::new(plan.subtasks.len());
    super::build::explicit(plan, &mut joints, |_| true);
    let hard_edges = joints.edges.len();
    let first_set = joints.nodes;
    let sets = plan.sets.len() as u32;
    joints.nodes += sets;
    let mut used = vec![false; sets as usize];
    for &(owner, set) in &wildcards {
        joints.edges.push((owner.0, first_set + set.0));
        if !std::mem::replace(&mut used[set.index()], true) {
            joints.edges.extend(plan.members(set).iter().map(|member| (first_set + set.0, member.0)));
        }
    }
    let graph = Csr::from_pairs(joints.nodes as usize, &joints.edges);
    let hard = Csr::from_pairs(joints.nodes as usize, &joints.edges[..hard_edges]);
    let mut ranking = Ranking::new(plan, &graph, &hard, first_set);
    for component in scc::components(&graph) {
        ranking.place(&component);
    }
    Some(ranking.rank)
}

struct Ranking<'a> {
    plan: &'a Plan,
    subtasks: u32,
    first_set: u32,
    graph: &'a Csr,
    hard: &'a Csr,
    hard_dependents: Csr,
    dependents: Csr,
    rank: Vec<u32>,
    next: u32,
    /// Which component each node is in, from 1; 0 before it is placed.
    component: Vec<u32>,
    components: u32,
    hard_pending: Vec<u32>,
    /// Per set node: members not yet ranked in this component.
    soft_pending: Vec<u32>,
    done: Vec<bool>,
}

impl<'a> Ranking<'a> {
    fn new(plan: &'a Plan, graph: &'a Csr, hard: &'a Csr, first_set: u32) -> Ranking<'a> {
        let nodes = graph.len();
        Ranking {
            plan,
            subtasks: plan.subtasks.len() as u32,
            first_set,
            graph,
            hard,
            hard_dependents: hard.reversed(),
            dependents: graph.reversed(),
            rank: vec![0; plan.subtasks.len()],
            next: 0,
            component: vec![0; nodes],
            components: 0,
            hard_pending: vec![0; nodes],
            soft_pending: vec![0; nodes],
            done: vec![false; nodes],
        }
    }

    fn place(&mut self, members: &[u32]) {
        self.components += 1;
        let here = self.components;
        for &node in members {
            self.component[node as usize] = here;
        }
        let mut free = BinaryHeap::new();
        let mut held = BinaryHeap::new();
        for &node in members {
            let v = node as usize;
            if node >= self.first_set {
                let inside =
                    self.graph.row(v).iter().filter(|&&m| self.component[m as usize] == here).count();
                self.soft_pending[v] = inside as u32;
            } else {
                let inside = self.hard.row(v).iter().filter(|&&m| self.component[m as usize] == here).count();
                self.hard_pending[v] = inside as u32;
            }
        }
        for &node in members {
            if node < self.first_set && self.hard_pending[node as usize] == 0 {
                self.queue(node, here, &mut free, &mut held);
            }
        }
        let first_set = self.first_set;
        let mut rest = members.iter().filter(|&&node| node < first_set);
        loop {
            let node = match (free.pop(), held.pop()) {
                (Some(Reverse(node)), back) => {
                    held.extend(back);
                    node
                }
                (None, Some(Reverse(node))) => node,
                // Only an explicit cycle is left: the order inside it does not matter.
                (None, None) => match rest.next() {
                    Some(&node) => node,
                    None => break,
                },
            };
            if !self.done[node as usize] {
                self.emit(node, here, &mut free, &mut held);
            }
        }
    }

    /// Puts a node without pending explicit needs into the right queue.
    fn queue(&self, node: u32, here: u32, free: &mut Heap, held: &mut Heap) {
        if self.waits_for_sets(node, here) { held.push(Reverse(node)) } else { free.push(Reverse(node)) }
    }

    fn waits_for_sets(&self, node: u32, here: u32) -> bool {
        node < self.subtasks
            && self.graph.row(node as usize).iter().any(|&set| {
                set >= self.first_set && self.component[set as usize] == here && {
                    let own = u32::from(self.is_member(node, set));
                    self.soft_pending[set as usize] > own
                }
            })
    }

    fn is_member(&self, node: u32, set: u32) -> bool {
        use crate::plan::Members;
        match &self.plan.sets[(set - self.first_set) as usize].members {
            Members::Interval(lo, hi) => {
                let at = self.plan.position(SubtaskIx(node));
                *lo <= at && at < *hi
            }
            Members::List(list) => list.binary_search(&SubtaskIx(node)).is_ok(),
        }
    }

    fn emit(&mut self, node: u32, here: u32, free: &mut Heap, held: &mut Heap) {
        self.done[node as usize] = true;
        if node < self.subtasks {
            self.rank[node as usize] = self.next;
            self.next += 1;
        }
        for at in 0..self.hard_dependents.row(node as usize).len() {
            let dependent = self.hard_dependents.row(node as usize)[at];
            let d = dependent as usize;
            if self.component[d] == here && !self.done[d] {
                self.hard_pending[d] -= 1;
                if self.hard_pending[d] == 0 {
                    self.queue(dependent, here, free, held);
                }
            }
        }
        for at in 0..self.dependents.row(node as usize).len() {
            let set = self.dependents.row(node as usize)[at];
            if set < self.first_set || self.component[set as usize] != here {
                continue;
            }
            self.soft_pending[set as usize] -= 1;
            if self.soft_pending[set as usize] <= 1 {
                for &owner in self.dependents.row(set as usize) {
                    let o = owner as usize;
                    if self.component[o] == here
                        && !self.done[o]
                        && self.hard_pending[o] == 0
                        && !self.waits_for_sets(owner, here)
                    {
                        free.push(Reverse(owner));
                    }
                }
            }
        }
    }
}

type Heap = BinaryHeap<Reverse<u32>>;
