use super::Graph;
use crate::plan::SubtaskIx;

/// Answers "does `a` wait for `b`?" with a search that skips what lies below the level of `b`.
///
/// Each question costs at most `budget` visited nodes; when that is not enough the answer is `None`.
pub struct Reach<'a> {
    graph: &'a Graph,
    seen: Vec<u32>,
    round: u32,
    position: Vec<u32>,
    budget: usize,
}

impl<'a> Reach<'a> {
    /// Prepares for many questions about one graph.
    pub fn new(graph: &'a Graph, budget: usize) -> Reach<'a> {
        let mut position = vec![u32::MAX; graph.needs().len()];
        for (at, &node) in graph.order().iter().enumerate() {
            position[node as usize] = at as u32;
        }
        Reach { graph, seen: vec![0; graph.needs().len()], round: 0, position, budget }
    }

    /// Whether `a` needs `b` directly or over others; `None` where the budget did not suffice.
    pub fn needs(&mut self, a: SubtaskIx, b: SubtaskIx) -> Option<bool> {
        self.path(a, b, |_| true).map(|path| path.is_some())
    }

    /// The subtasks between `a` and `b` on one shortest way of need, both included; `skip(node)` keeps the
    /// first step off some nodes. `Some(None)` where there is no way.
    pub fn path(
        &mut self,
        a: SubtaskIx,
        b: SubtaskIx,
        first: impl Fn(u32) -> bool,
    ) -> Option<Option<Vec<SubtaskIx>>> {
        self.round += 1;
        let goal = self.position[b.index()];
        let mut queue: Vec<(u32, u32)> = vec![(a.0, u32::MAX)];
        self.seen[a.index()] = self.round;
        let mut at = 0;
        while at < queue.len() {
            let (node, _) = queue[at];
            for &next in self.graph.needs().row(node as usize) {
                if node == a.0 && !first(next) {
                    continue;
                }
                if next == b.0 {
                    return Some(Some(self.trace(&queue, at, b)));
                }
                let v = next as usize;
                if self.seen[v] != self.round && (self.position[v] > goal || goal == u32::MAX) {
                    self.seen[v] = self.round;
                    queue.push((next, at as u32));
                }
            }
            at += 1;
            if at > self.budget {
                return None;
            }
        }
        Some(None)
    }

    /// Everything that `a` needs, directly or over others, in plan order; `None` where the budget is not enough.
    pub fn all(&mut self, a: SubtaskIx) -> Option<Vec<SubtaskIx>> {
        self.round += 1;
        let mut queue = vec![a.0];
        self.seen[a.index()] = self.round;
        let mut at = 0;
        while at < queue.len() {
            for &next in self.graph.needs().row(queue[at] as usize) {
                if self.seen[next as usize] != self.round {
                    self.seen[next as usize] = self.round;
                    queue.push(next);
                }
            }
            at += 1;
            if at > self.budget {
                return None;
            }
        }
        let mut found: Vec<SubtaskIx> = queue[1..]
            .iter()
            .filter(|&&n| (n as usize) < self.graph.subtasks())
            .map(|&n| SubtaskIx(n))
            .collect();
        found.sort_unstable();
        Some(found)
    }

    fn trace(&self, queue: &[(u32, u32)], mut at: usize, b: SubtaskIx) -> Vec<SubtaskIx> {
        let mut path = vec![b];
        loop {
            let (node, parent) = queue[at];
            if (node as usize) < self.graph.subtasks() {
                path.push(SubtaskIx(node));
            }
            if parent == u32::MAX {
                break;
            }
            at = parent as usize;
        }
        path.reverse();
        path
    }
}
