use petgraph::algo::tred::{dag_to_toposorted_adjacency_list, dag_transitive_reduction_closure};
use petgraph::graph::DiGraph;

use super::{Graph, Reach};
use crate::plan::SubtaskIx;

/// A need that other needs imply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redundant {
    /// Who needs.
    pub subtask: SubtaskIx,
    /// What it needs anyway.
    pub needed: SubtaskIx,
    /// The way of need that implies it, both ends included.
    pub path: Vec<SubtaskIx>,
}

/// Direct needs that a longer way implies, in plan order, and whether the search was complete.
///
/// Up to `steps` edges × nodes of work the transitive reduction is exact; larger graphs are left out and the
/// second value is `false`.
pub fn redundant_needs(graph: &Graph, steps: usize) -> (Vec<Redundant>, bool) {
    if !graph.cycles().is_empty() {
        return (Vec::new(), true);
    }
    let needs = graph.needs();
    if needs.len().saturating_mul(needs.targets_len()) > steps {
        return (Vec::new(), false);
    }
    let mut whole: DiGraph<(), (), u32> = DiGraph::with_capacity(needs.len(), needs.targets_len());
    for _ in 0..needs.len() {
        whole.add_node(());
    }
    for node in 0..needs.len() {
        for &needed in needs.row(node) {
            whole.add_edge((node as u32).into(), needed.into(), ());
        }
    }
    let order: Vec<_> = graph.order().iter().rev().map(|&node| node.into()).collect();
    let (sorted, position) = dag_to_toposorted_adjacency_list::<_, u32>(&whole, &order);
    let (reduction, _) = dag_transitive_reduction_closure::<_, u32>(&sorted);
    let mut reach = Reach::new(graph, usize::MAX);
    let mut found = Vec::new();
    for node in 0..graph.subtasks() {
        let ix = SubtaskIx(node as u32);
        for &needed in needs.row(node).iter().filter(|&&n| (n as usize) < graph.subtasks()) {
            if reduction.contains_edge(position[node], position[needed as usize]) {
                continue;
            }
            if let Some(Some(path)) = reach.path(ix, SubtaskIx(needed), |first| first != needed) {
                found.push(Redundant { subtask: ix, needed: SubtaskIx(needed), path });
            }
        }
    }
    (found, true)
}
