//! What is known about one part while it is being solved.

use super::Proof;
use super::instance::{Instance, Time};

/// The best schedule and the best lower bound so far.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) starts: Vec<Time>,
    pub(super) makespan: Time,
    pub(super) lower_bound: Time,
    pub(super) proof: Proof,
    pub(super) complete: bool,
}

impl Answer {
    pub(super) const fn unknown() -> Self {
        Self { starts: Vec::new(), makespan: Time::MAX, lower_bound: 0, proof: Proof::None, complete: true }
    }

    pub(super) fn is_optimal(&self) -> bool {
        self.makespan == self.lower_bound
    }

    /// Whether at most so much lies between bound and makespan.
    pub(super) fn is_close(&self, tolerance: Time) -> bool {
        self.makespan - self.lower_bound <= tolerance
    }

    /// Takes a bound if it is stronger.
    pub(super) fn raise(&mut self, bound: Time, proof: Proof) {
        if bound > self.lower_bound {
            (self.lower_bound, self.proof) = (bound, proof);
        }
    }

    /// Takes a schedule if it is shorter.
    pub(super) fn offer(&mut self, instance: &Instance, starts: &[Time]) {
        let makespan = instance.makespan(starts);
        if makespan < self.makespan {
            self.makespan = makespan;
            self.starts.clear();
            self.starts.extend_from_slice(starts);
        }
    }
}
