//! Everything the engine can do for one part, cheapest first.

use super::improve::LocalSearch;
use super::instance::{Instance, Time};
use super::jackson::{Leg, one_window_bound};
use super::justify::{Justifier, turn};
use super::list::ListScheduler;
use super::rule::{Facts, Rule};
use super::{Effort, Proof};

/// Up to this many tasks local search gets all its iterations, beyond that proportionally fewer.
const IMPROVE_TASKS: usize = 300;
/// Above this many tasks a schedule is justified once at most.
const JUSTIFY_LIMIT: usize = 20_000;

/// What is known about one part.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) starts: Vec<Time>,
    pub(super) makespan: Time,
    pub(super) lower_bound: Time,
    pub(super) proof: Proof,
    pub(super) complete: bool,
}

impl Answer {
    fn is_optimal(&self) -> bool {
        self.makespan == self.lower_bound
    }

    /// Takes a bound if it is stronger.
    fn raise(&mut self, bound: Time, proof: Proof) {
        if bound > self.lower_bound {
            (self.lower_bound, self.proof) = (bound, proof);
        }
    }
}

/// Solves one part: bounds, list rules forward and backward with justification, local search.
pub(super) fn solve(instance: &Instance, effort: &Effort) -> Answer {
    let heads = instance.heads();
    let tails = instance.tails();
    let mut answer = Answer {
        starts: Vec::new(),
        makespan: Time::MAX,
        lower_bound: 0,
        proof: Proof::None,
        complete: true,
    };
    root_bounds(instance, &heads, &tails, &mut answer);
    let mirror = instance.mirrored();
    let facts = Facts { strong_tails: tails.clone(), tails, after: Vec::new() };
    let mirror_heads: Vec<Time> = heads.into_iter().rev().collect();
    let mirror_facts = Facts { strong_tails: mirror_heads.clone(), tails: mirror_heads, after: Vec::new() };
    let mut lists = ListScheduler::default();
    let mut justifier = Justifier::new(instance);
    let (mut priority, mut starts, mut turned) = (Vec::new(), Vec::new(), Vec::new());
    let rounds = if instance.len() <= JUSTIFY_LIMIT { 20 } else { 1 };
    'rules: for &rule in Rule::ALL.iter().take(effort.rules.max(1) as usize) {
        for (there, back, facts) in [(instance, &mirror, &facts), (&mirror, instance, &mirror_facts)] {
            rule.priorities(there, facts, &mut priority);
            let mut makespan = lists.run(there, &priority, &mut starts);
            if makespan > answer.lower_bound {
                makespan = justifier.improve(there, back, &mut starts, rounds);
            }
            if makespan < answer.makespan {
                answer.makespan = makespan;
                if std::ptr::eq(there, instance) {
                    answer.starts.clone_from(&starts);
                } else {
                    turn(there, makespan, &starts, &mut turned);
                    answer.starts.clone_from(&turned);
                }
            }
            if answer.is_optimal() {
                break 'rules;
            }
        }
    }
    if !answer.is_optimal() && instance.durations.iter().all(|&length| length > 0) {
        let mut search = LocalSearch::new(instance, &mirror, &answer.starts);
        let share = IMPROVE_TASKS as f64 / instance.len().max(IMPROVE_TASKS) as f64;
        search.run((f64::from(effort.improve_iterations) * share) as u32, answer.lower_bound);
        let (starts, makespan) = search.best();
        answer.starts = starts.to_vec();
        answer.makespan = makespan;
    }
    answer.complete = answer.is_optimal();
    answer
}

/// Critical path, work per window, and the bounds of locks and groups.
fn root_bounds(instance: &Instance, heads: &[Time], tails: &[Time], answer: &mut Answer) {
    let path = (0..instance.len()).map(|task| heads[task] + instance.durations[task] + tails[task]).max();
    answer.raise(path.unwrap_or(0), Proof::CriticalPath);
    let share = |work: Time, windows: usize| (work + windows as Time - 1) / windows as Time;
    answer.raise(share(instance.work(), instance.windows), Proof::Work);
    for pool in &instance.pools {
        let mut legs: Vec<Leg> = (pool.members.iter().map(|&task| task as usize))
            .map(|task| Leg { head: heads[task], length: instance.durations[task], tail: tails[task] })
            .collect();
        if pool.capacity == 1 {
            answer.raise(one_window_bound(&mut legs), Proof::Lock);
        } else {
            let head = legs.iter().map(|leg| leg.head).min().unwrap_or(0);
            let tail = legs.iter().map(|leg| leg.tail).min().unwrap_or(0);
            let work = legs.iter().map(|leg| leg.length).sum();
            answer.raise(head + share(work, pool.capacity) + tail, Proof::Work);
        }
    }
}
