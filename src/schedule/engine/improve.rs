//! Iterated local search.

use super::instance::{Instance, Time};
use super::justify::{Justifier, turn};
use super::list::ListScheduler;
use super::random::Random;

/// Schedules without gain after which the search returns to the best one or carries on from where it is.
const PATIENCE: u32 = 400;
/// Fraction bits of a noisy start time.
const FINE: Time = 256;

/// A local search that can be stopped and taken up again.
///
/// Priorities are the start times of a schedule with triangular noise of 0.3 to 3 mean durations;
/// each list schedule, forward or on the mirror image, is justified and kept if it is not longer.
/// (List schedules from perturbed starts: random-key search in the manner of Lourenço, Martin,
/// Stützle 2003; justification as in Valls, Ballestín, Quintanilla 2005.)
#[derive(Debug)]
pub(super) struct LocalSearch<'a> {
    instance: &'a Instance,
    mirror: &'a Instance,
    current: Vec<Time>,
    current_makespan: Time,
    best: Vec<Time>,
    best_makespan: Time,
    failures: u32,
    random: Random,
    lists: ListScheduler,
    justifier: Justifier,
    mean: Time,
    trial: Vec<Time>,
    turned: Vec<Time>,
    priority: Vec<Time>,
}

impl<'a> LocalSearch<'a> {
    /// Begins with a feasible schedule.
    pub(super) fn new(instance: &'a Instance, mirror: &'a Instance, starts: &[Time]) -> Self {
        let makespan = instance.makespan(starts);
        Self {
            instance,
            mirror,
            current: starts.to_vec(),
            current_makespan: makespan,
            best: starts.to_vec(),
            best_makespan: makespan,
            failures: 0,
            random: Random::new(0x706c_616e),
            lists: ListScheduler::default(),
            justifier: Justifier::new(instance),
            mean: (instance.work() * FINE / instance.len().max(1) as Time).max(1),
            trial: Vec::new(),
            turned: Vec::new(),
            priority: Vec::new(),
        }
    }

    /// Best starts and makespan so far.
    pub(super) fn best(&self) -> (&[Time], Time) {
        (&self.best, self.best_makespan)
    }

    /// Goes on from a better schedule that somebody else found.
    pub(super) fn adopt(&mut self, starts: &[Time]) {
        let makespan = self.instance.makespan(starts);
        if makespan < self.best_makespan {
            self.keep_best(starts.to_vec(), makespan);
            self.current.clone_from(&self.best);
            self.current_makespan = makespan;
        }
    }

    /// Builds up to `iterations` schedules; stops when one is as short as `goal`. Returns how many it built.
    pub(super) fn run(&mut self, iterations: u32, goal: Time) -> u32 {
        for built in 0..iterations {
            if self.best_makespan <= goal {
                return built;
            }
            self.step();
        }
        iterations
    }

    fn step(&mut self) {
        let backwards = self.random.below(2) == 1;
        let amplitude = self.mean * (3 + self.random.below(28) as Time) / 10;
        let (there, back) =
            if backwards { (self.mirror, self.instance) } else { (self.instance, self.mirror) };
        if backwards {
            turn(self.instance, self.current_makespan, &self.current, &mut self.turned);
        }
        let origin = if backwards { &self.turned } else { &self.current };
        self.priority.clear();
        for start in origin {
            let noise = self.random.below(amplitude as u64 + 1) + self.random.below(amplitude as u64 + 1);
            self.priority.push(amplitude - start * FINE - noise as Time);
        }
        self.lists.run(there, &self.priority, &mut self.trial);
        let mut makespan = self.justifier.improve(there, back, &mut self.trial, 2);
        if backwards {
            turn(there, makespan, &self.trial, &mut self.turned);
            std::mem::swap(&mut self.turned, &mut self.trial);
            makespan = self.instance.makespan(&self.trial);
        }
        if makespan < self.best_makespan {
            self.keep_best(self.trial.clone(), makespan);
        } else {
            self.failures += 1;
        }
        if makespan <= self.current_makespan {
            std::mem::swap(&mut self.current, &mut self.trial);
            self.current_makespan = makespan;
        }
        if self.failures >= PATIENCE {
            self.failures = 0;
            if self.random.below(2) == 0 {
                self.current.clone_from(&self.best);
                self.current_makespan = self.best_makespan;
            }
        }
    }

    fn keep_best(&mut self, starts: Vec<Time>, makespan: Time) {
        self.best = starts;
        self.best_makespan = makespan;
        self.failures = 0;
    }
}
