use super::assemble::Shared;
use super::engine::{self, Problem, Proof};
use super::locks::Lock;
use super::pricer;
use crate::plan::SubtaskIx;
use crate::syntax::Minutes;

/// What of the plan stands behind a lower bound, where it can be named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Argument {
    /// Nothing that can be named in a few words.
    #[default]
    Other,
    /// A chain of needs (and barriers) is that long, first to last.
    Chain(Vec<SubtaskIx>),
    /// Writers of one file take turns.
    Turns {
        /// The file.
        path: String,
        /// How many writers take turns.
        writers: usize,
        /// The least that must pass before the first of them begins.
        before: Minutes,
        /// What they take together.
        work: Minutes,
        /// The least that follows the last of them.
        after: Minutes,
    },
    /// The work, divided by the windows.
    Work,
}

/// The argument behind `bound`, which `proof` gave.
pub(super) fn argument(shared: &Shared<'_>, problem: &Problem, bound: u64, proof: Proof) -> Argument {
    match proof {
        Proof::CriticalPath if problem.barriers.is_none() => {
            let (length, nodes) = engine::critical_path(&problem.durations, &problem.needs);
            let subtask = |node: &u32| {
                ((*node as usize) < shared.graph.subtasks() && problem.durations[*node as usize] > 0)
                    .then_some(SubtaskIx(*node))
            };
            let chain: Vec<SubtaskIx> = nodes.iter().filter_map(subtask).collect();
            if length == bound && !chain.is_empty() { Argument::Chain(chain) } else { Argument::Other }
        }
        Proof::Lock if problem.barriers.is_none() => turns(shared, problem, bound).unwrap_or_default(),
        Proof::Work if problem.barriers.is_none() && problem.groups.is_none() => {
            if pricer::full(problem) == bound { Argument::Work } else { Argument::Other }
        }
        _ => Argument::Other,
    }
}

/// The writers, all or those behind some moment, whose turns take as long as the bound.
fn turns(shared: &Shared<'_>, problem: &Problem, bound: u64) -> Option<Argument> {
    let heads = engine::heads(&problem.durations, &problem.needs);
    let tails = engine::tails(&problem.durations, &problem.needs);
    shared.locks.iter().find_map(|lock| turns_of(lock, problem, &heads, &tails, bound))
}

/// For a set of writers with heads of at least `r` and tails of at least `q` nothing is shorter than `r` + work + `q`
/// (J. Carlier 1982); sets that begin late are looked at, then those that also end early.
fn turns_of(lock: &Lock, problem: &Problem, heads: &[u64], tails: &[u64], bound: u64) -> Option<Argument> {
    let mut writers: Vec<usize> =
        lock.writers.iter().map(|ix| ix.index()).filter(|&v| problem.durations[v] > 0).collect();
    writers.sort_by_key(|&v| heads[v]);
    if writers.len() > 200 {
        return None;
    }
    for from in 0..writers.len() {
        let mut set: Vec<usize> = writers[from..].to_vec();
        set.sort_by_key(|&v| tails[v]);
        let before = heads[writers[from]];
        let mut work: u64 = set.iter().map(|&v| problem.durations[v]).sum();
        for (out, &v) in set.iter().enumerate() {
            if before + work + tails[v] == bound && set.len() - out > 1 {
                return Some(Argument::Turns {
                    path: lock.label().to_owned(),
                    writers: set.len() - out,
                    before: Minutes::from_parts(before),
                    work: Minutes::from_parts(work),
                    after: Minutes::from_parts(tails[v]),
                });
            }
            work -= problem.durations[v];
        }
    }
    None
}
