use super::Graph;
use crate::plan::SubtaskIx;
use crate::syntax::Minutes;

/// Earliest starts, tails and the critical path of a graph with unlimited windows.
///
/// Source: J. E. Kelley, M. R. Walker, "Critical-path planning and scheduling", 1959.
#[derive(Clone, Debug)]
pub struct Times {
    /// Earliest start per subtask.
    pub earliest: Vec<Minutes>,
    /// Longest chain of estimates from the start of each subtask to the end, its own included.
    pub tail: Vec<Minutes>,
    /// The length of the critical path.
    pub length: Minutes,
    /// One critical path, first to last; of equal ones the one with the lowest subtasks.
    pub critical: Vec<SubtaskIx>,
    /// Sum of all estimates.
    pub work: Minutes,
}

impl Times {
    /// Latest start minus earliest start.
    pub fn slack(&self, ix: SubtaskIx) -> Minutes {
        self.length - self.earliest[ix.index()] - self.tail[ix.index()]
    }
}

/// Walks the graph once in each direction. Nodes on or behind a cycle count as starting at zero.
pub fn times(graph: &Graph, estimates: &[Minutes]) -> Times {
    let nodes = graph.needs().len();
    let subtasks = graph.subtasks();
    let length_of = |node: usize| estimates.get(node).copied().unwrap_or(Minutes::ZERO);
    let mut end = vec![Minutes::ZERO; nodes];
    for &node in graph.order() {
        let v = node as usize;
        let start = graph.needs().row(v).iter().map(|&n| end[n as usize]).max().unwrap_or_default();
        end[v] = start + length_of(v);
    }
    let mut tail = vec![Minutes::ZERO; nodes];
    for &node in graph.order().iter().rev() {
        let v = node as usize;
        let after = graph.dependents().row(v).iter().map(|&n| tail[n as usize]).max().unwrap_or_default();
        tail[v] = after + length_of(v);
    }
    let length = end.iter().copied().max().unwrap_or_default();
    let critical = critical(graph, &end, &tail, length);
    let earliest = (0..subtasks).map(|v| end[v] - length_of(v)).collect();
    tail.truncate(subtasks);
    let work = estimates.iter().copied().sum();
    Times { earliest, tail, length, critical, work }
}

/// Follows the longest tails from a start at zero.
fn critical(graph: &Graph, end: &[Minutes], tail: &[Minutes], length: Minutes) -> Vec<SubtaskIx> {
    let mut path = Vec::new();
    let mut at =
        (0..end.len()).find(|&v| tail[v] == length && !tail[v].is_zero() && graph.needs().row(v).is_empty());
    while let Some(v) = at {
        if v < graph.subtasks() {
            path.push(SubtaskIx(v as u32));
        }
        at = graph
            .dependents()
            .row(v)
            .iter()
            .map(|&n| n as usize)
            .find(|&n| !tail[n].is_zero() && end[v] + tail[n] == length);
    }
    path
}
