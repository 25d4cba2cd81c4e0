use std::cmp::Reverse;

use super::assemble::Shared;
use super::lock_price::rank;
use super::pricer::Pricer;
use super::{Makespan, Price, Slack};
use crate::plan::SubtaskIx;
use crate::syntax::Minutes;

/// What it brings if a subtask takes half as long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortening {
    /// The subtask.
    pub subtask: SubtaskIx,
    /// What it takes now.
    pub minutes: Minutes,
    /// Dataflow as it is against dataflow with half of that; `None` where it was left out.
    pub price: Option<Price>,
}

/// What halving each subtask brings, most first. `slack` is that of dataflow: where not all are priced, those that
/// cannot wait there come before the others, the longest first.
pub(super) fn shortenings(shared: &Shared<'_>, base: Makespan, slack: &[Slack]) -> Vec<Shortening> {
    let mut problem = shared.problem();
    let mut order: Vec<usize> = (0..shared.graph.subtasks())
        .filter(|&v| !shared.is_left_out(v) && problem.durations[v] > 0)
        .collect();
    let mut waits = vec![true; problem.len()];
    for slack in slack {
        waits[slack.subtask.index()] = !slack.scheduled.is_zero();
    }
    order.sort_by_key(|&v| (waits[v], Reverse(problem.durations[v])));
    let mut pricer = Pricer::new(shared, &problem, base, order.len());
    let mut found: Vec<Shortening> = Vec::with_capacity(order.len());
    for v in order {
        let length = problem.durations[v];
        let price = if pricer.chain_proves() && !pricer.is_critical(v, &problem.durations) {
            Some(Price::nothing(base))
        } else {
            problem.durations[v] = length / 2;
            let price = pricer.price(|| &problem);
            problem.durations[v] = length;
            price
        };
        let subtask = SubtaskIx(v as u32);
        found.push(Shortening { subtask, minutes: Minutes::from_parts(length), price });
    }
    found.sort_by(|a, b| rank(a.price).cmp(&rank(b.price)).then_with(|| a.subtask.cmp(&b.subtask)));
    found
}
