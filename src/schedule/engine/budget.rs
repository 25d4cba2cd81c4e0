//! How the effort is shared among the parts of a problem.

use super::Effort;
use super::instance::{Instance, Time};

/// Up to this many tasks local search gets all its iterations, beyond that proportionally fewer.
const IMPROVE_TASKS: u64 = 300;

/// Effort left for the parts that are still to be solved.
#[derive(Debug)]
pub(super) struct Budget {
    effort: Effort,
    /// Tasks that local search may still place.
    placements: u64,
    nodes: u64,
    tolerance: u64,
    /// Sum of the weights of the parts to come.
    weight: u64,
}

/// What one part may spend and, in the end, has left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Share {
    pub(super) iterations: u32,
    pub(super) nodes: u64,
    /// In units of the part: how much may stay between bound and makespan.
    pub(super) tolerance: Time,
}

impl Budget {
    /// The whole effort, before all parts.
    pub(super) fn new<'a>(effort: &Effort, parts: impl Iterator<Item = &'a Instance>) -> Self {
        Self {
            effort: *effort,
            placements: u64::from(effort.improve_iterations) * IMPROVE_TASKS,
            nodes: effort.nodes,
            tolerance: effort.tolerance,
            weight: parts.map(weight).sum(),
        }
    }

    /// The share of the next part; large parts get more than proportionally.
    pub(super) fn take(&mut self, part: &Instance, unit: u64) -> Share {
        let own = weight(part);
        let of = |total: u64| (u128::from(total) * u128::from(own) / u128::from(self.weight.max(own))) as u64;
        let tasks = part.len().max(1) as u64;
        let iterations = (of(self.placements) / tasks).min(u64::from(self.effort.improve_iterations)) as u32;
        let tolerance = (of(self.tolerance) / unit) as Time;
        let share = Share { iterations, nodes: of(self.nodes), tolerance };
        self.tolerance -= of(self.tolerance);
        self.placements -= u64::from(iterations) * tasks;
        self.nodes -= share.nodes;
        self.weight -= own.min(self.weight);
        share
    }

    /// Takes back what the part has left.
    pub(super) fn give_back(&mut self, part: &Instance, rest: Share) {
        self.placements += u64::from(rest.iterations) * part.len() as u64;
        self.nodes += rest.nodes;
    }
}

fn weight(part: &Instance) -> u64 {
    let tasks = part.len() as u64;
    1 + tasks * tasks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Csr;

    #[test]
    fn what_one_part_leaves_goes_to_the_next() {
        let part = |tasks: usize| Instance::new(vec![1; tasks], Csr::from_pairs(tasks, &[]), 1, vec![]);
        let parts = [part(20), part(20)];
        let mut budget = Budget::new(&Effort::default(), parts.iter());
        let first = budget.take(&parts[0], 1);
        assert_eq!(first, Share { iterations: 2_000, nodes: 500_000, tolerance: 0 });
        budget.give_back(&parts[0], first);
        assert_eq!(budget.take(&parts[1], 1), Share { iterations: 2_000, nodes: 1_000_000, tolerance: 0 });
        let large = part(600);
        assert_eq!(Budget::new(&Effort::default(), [&large].into_iter()).take(&large, 1).iterations, 1_000);
    }
}
