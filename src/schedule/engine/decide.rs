//! Is there a schedule that ends in time? The exact search as others see it.

use super::bounds::Ends;
use super::cut_set::CutSets;
use super::forward_search::{Search, Step};
use super::instance::{Instance, Time};
use super::search_tree::Tree;

/// What a search with a limit on its nodes found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// A schedule that ends in time, by starts.
    Found(Vec<Time>),
    /// There is none.
    Refuted,
    /// The nodes ran out.
    Spent,
}

/// Decides whether an instance can end by a bound, with a [`Search`] that can be taken up again.
#[derive(Debug)]
pub(super) struct Decider {
    tree: Tree,
    /// Task of the given instance for each rank.
    tasks: Vec<u32>,
    /// What searches for the bound noted here have refuted so far.
    ///
    /// A search that is taken up again walks the same tree from its beginning, and whatever it finds
    /// refuted lies before the place where the last one stopped.
    memory: Option<(Time, CutSets)>,
}

impl Decider {
    /// Ranks tasks by falling tail with their own length.
    pub(super) fn new(instance: &Instance, ends: &Ends) -> Self {
        let mut tasks: Vec<u32> = (0..instance.len() as u32).collect();
        tasks.sort_by_key(|&task| {
            let task = task as usize;
            let followers = instance.followers.row(task).len();
            std::cmp::Reverse((ends.tails[task] + instance.durations[task], followers))
        });
        Self { tree: Tree::new(instance.renumbered(&tasks)), tasks, memory: None }
    }

    /// Searches up to `nodes` nodes and takes them off the count. `ends` must hold for all schedules that
    /// end by `bound`.
    pub(super) fn decide(&mut self, bound: Time, ends: &Ends, nodes: &mut u64) -> Verdict {
        let known = self.memory.take().filter(|(known, _)| *known == bound).map(|(_, sets)| sets);
        let pick = |times: &[Time]| self.tasks.iter().map(|&task| times[task as usize]).collect();
        let ends = Ends { heads: pick(&ends.heads), tails: pick(&ends.tails) };
        let mut search = Search::new(&self.tree, bound, ends, known, *nodes);
        let step = search.run();
        *nodes = search.nodes;
        let (ranked, sets) = (search.starts, search.refuted);
        self.memory = Some((bound, sets));
        match step {
            Step::Dead => Verdict::Refuted,
            Step::Spent => Verdict::Spent,
            Step::Done => {
                let mut starts = vec![0; self.tasks.len()];
                self.tasks.iter().zip(ranked).for_each(|(&task, start)| starts[task as usize] = start);
                Verdict::Found(starts)
            }
        }
    }
}
