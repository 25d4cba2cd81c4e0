//! Schedules by list rules.

use super::answer::Answer;
use super::instance::{Instance, Time};
use super::justify::{Justifier, turn};
use super::list::ListScheduler;
use super::rule::{Facts, Rule};

/// Above this many tasks a schedule is justified once: mostly the second round gains nothing, and costs as much.
const JUSTIFY_LIMIT: usize = 500;

/// Applies list rules forward and on the mirror image, each followed by double justification.
/// Keeps its memory between rules.
#[derive(Debug)]
pub(super) struct Constructor<'a> {
    /// The instance and its mirror image.
    sides: [&'a Instance; 2],
    lists: ListScheduler,
    justifier: Justifier,
    priority: Vec<(Time, Time)>,
    starts: Vec<Time>,
    turned: Vec<Time>,
}

impl<'a> Constructor<'a> {
    pub(super) fn new(instance: &'a Instance, mirror: &'a Instance) -> Self {
        Self {
            sides: [instance, mirror],
            lists: ListScheduler::default(),
            justifier: Justifier::new(instance),
            priority: Vec::new(),
            starts: Vec::new(),
            turned: Vec::new(),
        }
    }

    /// Offers the schedules of one rule; `facts` of the instance and its mirror image.
    pub(super) fn apply(&mut self, rule: Rule, facts: &[Facts; 2], answer: &mut Answer) {
        let rounds = if self.sides[0].len() <= JUSTIFY_LIMIT { 20 } else { 1 };
        for (side, facts) in facts.iter().enumerate() {
            let (there, back) = (self.sides[side], self.sides[1 - side]);
            rule.priorities(there, facts, &mut self.priority);
            let mut makespan = self.lists.run(there, &self.priority, &mut self.starts);
            if makespan > answer.lower_bound {
                makespan = self.justifier.improve(there, back, &mut self.starts, rounds);
            }
            if side == 0 {
                answer.offer(there, &self.starts);
            } else {
                turn(there, makespan, &self.starts, &mut self.turned);
                answer.offer(back, &self.turned);
            }
            if answer.is_optimal() {
                return;
            }
        }
    }
}
