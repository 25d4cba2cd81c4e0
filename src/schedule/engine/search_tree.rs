//! The order in which the exact search tries tasks.

use super::bit_matrix::BitMatrix;
use super::instance::Instance;
use super::random::Random;

/// What does not change while an instance is searched.
#[derive(Debug)]
pub(super) struct Tree {
    /// Tasks by rank, which is topological as well.
    pub(super) instance: Instance,
    /// Row `i`: tasks that go before `i` if both are ready.
    pub(super) preferred: BitMatrix,
    /// A random word per task, to hash sets.
    pub(super) words: Vec<u64>,
}

impl Tree {
    /// Ranks are the numbers of the tasks.
    pub(super) fn new(instance: Instance) -> Self {
        let mut random = Random::new(0x6375_7473);
        let words = (0..instance.len()).map(|_| random.bits()).collect();
        Self { preferred: preferred(&instance), instance, words }
    }
}

/// For each task those of better rank, equal length, the same pools and a superset of its followers.
fn preferred(instance: &Instance) -> BitMatrix {
    let tasks = instance.len();
    let mut after = BitMatrix::new(tasks, tasks);
    for task in (0..tasks).rev() {
        for &follower in instance.followers.row(task) {
            after.set(task, follower as usize);
            after.absorb_later(task, follower as usize);
        }
    }
    let mut preferred = BitMatrix::new(tasks, tasks);
    for task in 0..tasks {
        for better in 0..task {
            if instance.durations[better] == instance.durations[task]
                && instance.pools_of.row(better) == instance.pools_of.row(task)
                && instance.followers.row(task).iter().all(|&follower| after.has(better, follower as usize))
            {
                preferred.set(task, better);
            }
        }
    }
    preferred
}
