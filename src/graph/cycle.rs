use std::collections::VecDeque;

use super::{Csr, scc};
use crate::plan::SubtaskIx;

/// Subtasks that wait for each other: each needs the next, and the last needs the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cycle {
    /// The subtasks in order of need; the lowest comes first.
    pub subtasks: Vec<SubtaskIx>,
    /// How many subtasks wait for each other in all.
    pub entangled: usize,
    /// Whether every subtask of them was tried as a start; if not, a shorter cycle may exist.
    pub is_shortest: bool,
}

/// In large components only this many starting points are tried.
const STARTS: usize = 256;

/// One shortest cycle per strongly connected component, found by breadth-first search from its subtasks.
pub(super) fn cycles(needs: &Csr, subtasks: usize) -> Vec<Cycle> {
    let mut distance = vec![u32::MAX; needs.len()];
    let mut parent = vec![u32::MAX; needs.len()];
    let mut found: Vec<Cycle> = scc::components(needs)
        .iter()
        .filter(|component| component.len() > 1)
        .filter_map(|component| {
            let members: Vec<u32> = component.iter().copied().filter(|&n| (n as usize) < subtasks).collect();
            let best = members
                .iter()
                .take(STARTS)
                .filter_map(|&start| shortest(needs, start, component, &mut distance, &mut parent))
                .min_by_key(|path| path.iter().filter(|&&n| (n as usize) < subtasks).count())?;
            let subtasks: Vec<SubtaskIx> =
                best.into_iter().filter(|&n| (n as usize) < subtasks).map(SubtaskIx).collect();
            Some(Cycle { subtasks, entangled: members.len(), is_shortest: members.len() <= STARTS })
        })
        .collect();
    found.sort_by_key(|cycle| cycle.subtasks.first().copied());
    found
}

fn shortest(
    needs: &Csr,
    start: u32,
    component: &[u32],
    distance: &mut [u32],
    parent: &mut [u32],
) -> Option<Vec<u32>> {
    for &node in component {
        distance[node as usize] = u32::MAX;
    }
    let mut queue = VecDeque::from([start]);
    distance[start as usize] = 0;
    while let Some(node) = queue.pop_front() {
        for &next in needs.row(node as usize) {
            if next == start {
                let mut path = vec![node];
                while let Some(&last) = path.last() {
                    if last == start {
                        break;
                    }
                    path.push(parent[last as usize]);
                }
                path.reverse();
                return Some(path);
            }
            if component.binary_search(&next).is_ok() && distance[next as usize] == u32::MAX {
                distance[next as usize] = distance[node as usize] + 1;
                parent[next as usize] = node;
                queue.push_back(next);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortest_cycle_is_found_and_starts_low() {
        // 0 → 1 → 2 → 3 → 0 and 1 → 2 → 1
        let needs = Csr::from_pairs(4, &[(0, 1), (1, 2), (2, 1), (2, 3), (3, 0)]);
        let found = cycles(&needs, 4);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].subtasks, [SubtaskIx(1), SubtaskIx(2)]);
        assert_eq!(found[0].entangled, 4);
    }
}
