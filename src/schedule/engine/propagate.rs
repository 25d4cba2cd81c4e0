//! Narrowing a domain to a bound.

use super::closure::Closure;
use super::domain::Domain;
use super::edge_finding::edge_finding;
use super::energy::{EnergyTest, Slot};
use super::instance::{Instance, Pool, Time};
use super::jackson::Leg;
use super::strong_head::HeadRaiser;

/// Locks with more members are left to the other rules.
const LOCK_MEMBERS: usize = 60;
/// Rounds after which a domain that still changes is taken as it is.
const ROUNDS: u32 = 12;

/// Draws conclusions from "everything ends by the bound". Keeps its memory between calls.
#[derive(Debug)]
pub(super) struct Propagator<'a> {
    sides: [&'a Instance; 2],
    closures: [&'a Closure; 2],
    raiser: HeadRaiser,
    /// A domain that needs no further narrowing by heads; domains to narrow lie within it.
    known: Option<Domain>,
    energy: EnergyTest,
    legs: Vec<Leg>,
    slots: Vec<Slot>,
}

impl<'a> Propagator<'a> {
    /// Takes an instance and its mirror image with their closures.
    pub(super) fn new(sides: [&'a Instance; 2], closures: [&'a Closure; 2]) -> Self {
        Self {
            sides,
            closures,
            raiser: HeadRaiser::default(),
            known: None,
            energy: EnergyTest::default(),
            legs: Vec::new(),
            slots: Vec::new(),
        }
    }

    pub(super) fn sides(&self) -> [&'a Instance; 2] {
        self.sides
    }

    /// About how long narrowing takes, in nodes of the decision search on few tasks.
    pub(super) fn cost(&self) -> u64 {
        let tasks = self.sides[0].len() as u64;
        let locks = self.sides[0].pools.iter().filter(|pool| has_edge_finding(pool));
        let cubes: u64 = locks.map(|pool| (pool.members.len() as u64).pow(3)).sum();
        tasks + tasks * tasks / 128 + cubes / 512
    }

    /// Notes a narrowed domain, so that the next ones, which must lie within it, take less time.
    pub(super) fn remember(&mut self, domain: &Domain) {
        match &mut self.known {
            Some(known) => known.copy_from(domain),
            None => self.known = Some(domain.clone()),
        }
    }

    /// Must be called before a domain that does not lie within the remembered one is narrowed.
    pub(super) fn forget(&mut self) {
        self.known = None;
    }

    /// The closure of the instance.
    pub(super) fn closure(&self) -> &'a Closure {
        self.closures[0]
    }

    /// Raises heads and tails by chains, windows and locks, then tests energies.
    /// `order` gives further needs, per side, as pairs of need and follower.
    /// False if nothing can end by the bound.
    pub(super) fn narrow(&mut self, domain: &mut Domain, bound: Time, order: &[Vec<(u32, u32)>; 2]) -> bool {
        for _ in 0..ROUNDS {
            let mut has_changed = false;
            for (side, order) in order.iter().enumerate() {
                has_changed |= self.raise_heads(domain, side, order);
                if !self.fits(domain, bound) {
                    return false;
                }
                match self.lock_heads(domain, side, bound) {
                    Some(changed) => has_changed |= changed,
                    None => return false,
                }
            }
            if !has_changed {
                break;
            }
        }
        self.fits(domain, bound) && self.has_energy(domain, bound)
    }

    /// Chains, further needs and ancestors that share the windows. Returns whether a head rose.
    fn raise_heads(&mut self, domain: &mut Domain, side: usize, order: &[(u32, u32)]) -> bool {
        let instance = self.sides[side];
        let heads = domain.heads_mut(side);
        let before: Time = heads.iter().sum();
        let known = self.known.as_ref().map(|known| known.heads(side));
        self.raiser.raise(instance, self.closures[side], known, heads);
        loop {
            let mut has_changed = false;
            for &(need, follower) in order {
                let end = heads[need as usize] + instance.durations[need as usize];
                if heads[follower as usize] < end {
                    heads[follower as usize] = end;
                    has_changed = true;
                }
            }
            if !has_changed || heads.iter().sum::<Time>() > instance.work() * instance.len() as Time * 2 {
                break;
            }
            instance.raise_along_needs(heads);
        }
        before != heads.iter().sum::<Time>()
    }

    /// Whether each task still has a place.
    fn fits(&self, domain: &Domain, bound: Time) -> bool {
        let durations = &self.sides[0].durations;
        (0..domain.len()).all(|task| domain.heads(0)[task] + durations[task] + domain.tail(0, task) <= bound)
    }

    /// Edge-finding in each lock. Returns whether a head rose, or nothing if a lock does not fit.
    fn lock_heads(&mut self, domain: &mut Domain, side: usize, bound: Time) -> Option<bool> {
        let instance = self.sides[side];
        let mut has_changed = false;
        for pool in &instance.pools {
            if !has_edge_finding(pool) || !self.differs(domain, side, pool) {
                continue;
            }
            self.legs.clear();
            self.legs.extend(pool.members.iter().map(|&task| {
                let task = task as usize;
                Leg {
                    head: domain.heads(side)[task],
                    length: instance.durations[task],
                    tail: domain.tail(side, task),
                }
            }));
            if !edge_finding(&mut self.legs, bound) {
                return None;
            }
            let heads = domain.heads_mut(side);
            for (&task, leg) in pool.members.iter().zip(&self.legs) {
                has_changed |= leg.head > heads[task as usize];
                heads[task as usize] = leg.head.max(heads[task as usize]);
            }
        }
        Some(has_changed)
    }

    /// Whether a member has other heads or tails than in the known domain.
    fn differs(&self, domain: &Domain, side: usize, pool: &Pool) -> bool {
        self.known.as_ref().is_none_or(|known| {
            pool.members.iter().map(|&task| task as usize).any(|task| {
                domain.heads(side)[task] != known.heads(side)[task]
                    || domain.tail(side, task) != known.tail(side, task)
            })
        })
    }

    /// Energies of all windows and of each pool.
    fn has_energy(&mut self, domain: &Domain, bound: Time) -> bool {
        let instance = self.sides[0];
        let slot = |task: usize| Slot {
            start: domain.heads(0)[task],
            end: bound - domain.tail(0, task),
            length: instance.durations[task],
        };
        if instance.has_scarce_windows() {
            self.slots.clear();
            self.slots.extend((0..instance.len()).map(slot));
            if self.energy.overflows(&self.slots, instance.windows) {
                return false;
            }
        }
        instance.pools.iter().filter(|pool| pool.capacity > 1).all(|pool| {
            self.slots.clear();
            self.slots.extend(pool.members.iter().map(|&task| slot(task as usize)));
            !self.energy.overflows(&self.slots, pool.capacity)
        })
    }
}

fn has_edge_finding(pool: &Pool) -> bool {
    pool.capacity == 1 && pool.members.len() <= LOCK_MEMBERS
}
