//! Is there a schedule that ends in time? An exact search over the order of tasks that share a lock.

use super::bit_matrix::BitMatrix;
use super::closure::Closure;
use super::decide::{Decider, Verdict};
use super::domain::Domain;
use super::instance::{Instance, Time};
use super::propagate::Propagator;

/// Needs that a branch adds, as seen from each side: pairs of need and follower.
pub(super) type Order = [Vec<(u32, u32)>; 2];

/// Branches on the order of two tasks of one lock, the pair with the least room first, and narrows the
/// domain after each choice (Carlier, Pinson 1989; the slack rule in the manner of Smith, Cheng 1993).
/// When the domain orders all pairs, the rest is decided without locks.
#[derive(Debug)]
pub(super) struct LockOrders<'a, 'b> {
    propagator: &'a mut Propagator<'b>,
    bound: Time,
    order: Order,
    /// Row `a` has `b` where a need or a branch puts `a` before `b`.
    before: BitMatrix,
    /// Nodes left.
    nodes: u64,
}

impl<'a, 'b> LockOrders<'a, 'b> {
    /// Searches up to `nodes` nodes below a domain for `bound` and takes them off the count.
    pub(super) fn decide(
        propagator: &'a mut Propagator<'b>,
        domain: &Domain,
        bound: Time,
        nodes: &mut u64,
    ) -> Verdict {
        propagator.forget();
        let before = propagator.closure().after.clone();
        let mut search = Self { propagator, bound, order: Order::default(), before, nodes: *nodes };
        let verdict = search.branch(domain);
        *nodes = search.nodes;
        verdict
    }

    fn branch(&mut self, domain: &Domain) -> Verdict {
        let cost = self.propagator.cost();
        if self.nodes < cost {
            return Verdict::Spent;
        }
        self.nodes -= cost;
        let mut domain = domain.clone();
        if !self.order[0].is_empty() {
            self.propagator.remember(&domain);
        }
        if !self.propagator.narrow(&mut domain, self.bound, &self.order) {
            return Verdict::Refuted;
        }
        let Some((first, second)) = self.tightest_pair(&domain) else {
            return self.decide_rest(&domain);
        };
        let mut is_spent = false;
        for (need, follower) in [(first, second), (second, first)] {
            self.push(need, follower);
            let verdict = self.branch(&domain);
            self.pop(need, follower);
            match verdict {
                Verdict::Found(starts) => return Verdict::Found(starts),
                Verdict::Spent => is_spent = true,
                Verdict::Refuted => {}
            }
            if is_spent {
                break;
            }
        }
        if is_spent { Verdict::Spent } else { Verdict::Refuted }
    }

    fn push(&mut self, need: u32, follower: u32) {
        let last = self.propagator.sides()[0].len() as u32 - 1;
        self.order[0].push((need, follower));
        self.order[1].push((last - follower, last - need));
        self.before.set(need as usize, follower as usize);
    }

    fn pop(&mut self, need: u32, follower: u32) {
        for side in &mut self.order {
            side.pop();
        }
        self.before.clear(need as usize, follower as usize);
    }

    /// Whether neither need nor branch orders two tasks.
    fn is_open(&self, a: u32, b: u32) -> bool {
        !self.before.has(a as usize, b as usize) && !self.before.has(b as usize, a as usize)
    }

    /// How much later a task could start than another ends; below 0 the order is impossible.
    fn room(&self, domain: &Domain, need: u32, follower: u32) -> Time {
        let durations = &self.propagator.sides()[0].durations;
        let (need, follower) = (need as usize, follower as usize);
        let latest = self.bound - domain.tail(0, follower) - durations[follower];
        latest - domain.heads(0)[need] - durations[need]
    }

    /// The pair of one lock with both orders possible and the least room; its roomier order first.
    fn tightest_pair(&self, domain: &Domain) -> Option<(u32, u32)> {
        let mut best: Option<((Time, Time), (u32, u32))> = None;
        for pool in self.propagator.sides()[0].pools.iter().filter(|pool| pool.capacity == 1) {
            for (place, &a) in pool.members.iter().enumerate() {
                for &b in &pool.members[place + 1..] {
                    let (there, back) = (self.room(domain, a, b), self.room(domain, b, a));
                    if there < 0 || back < 0 || !self.is_open(a, b) {
                        continue;
                    }
                    let key = (there.min(back), there.max(back));
                    if best.is_none_or(|(known, _)| key < known) {
                        best = Some((key, if there >= back { (a, b) } else { (b, a) }));
                    }
                }
            }
        }
        best.map(|(_, pair)| pair)
    }

    /// All pairs are ordered: adds the orders as needs and drops the locks.
    fn decide_rest(&mut self, domain: &Domain) -> Verdict {
        let instance = self.propagator.sides()[0];
        let mut needs: Vec<(u32, u32)> = Vec::new();
        for pool in instance.pools.iter().filter(|pool| pool.capacity == 1) {
            for (place, &a) in pool.members.iter().enumerate() {
                for &b in &pool.members[place + 1..] {
                    if self.before.has(a as usize, b as usize) {
                        needs.push((a, b));
                    } else if self.before.has(b as usize, a as usize) || self.room(domain, a, b) < 0 {
                        needs.push((b, a));
                    } else {
                        needs.push((a, b));
                    }
                }
            }
        }
        let Some((ordered, tasks)) = instance.ordered(&needs) else {
            return Verdict::Refuted;
        };
        let mut ends = domain.ends();
        for times in [&mut ends.heads, &mut ends.tails] {
            *times = tasks.iter().map(|&task| times[task as usize]).collect();
        }
        let mut domain = Domain::new(&ends);
        let mirror = ordered.mirrored();
        let closure = Closure::of(&ordered);
        let turned = closure.mirrored();
        let mut propagator = Propagator::new([&ordered, &mirror], [&closure, &turned]);
        if !propagator.narrow(&mut domain, self.bound, &Order::default()) {
            return Verdict::Refuted;
        }
        match decide_within(&ordered, &domain, self.bound, &mut self.nodes) {
            Verdict::Found(own) => {
                let mut starts = vec![0; own.len()];
                tasks.iter().zip(own).for_each(|(&task, start)| starts[task as usize] = start);
                Verdict::Found(starts)
            }
            verdict => verdict,
        }
    }
}

/// Decides forward in time within a domain for the bound.
pub(super) fn decide_within(instance: &Instance, domain: &Domain, bound: Time, nodes: &mut u64) -> Verdict {
    let ends = domain.ends();
    Decider::new(instance, &ends).decide(bound, &ends, nodes)
}
