use super::{Moment, Run};
use crate::graph::Csr;
use crate::schedule::Random;
use crate::syntax::Minutes;

/// A window that was left alone longer than this was not being handed anything over.
const MOST: Minutes = Minutes::new(60);

/// How long subtasks that could have started were left waiting for somebody to start them.
#[derive(Clone, Debug)]
pub(super) struct Handover {
    /// In parts of a minute; begins with nothing at all, for a run that has shown none.
    waits: Vec<u64>,
}

impl Handover {
    /// From the end of the last need, and of what the window ran before, to the start, without pauses.
    ///
    /// `needs` are those of the plan, with barriers where the run keeps them.
    pub(super) fn of(run: &Run, needs: &Csr, order: &[u32]) -> Handover {
        let mut met: Vec<Option<Moment>> = vec![None; needs.len()];
        for &node in order {
            let node = node as usize;
            let last = needs.row(node).iter().filter_map(|&needed| met[needed as usize]).max();
            met[node] = match run.subtasks.get(node) {
                Some(own) => own.last().and_then(|last| last.ended).max(last),
                None => last,
            };
        }
        let mut tries: Vec<(u32, Moment, Option<Moment>, usize)> = Vec::new();
        for (at, own) in run.subtasks.iter().enumerate() {
            let known = own.attempts.iter().filter_map(|a| Some((a.window?, a.started?, a.ended, at)));
            tries.extend(known);
        }
        tries.sort_unstable();
        let mut waits = vec![0];
        for (at, &(window, started, _, subtask)) in tries.iter().enumerate() {
            let before = at.checked_sub(1).map(|before| tries[before]).filter(|before| before.0 == window);
            let free = before.and_then(|before| before.2);
            let needed = needs.row(subtask).iter().filter_map(|&needed| met[needed as usize]).max();
            let could = free.max(needed).or(run.began).unwrap_or(started);
            let wait = started.since(could) - run.paused(could, started);
            waits.push(wait.min(MOST).parts());
        }
        Handover { waits }
    }

    /// The wait in the middle.
    pub(super) fn typical(&self) -> u64 {
        let mut sorted = self.waits.clone();
        sorted.sort_unstable();
        sorted[sorted.len() / 2]
    }

    pub(super) fn pick(&self, random: &mut Random) -> u64 {
        self.waits[random.below(self.waits.len() as u64) as usize]
    }
}
