//! Search and proof in turns.

use super::Proof;
use super::answer::Answer;
use super::bounds::Ends;
use super::budget::Share;
use super::closure::Closure;
use super::decide::{Decider, Verdict};
use super::domain::Domain;
use super::improve::LocalSearch;
use super::instance::{Instance, Time};
use super::justify::turn;
use super::lock_order::{LockOrders, Order};
use super::propagate::Propagator;
use super::shave::{Shaved, shave};

/// Nodes of the first turn of each exact method.
const FIRST_SHARE: u64 = 2_000;
/// Schedules built in the first turn of local search.
const FIRST_ITERATIONS: u32 = 250;

/// Takes turns with growing effort: local search, shaving, the order of locks, and the decision search forward and
/// backward, each at the lower bound and just below the makespan, until the two meet or the effort is spent.
#[derive(Debug)]
pub(super) struct Exact<'a> {
    instance: &'a Instance,
    mirror: &'a Instance,
    ends: &'a Ends,
    propagator: Propagator<'a>,
    search: LocalSearch<'a>,
    /// What holds for schedules about as short as the lower bound, and for schedules shorter than the best.
    low: Narrowed,
    high: Narrowed,
    /// Searches below the makespan and at the lower bound, forward and backward each.
    deciders: [[Decider; 2]; 2],
    nodes: u64,
    /// Whether the lower bound is to be raised in small steps this turn.
    is_fine: bool,
}

/// A domain and the bound for which it was narrowed.
#[derive(Debug)]
struct Narrowed {
    bound: Time,
    domain: Domain,
    is_stable: bool,
}

impl<'a> Exact<'a> {
    /// `sides` and `closures` are those of the instance and its mirror image.
    pub(super) fn new(
        sides: [&'a Instance; 2],
        closures: [&'a Closure; 2],
        ends: &'a Ends,
        answer: &Answer,
    ) -> Self {
        let deciders = || [Decider::new(sides[0], ends), Decider::new(sides[1], &ends.mirrored())];
        let narrowed = |bound| Narrowed { bound, domain: Domain::new(ends), is_stable: false };
        Self {
            instance: sides[0],
            mirror: sides[1],
            ends,
            propagator: Propagator::new(sides, closures),
            search: LocalSearch::new(sides[0], sides[1], &answer.starts),
            low: narrowed(Time::MIN),
            high: narrowed(Time::MAX),
            deciders: [deciders(), deciders()],
            nodes: 0,
            is_fine: false,
        }
    }

    /// Improves the answer until it is optimal or the share is spent.
    pub(super) fn run(&mut self, effort: &mut Share, answer: &mut Answer) {
        self.nodes = effort.nodes;
        let mut iterations = FIRST_ITERATIONS;
        let mut share = FIRST_SHARE;
        while !answer.is_close(effort.tolerance) && (effort.iterations > 0 || self.nodes > 0) {
            self.search.adopt(&answer.starts);
            effort.iterations -=
                self.search.run(iterations.min(effort.iterations), answer.lower_bound + effort.tolerance);
            answer.offer(self.instance, self.search.best().0);
            iterations = iterations.saturating_mul(2);
            for is_low in [true, false] {
                self.shave(is_low, share, answer);
            }
            if self.instance.pools.iter().any(|pool| pool.capacity == 1) {
                for is_low in [false, true] {
                    self.order_locks(is_low, share, answer);
                }
            }
            for is_low in [true, false] {
                self.decide(is_low, share, answer);
            }
            share = share.saturating_mul(3);
            self.is_fine = !self.is_fine;
        }
        effort.nodes = self.nodes;
    }

    /// What one node of the decision search counts: it takes longer with more tasks.
    fn node_cost(&self) -> u64 {
        let tasks = self.instance.len() as u64;
        1 + tasks / 32 + tasks * tasks / 4_096
    }

    /// Takes a share of the nodes; gives back what is left through [`Exact::nodes`].
    fn take(&mut self, share: u64) -> u64 {
        let given = share.min(self.nodes);
        self.nodes -= given;
        given
    }

    /// The domain for the lower bound, or for one below the makespan, started anew if the bound has moved up.
    fn narrowed(&mut self, is_low: bool, answer: &Answer) -> &mut Narrowed {
        // Where the gap spans many units of time, single units are not worth a question each.
        let step = (answer.makespan - 1 - answer.lower_bound) >> if self.is_fine { 6 } else { 3 };
        let bound = if is_low { answer.lower_bound + step } else { answer.makespan - 1 };
        let narrowed = if is_low { &mut self.low } else { &mut self.high };
        if bound > narrowed.bound || narrowed.bound == Time::MAX {
            narrowed.domain = Domain::new(self.ends);
        }
        if bound != narrowed.bound {
            (narrowed.bound, narrowed.is_stable) = (bound, false);
        }
        narrowed
    }

    fn shave(&mut self, is_low: bool, share: u64, answer: &mut Answer) {
        let cost = self.propagator.cost();
        let mut probes = self.take(share) / cost;
        while probes > 0 && !answer.is_optimal() {
            let Narrowed { bound, ref domain, is_stable } = *self.narrowed(is_low, answer);
            if is_stable {
                break;
            }
            let mut domain = domain.clone();
            probes -= 1;
            let shaved = shave(&mut self.propagator, &mut domain, bound, &Order::default(), &mut probes);
            if shaved == Shaved::Refuted {
                answer.raise(bound + 1, Proof::Search);
                continue;
            }
            let narrowed = self.narrowed(is_low, answer);
            narrowed.domain = domain;
            narrowed.is_stable = shaved == Shaved::Stable;
        }
        self.nodes += probes * cost;
    }

    fn order_locks(&mut self, is_low: bool, share: u64, answer: &mut Answer) {
        if answer.is_optimal() {
            return;
        }
        let mut nodes = self.take(share);
        let Narrowed { bound, ref domain, .. } = *self.narrowed(is_low, answer);
        let domain = domain.clone();
        let verdict = LockOrders::decide(&mut self.propagator, &domain, bound, &mut nodes);
        self.nodes += nodes;
        self.learn(0, bound, verdict, answer);
    }

    fn decide(&mut self, is_low: bool, share: u64, answer: &mut Answer) {
        // With one step between bound and makespan the two questions are the same.
        if !is_low && self.low.bound + 1 == answer.makespan {
            return;
        }
        for side in 0..2 {
            if answer.is_optimal() {
                return;
            }
            let cost = self.node_cost();
            let mut nodes = self.take(share) / cost;
            let narrowed = self.narrowed(is_low, answer);
            let bound = narrowed.bound;
            let ends = narrowed.domain.ends();
            let ends = if side == 0 { ends } else { ends.mirrored() };
            let verdict = self.deciders[usize::from(is_low)][side].decide(bound, &ends, &mut nodes);
            self.nodes += nodes * cost;
            self.learn(side, bound, verdict, answer);
        }
    }

    fn learn(&self, side: usize, bound: Time, verdict: Verdict, answer: &mut Answer) {
        match verdict {
            Verdict::Found(starts) if side == 0 => answer.offer(self.instance, &starts),
            Verdict::Found(starts) => {
                let mut turned = Vec::new();
                turn(self.mirror, self.mirror.makespan(&starts), &starts, &mut turned);
                answer.offer(self.instance, &turned);
            }
            Verdict::Refuted => answer.raise(bound + 1, Proof::Search),
            Verdict::Spent => {}
        }
    }
}
