//! Everything the engine can do for one part, cheapest first.

use super::answer::Answer;
use super::bounds::{
    Ends, counting_bounds, energy_bounds, first_bounds, head_tail_bounds, longest, pool_bounds,
};
use super::budget::Share;
use super::closure::Closure;
use super::construct::Constructor;
use super::energy::EnergyTest;
use super::exact::Exact;
use super::improve::LocalSearch;
use super::instance::Instance;
use super::rule::{Facts, Rule};
use super::{Effort, Proof};

/// Further list rules are tried as long as they place no more than this many tasks together.
const RULE_TASKS: usize = 1_000_000;
/// Up to this many tasks all pairs of ancestor and descendant are listed.
const CLOSURE_TASKS: usize = 1_200;
/// Up to this many tasks the exact searches run.
const EXACT_TASKS: usize = 1_200;

/// Solves one part: bounds and list rules in turn, then local search and exact search.
pub(super) fn solve(instance: &Instance, effort: &Effort, share: &mut Share) -> Answer {
    let mut answer = Answer::unknown();
    let plain = Ends::plain(instance);
    first_bounds(instance, &plain, &mut answer);
    pool_bounds(instance, &plain, &mut answer);
    let mirror = instance.mirrored();
    let mut constructor = Constructor::new(instance, &mirror);
    let (first, others) = Rule::ALL.split_at(1);
    let affordable = RULE_TASKS / instance.len().max(1);
    let others = &others[..(effort.rules.max(1) as usize - 1).min(others.len()).min(affordable)];
    let facts = [Facts::plain(&plain), Facts::plain(&plain.mirrored())];
    constructor.apply(first[0], &facts, &mut answer);
    if answer.is_optimal() {
        return answer;
    }
    let tasks = instance.len();
    let has_joints = instance.durations.contains(&0);
    let is_small = tasks <= effort.bound_tasks as usize && !has_joints;
    if is_small && tasks <= CLOSURE_TASKS {
        solve_small(instance, &mirror, &plain, facts, others, share, &mut answer);
    } else {
        if is_small {
            let mut energy = EnergyTest::default();
            energy_bounds(instance, &plain, &mut energy, Proof::FernandezBussell, &mut answer);
            counting_bounds(instance, &plain, &mut answer);
            head_tail_bounds(instance, &plain, &mut answer);
        }
        apply_all(&mut constructor, others, &facts, &mut answer);
        if !answer.is_close(share.tolerance) && !has_joints {
            let mut search = LocalSearch::new(instance, &mirror, &answer.starts);
            share.iterations -= search.run(share.iterations, answer.lower_bound + share.tolerance);
            answer.offer(instance, search.best().0);
        }
    }
    answer.complete = answer.is_optimal();
    answer
}

/// The second half for parts that are small enough to list all pairs of ancestor and descendant.
fn solve_small(
    instance: &Instance,
    mirror: &Instance,
    plain: &Ends,
    mut facts: [Facts; 2],
    rules: &[Rule],
    share: &mut Share,
    answer: &mut Answer,
) {
    let mut energy = EnergyTest::default();
    energy_bounds(instance, plain, &mut energy, Proof::FernandezBussell, answer);
    if answer.is_optimal() {
        return;
    }
    let closure = Closure::of(instance);
    let turned = closure.mirrored();
    let ends = Ends::strong(instance, mirror, [&closure, &turned]);
    answer.raise(longest(instance, &ends), Proof::HeadTail);
    pool_bounds(instance, &ends, answer);
    counting_bounds(instance, &ends, answer);
    head_tail_bounds(instance, &ends, answer);
    if !answer.is_optimal() {
        energy_bounds(instance, &ends, &mut energy, Proof::Energy, answer);
    }
    if answer.is_optimal() {
        return;
    }
    facts[0].learn(instance, &ends.tails, &closure);
    facts[1].learn(mirror, &ends.mirrored().tails, &turned);
    apply_all(&mut Constructor::new(instance, mirror), rules, &facts, answer);
    if answer.is_close(share.tolerance) {
        return;
    }
    if instance.len() > EXACT_TASKS {
        let mut search = LocalSearch::new(instance, mirror, &answer.starts);
        share.iterations -= search.run(share.iterations, answer.lower_bound + share.tolerance);
        answer.offer(instance, search.best().0);
        return;
    }
    Exact::new([instance, mirror], [&closure, &turned], &ends, answer).run(share, answer);
}

fn apply_all(constructor: &mut Constructor<'_>, rules: &[Rule], facts: &[Facts; 2], answer: &mut Answer) {
    for &rule in rules {
        if answer.is_optimal() {
            return;
        }
        constructor.apply(rule, facts, answer);
    }
}
