//! Each exact part alone against brute force: end-to-end tests do not reach a part
//! whose cases another part closes first.

use crate::schedule::engine::Proof;
use crate::schedule::engine::answer::Answer;
use crate::schedule::engine::bounds::{
    Ends, counting_bounds, energy_bounds, head_tail_bounds, longest, pool_bounds,
};
use crate::schedule::engine::closure::Closure;
use crate::schedule::engine::decide::{Decider, Verdict};
use crate::schedule::engine::domain::Domain;
use crate::schedule::engine::energy::EnergyTest;
use crate::schedule::engine::instance::{Instance, Time};
use crate::schedule::engine::lock_order::{LockOrders, Order};
use crate::schedule::engine::propagate::Propagator;
use crate::schedule::engine::random::Random;
use crate::schedule::engine::reduce::reduce;
use crate::schedule::engine::shave::{Shaved, shave};
use crate::schedule::engine::topological_order;

use super::brute_force::{optimum, random_problem};

/// How many instances each test tries, fewer without optimisation; the long run multiplies this.
const CASES: u32 = if cfg!(debug_assertions) { 500 } else { 2_000 };

/// Calls `check` with random instances, their mirror images and their optima.
#[expect(clippy::disallowed_methods, reason = "a longer run is asked for by the environment")]
fn for_instances(seed: u64, mut check: impl FnMut(&Instance, &Instance, Time)) {
    let factor = std::env::var("PLANC_LONG").ok().and_then(|text| text.parse().ok()).unwrap_or(1);
    let mut random = Random::new(seed);
    for _ in 0..CASES * factor {
        let mut problem = random_problem(&mut random, 8);
        problem.barriers = None;
        let order = topological_order(&problem.needs).expect("acyclic");
        let segments = reduce(&problem, &order);
        let [segment] = segments.as_slice() else {
            continue;
        };
        let [part] = segment.parts.as_slice() else {
            continue;
        };
        let best = optimum(&problem) / part.unit;
        check(&part.instance, &part.instance.mirrored(), best as Time);
    }
}

fn strong_ends(instance: &Instance, mirror: &Instance) -> Ends {
    let closure = Closure::of(instance);
    Ends::strong(instance, mirror, [&closure, &closure.mirrored()])
}

fn is_valid(instance: &Instance, starts: &[Time], bound: Time) -> bool {
    let end = |task: usize| starts[task] + instance.durations[task];
    let overlaps = |a: usize, b: usize| starts[a] < end(b) && starts[b] < end(a);
    // Unit demands: what overlaps at some moment overlaps at the start of one of its tasks.
    let running = |at: usize, task: usize| starts[task] <= starts[at] && starts[at] < end(task);
    (0..instance.len()).all(|task| {
        let needs_ended = instance.needs.row(task).iter().all(|&need| end(need as usize) <= starts[task]);
        let crowd = (0..instance.len()).filter(|&other| running(task, other)).count();
        let pools_hold = instance.pools.iter().all(|pool| {
            !pool.members.contains(&(task as u32))
                || pool.members.iter().filter(|&&other| running(task, other as usize)).count()
                    <= pool.capacity
        });
        starts[task] >= 0
            && overlaps(task, task)
            && end(task) <= bound
            && needs_ended
            && crowd <= instance.windows
            && pools_hold
    })
}

/// The trap: with a node test that lets exhausted windows count negative, this fails
/// although every test of the whole engine passes.
#[test]
fn deciding_agrees_with_brute_force() {
    for_instances(11, |instance, mirror, best| {
        let strong = strong_ends(instance, mirror);
        let plain = Ends::plain(instance);
        for ends in [&strong, &plain] {
            for (side, ends) in [(instance, ends.clone()), (mirror, ends.mirrored())] {
                let mut decider = Decider::new(side, &ends);
                for bound in best - 1..=best + 1 {
                    let mut nodes = 1_000_000;
                    match decider.decide(bound, &ends, &mut nodes) {
                        Verdict::Found(starts) => {
                            assert!(bound >= best && is_valid(side, &starts, bound));
                        }
                        Verdict::Refuted => assert!(bound < best, "{side:?} {bound} {best}"),
                        Verdict::Spent => panic!("a tiny instance takes too long"),
                    }
                }
            }
        }
    });
}

#[test]
fn ordering_locks_agrees_with_brute_force() {
    for_instances(12, |instance, mirror, best| {
        let closure = Closure::of(instance);
        let turned = closure.mirrored();
        let mut propagator = Propagator::new([instance, mirror], [&closure, &turned]);
        let domain = Domain::new(&Ends::plain(instance));
        for bound in best - 1..=best + 1 {
            let mut nodes = 1_000_000;
            match LockOrders::decide(&mut propagator, &domain, bound, &mut nodes) {
                Verdict::Found(starts) => {
                    assert!(bound >= best && is_valid(instance, &starts, bound));
                }
                Verdict::Refuted => assert!(bound < best, "{instance:?} {bound} {best}"),
                Verdict::Spent => panic!("a tiny instance takes too long"),
            }
        }
    });
}

#[test]
fn shaving_refutes_nothing_that_exists() {
    let mut refuted = 0;
    let mut cases = 0;
    for_instances(13, |instance, mirror, best| {
        let closure = Closure::of(instance);
        let turned = closure.mirrored();
        let mut propagator = Propagator::new([instance, mirror], [&closure, &turned]);
        for bound in best - 1..=best + 1 {
            let mut domain = Domain::new(&Ends::plain(instance));
            let shaved = shave(&mut propagator, &mut domain, bound, &Order::default(), &mut 100_000);
            if bound >= best {
                assert_ne!(shaved, Shaved::Refuted, "{instance:?} {bound} {best}");
                // What is left must still contain a schedule.
                for (side, ends) in [(instance, domain.ends()), (mirror, domain.ends().mirrored())] {
                    let verdict = Decider::new(side, &ends).decide(bound, &ends, &mut 1_000_000);
                    assert!(matches!(verdict, Verdict::Found(_)), "{instance:?} {bound} {best}");
                }
            } else {
                cases += 1;
                refuted += u32::from(shaved == Shaved::Refuted);
            }
        }
    });
    assert!(refuted * 10 > cases * 9, "shaving refutes only {refuted} of {cases}");
}

#[test]
fn root_bounds_stay_below_the_optimum() {
    for_instances(14, |instance, mirror, best| {
        for ends in [Ends::plain(instance), strong_ends(instance, mirror)] {
            let bounds: [&dyn Fn(&mut Answer); 5] = [
                &|answer| counting_bounds(instance, &ends, answer),
                &|answer| answer.raise(longest(instance, &ends), Proof::HeadTail),
                &|answer| pool_bounds(instance, &ends, answer),
                &|answer| head_tail_bounds(instance, &ends, answer),
                &|answer| energy_bounds(instance, &ends, &mut EnergyTest::default(), Proof::Energy, answer),
            ];
            for (index, bound) in bounds.iter().enumerate() {
                let mut answer = Answer::unknown();
                answer.raise(longest(instance, &ends), Proof::HeadTail);
                bound(&mut answer);
                assert!(answer.lower_bound <= best, "bound {index} {instance:?} {best}");
            }
        }
    });
}

/// A search in many short turns, with ends that are narrowed on the way, must give the same answer.
#[test]
fn taking_a_decision_up_again_changes_nothing() {
    for_instances(15, |instance, mirror, best| {
        let closure = Closure::of(instance);
        let turned = closure.mirrored();
        let mut propagator = Propagator::new([instance, mirror], [&closure, &turned]);
        let plain = Ends::plain(instance);
        let mut decider = Decider::new(instance, &plain);
        for bound in [best - 1, best, best - 1, best + 1] {
            let mut domain = Domain::new(&plain);
            let mut share = 1;
            loop {
                match decider.decide(bound, &domain.ends(), &mut share.clone()) {
                    Verdict::Found(starts) => {
                        assert!(bound >= best && is_valid(instance, &starts, bound));
                        break;
                    }
                    Verdict::Refuted => {
                        assert!(bound < best, "{instance:?} {bound} {best}");
                        break;
                    }
                    Verdict::Spent => share += 1,
                }
                if shave(&mut propagator, &mut domain, bound, &Order::default(), &mut share.clone())
                    == Shaved::Refuted
                {
                    assert!(bound < best);
                    break;
                }
            }
        }
    });
}
