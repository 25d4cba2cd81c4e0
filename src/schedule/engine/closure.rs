//! Who comes before whom, and how far apart.

use std::cmp::Reverse;

use super::bit_matrix::BitMatrix;
use super::instance::{Instance, Time};

/// All ancestors and descendants of each task, with the longest chain between two of them.
#[derive(Clone, Debug)]
pub(super) struct Closure {
    /// Row `j`: everything that must end before `j` starts.
    pub(super) before: BitMatrix,
    /// Row `i`: everything that can only start after `i` ended.
    pub(super) after: BitMatrix,
    /// Ancestors of each task with the least time between their end and its start, the farthest first.
    pub(super) ancestors: Vec<Vec<Relative>>,
    /// Descendants of each task with the least time between its end and their start, the farthest first.
    pub(super) descendants: Vec<Vec<Relative>>,
}

/// An ancestor or descendant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Relative {
    pub(super) task: u32,
    /// Longest chain of tasks in between.
    pub(super) distance: Time,
}

impl Closure {
    /// Takes O(tasks * needs) time and memory for every related pair.
    pub(super) fn of(instance: &Instance) -> Self {
        let tasks = instance.len();
        let mut before = BitMatrix::new(tasks, tasks);
        let mut after = BitMatrix::new(tasks, tasks);
        let mut ancestors: Vec<Vec<Relative>> = Vec::with_capacity(tasks);
        let mut descendants: Vec<Vec<Relative>> = vec![Vec::new(); tasks];
        let mut distance = vec![0; tasks];
        for task in 0..tasks {
            for &need in instance.needs.row(task) {
                let length = instance.durations[need as usize];
                before.absorb(task, need as usize);
                before.set(task, need as usize);
                for further in &ancestors[need as usize] {
                    let through = &mut distance[further.task as usize];
                    *through = (*through).max(further.distance + length);
                }
            }
            let mut own = Vec::with_capacity(before.count(task));
            for ancestor in before.ones(task) {
                let distance = std::mem::take(&mut distance[ancestor]);
                own.push(Relative { task: ancestor as u32, distance });
                descendants[ancestor].push(Relative { task: task as u32, distance });
                after.set(ancestor, task);
            }
            ancestors.push(own);
        }
        for list in ancestors.iter_mut().chain(&mut descendants) {
            list.sort_by_key(|relative| (Reverse(relative.distance), relative.task));
        }
        Self { before, after, ancestors, descendants }
    }

    /// The same for [`Instance::mirrored`].
    pub(super) fn mirrored(&self) -> Self {
        let last = self.ancestors.len() as u32;
        let turn = |lists: &[Vec<Relative>]| -> Vec<Vec<Relative>> {
            let turned = lists.iter().rev().map(|list| {
                let turned = list.iter().map(|one| Relative { task: last - 1 - one.task, ..*one });
                let mut turned: Vec<Relative> = turned.collect();
                turned.sort_by_key(|relative| (Reverse(relative.distance), relative.task));
                turned
            });
            turned.collect()
        };
        let (ancestors, descendants) = (turn(&self.descendants), turn(&self.ancestors));
        let table = |lists: &[Vec<Relative>]| {
            let mut table = BitMatrix::new(lists.len(), lists.len());
            for (row, list) in lists.iter().enumerate() {
                for relative in list {
                    table.set(row, relative.task as usize);
                }
            }
            table
        };
        Self { before: table(&ancestors), after: table(&descendants), ancestors, descendants }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Csr;

    #[test]
    fn distances_are_longest_chains_in_between() {
        let needs = Csr::from_rows(&[vec![], vec![0], vec![0], vec![1, 2]]);
        let instance = Instance::new(vec![2, 5, 3, 1], needs, 2, vec![]);
        let closure = Closure::of(&instance);
        assert_eq!(closure.ancestors[3][0], Relative { task: 0, distance: 5 });
        assert_eq!(closure.descendants[0][0], Relative { task: 3, distance: 5 });
        assert_eq!(closure.ancestors[3].len(), 3);
        let turned = Closure::of(&instance.mirrored());
        let mirrored = closure.mirrored();
        assert_eq!(mirrored.ancestors, turned.ancestors);
        assert_eq!(mirrored.descendants, turned.descendants);
        assert!(mirrored.before.has(3, 0) && mirrored.after.has(0, 3));
    }
}
