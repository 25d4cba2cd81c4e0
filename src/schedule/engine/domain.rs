//! When each task can run if everything is to end by a bound.

use super::bounds::Ends;
use super::instance::Time;

/// Heads of an instance and of its mirror image, where tails are heads.
///
/// Heads and tails here hold for schedules that end by a bound, not for all schedules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Domain {
    sides: [Vec<Time>; 2],
}

impl Domain {
    pub(super) fn new(ends: &Ends) -> Self {
        Self { sides: [ends.heads.clone(), ends.tails.iter().rev().copied().collect()] }
    }

    pub(super) fn len(&self) -> usize {
        self.sides[0].len()
    }

    /// Heads as seen from one side.
    pub(super) fn heads(&self, side: usize) -> &[Time] {
        &self.sides[side]
    }

    pub(super) fn heads_mut(&mut self, side: usize) -> &mut Vec<Time> {
        &mut self.sides[side]
    }

    /// Tail of a task as seen from one side.
    pub(super) fn tail(&self, side: usize, task: usize) -> Time {
        self.sides[1 - side][self.len() - 1 - task]
    }

    /// Raises the tail of a task as seen from one side.
    pub(super) fn raise_tail(&mut self, side: usize, task: usize, tail: Time) {
        let place = self.len() - 1 - task;
        let old = &mut self.sides[1 - side][place];
        *old = tail.max(*old);
    }

    /// Overwrites with another domain of the same size.
    pub(super) fn copy_from(&mut self, other: &Self) {
        for (own, other) in self.sides.iter_mut().zip(&other.sides) {
            own.clone_from(other);
        }
    }

    /// Heads and tails of the instance.
    pub(super) fn ends(&self) -> Ends {
        Ends { heads: self.sides[0].clone(), tails: self.sides[1].iter().rev().copied().collect() }
    }
}
