//! Refuting starts one by one.

use super::domain::Domain;
use super::instance::Time;
use super::propagate::Propagator;

/// What shaving found out about a bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shaved {
    /// Nothing ends by the bound.
    Refuted,
    /// No single start can be refuted any more.
    Stable,
    /// The probes ran out.
    Spent,
}

/// Tries each task in its first places, from both sides, and cuts the places that lead to a contradiction
/// (shaving: Carlier, Pinson 1994; Martin, Shmoys 1996). The number of places tried at a time doubles
/// while they can be cut.
///
/// Narrows `domain` for schedules that end by `bound`; takes probes off the count.
pub(super) fn shave(
    propagator: &mut Propagator<'_>,
    domain: &mut Domain,
    bound: Time,
    order: &[Vec<(u32, u32)>; 2],
    probes: &mut u64,
) -> Shaved {
    propagator.forget();
    if !propagator.narrow(domain, bound, order) {
        return Shaved::Refuted;
    }
    propagator.remember(domain);
    // Where durations span many units of time, single places are not worth a probe each.
    let work = propagator.sides()[0].work();
    let first = (work / (16 * domain.len().max(1) as Time)).max(1);
    let mut trial = domain.clone();
    // Rounds end when every task has been tried since the last cut.
    let mut idle = 0;
    let tasks = domain.len();
    let mut next = 0;
    while idle < 2 * tasks {
        let (side, task) = (next / tasks, next % tasks);
        next = (next + 1) % (2 * tasks);
        idle += 1;
        let mut width = first;
        loop {
            let length = propagator.sides()[side].durations[task];
            let head = domain.heads(side)[task];
            let slack = bound - length - domain.tail(side, task) - head;
            if slack == 0 {
                break;
            }
            if *probes == 0 {
                return Shaved::Spent;
            }
            *probes -= 1;
            let width_now = width.min(slack);
            trial.copy_from(domain);
            trial.raise_tail(side, task, bound - length - (head + width_now - 1));
            if propagator.narrow(&mut trial, bound, order) {
                if width == first {
                    break;
                }
                width = first;
                continue;
            }
            domain.heads_mut(side)[task] = head + width_now;
            idle = 0;
            width *= 2;
            if !propagator.narrow(domain, bound, order) {
                return Shaved::Refuted;
            }
            propagator.remember(domain);
        }
    }
    Shaved::Stable
}
