//! Search and proof in turns.

use super::answer::Answer;
use super::bounds::Ends;
use super::closure::Closure;
use super::decide::{Decider, Verdict};
use super::domain::Domain;
use super::improve::LocalSearch;
use super::instance::{Instance, Time};
use super::justify::turn;
use super::lock_order::{LockOrders, Order};
use super::propagate::Propagator;
use super::shave::{Shaved, shave};
use super::{Effort, Proof};

/// Nodes of the first turn of each exact method.
const FIRST_SHARE: u64 = 2_000;
/// Schedules built in the first turn of local search.
const FIRST_ITERATIONS: u32 = 100;

/// Takes turns with growing effort: local search, shaving, the order of locks, and the decision search forward and
/// backward, each at the lower bound and just below the makespan, until the two meet or the effort is spent.
#[derive(Debug)]
pub(super) struct Exact<'a> {
    instance: &'a Instance,
    mirror: &'a Instance,
    ends: &'a Ends,
    propagator: Propagator<'a>,
    search: LocalSearch<'a>,
    /// What holds for schedules as short as the lower bound, and for schedules shorter than the best.
    low: Narrowed,
    high: Narrowed,
    /// Searches below the makespan and at the lower bound, forward and backward each.
    deciders: [[Decider; 2]; 2],
    nodes: u64,
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
        effort: &Effort,
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
            nodes: effort.nodes,
        }
    }

    /// Improves the answer until it is optimal or the effort is spent.
    pub(super) fn run(&mut self, mut iterations: u32, answer: &mut Answer) {
        let mut turn_iterations = FIRST_ITERATIONS;
        let mut share = FIRST_SHARE;
        while !answer.is_optimal() && (iterations > 0 || self.nodes > 0) {
            let now = turn_iterations.min(iterations);
            self.search.adopt(&answer.starts);
            self.search.run(now, answer.lower_bound);
            answer.offer(self.instance, self.search.best().0);
            iterations -= now;
            turn_iterations *= 2;
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
            share *= 3;
        }
    }

    /// What one probe counts in nodes.
    fn probe_cost(&self) -> u64 {
        let tasks = self.instance.len() as u64;
        tasks + tasks * tasks / 128
    }

    /// Takes a share of the nodes; gives back what is left through [`Exact::nodes`].
    fn take(&mut self, share: u64) -> u64 {
        let given = share.min(self.nodes);
        self.nodes -= given;
        given
    }

    /// The domain for the lower bound, or for one below the makespan, started anew if the bound has moved up.
    fn narrowed(&mut self, is_low: bool, answer: &Answer) -> &mut Narrowed {
        let bound = if is_low { answer.lower_bound } else { answer.makespan - 1 };
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
        let cost = self.probe_cost();
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
        if !is_low && answer.lower_bound + 1 == answer.makespan {
            return;
        }
        for side in 0..2 {
            if answer.is_optimal() {
                return;
            }
            // A node takes longer with more tasks.
            let cost = 1 + self.instance.len() as u64 / 32;
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
