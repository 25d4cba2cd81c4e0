use std::borrow::Borrow;

use super::assemble::Shared;
use super::engine::{self, Effort, Problem};
use super::schedules::SEARCHED;
use super::{Makespan, Price};
use crate::syntax::Minutes;

/// Solves variants of a problem within a limit, so that prices cost little beside the schedules themselves.
pub(super) struct Pricer {
    /// The problem that is varied.
    pub(super) base: Makespan,
    effort: Effort,
    /// How many more variants are solved.
    left: usize,
    /// Length of the longest chain of needs, and heads and tails around each node.
    chain: u64,
    heads: Vec<u64>,
    tails: Vec<u64>,
    work_proves: bool,
}

/// Nodes and needs that the variants of one question look at together, in a small plan and in one that is not.
const STEPS: [usize; 2] = [100_000, 30_000];
/// Local search and exact search of all variants of one question together.
const ITERATIONS: usize = 3_000;
const NODES: usize = 40_000;
impl Pricer {
    /// For about `variants` variants of `problem`, whose makespan is `base`.
    pub(super) fn new(shared: &Shared<'_>, problem: &Problem, base: Makespan, variants: usize) -> Pricer {
        let size = problem.len() + problem.needs.targets_len() + 1;
        let is_small = problem.len() <= SEARCHED;
        let left = variants.min(STEPS[usize::from(!is_small)] / size);
        let tolerance = shared.effort.tolerance;
        let effort = if is_small {
            let improve_iterations = (ITERATIONS / left.max(1)).min(200) as u32;
            let nodes = (NODES / left.max(1)).min(2_000) as u64;
            Effort { improve_iterations, nodes, tolerance, ..Effort::quick() }
        } else {
            Effort { rules: 1, tolerance, ..Effort::cheap() }
        };
        let heads = engine::heads(&problem.durations, &problem.needs);
        let tails = engine::tails(&problem.durations, &problem.needs);
        let chain = (0..problem.len()).map(|v| heads[v] + problem.durations[v] + tails[v]).max().unwrap_or(0);
        let work_proves = base.found.parts() <= full(problem);
        Pricer { base, effort, left, chain, heads, tails, work_proves }
    }

    /// The price of what `variant` leaves out; `None` where the limit is reached or needs go in a circle.
    pub(super) fn price<P: Borrow<Problem>>(&mut self, variant: impl FnOnce() -> P) -> Option<Price> {
        self.left = self.left.checked_sub(1)?;
        Some(Price::new(self.base, makespan(variant().borrow(), &self.effort)?))
    }

    /// Whether locks and needs cannot matter, because the work alone takes as long.
    pub(super) fn work_proves(&self) -> bool {
        self.work_proves
    }

    /// Whether a chain of needs takes as long as the schedule: locks cannot matter then.
    pub(super) fn chain_proves(&self) -> bool {
        self.base.found.parts() == self.chain
    }

    /// Whether each longest chain may run over the need: else nothing is gained without it if chains prove.
    pub(super) fn is_tight(&self, node: usize, needed: usize, durations: &[u64]) -> bool {
        let through = self.heads[needed] + durations[needed] + durations[node] + self.tails[node];
        through == self.chain
    }

    /// Whether a longest chain runs over the node.
    pub(super) fn is_critical(&self, node: usize, durations: &[u64]) -> bool {
        self.heads[node] + durations[node] + self.tails[node] == self.chain
    }
}

/// What windows take that are busy all the time: the work divided by them, in the greatest unit that all durations
/// are multiples of.
pub(super) fn full(problem: &Problem) -> u64 {
    let unit = problem.durations.iter().copied().fold(0, greatest_common_divisor).max(1);
    (problem.work() / unit).div_ceil(u64::from(problem.windows.max(1))) * unit
}

fn greatest_common_divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

/// Solves a problem; `None` where needs go in a circle.
pub(super) fn makespan(problem: &Problem, effort: &Effort) -> Option<Makespan> {
    let solution = engine::solve(problem, effort).ok()?;
    Some(Makespan {
        found: Minutes::from_parts(solution.makespan),
        lower_bound: Minutes::from_parts(solution.lower_bound),
    })
}
