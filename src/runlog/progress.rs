use super::{Outcome, Run, State};
use crate::graph::Graph;
use crate::plan::{Plan, SubtaskIx};
use crate::schedule::Lock;
use crate::syntax::{Minutes, Status};

/// When a subtask counts as done for those that need it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Gate {
    /// When it is reported done.
    #[default]
    Done,
    /// When its validation is complete; one without a validation list, when it is done.
    Validated,
}

impl Gate {
    /// Whether those who need a subtask in this state may go on.
    pub fn lets_through(self, state: State) -> bool {
        match state {
            State::Validated | State::Skipped => true,
            State::Done => self == Gate::Done,
            _ => false,
        }
    }
}

/// Why a subtask may not start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// A need is not done.
    Need(SubtaskIx),
    /// Another subtask writes the same file now: index of the lock, and who.
    File(usize, SubtaskIx),
}

/// Where every subtask stands.
#[derive(Clone, Debug)]
pub struct Progress {
    /// Per subtask, in plan order.
    pub states: Vec<State>,
    /// What may start now, the most urgent first: longest chain of estimates behind it, then plan order.
    pub ready: Vec<SubtaskIx>,
    /// Per node of the graph: whether those who need it may go on.
    open: Vec<bool>,
    /// Per subtask: who holds one of its files, with the index of the lock.
    held: Vec<Option<(usize, SubtaskIx)>>,
}

/// Works out where a plan stands. `tail` is the longest chain of estimates from the start of each subtask to the
/// end (see [`crate::graph::Times`]).
pub fn progress(
    plan: &Plan,
    graph: &Graph,
    locks: &[Lock],
    run: &Run,
    gate: Gate,
    tail: &[Minutes],
) -> Progress {
    let mut states: Vec<State> = plan.indices().map(|ix| own_state(plan, run, ix)).collect();
    let mut open: Vec<bool> = states.iter().map(|state| gate.lets_through(*state)).collect();
    open.resize(graph.needs().len(), true);
    let mut blocked = vec![false; plan.subtasks.len()];
    // Joints are open when everything that they stand for is. What stands on a cycle stays blocked.
    let mut reached = vec![false; graph.needs().len()];
    for &node in graph.order() {
        let node = node as usize;
        reached[node] = true;
        let all = graph.needs().row(node).iter().all(|&needed| open[needed as usize]);
        match blocked.get_mut(node) {
            Some(blocked) => *blocked = !all,
            None => open[node] = all,
        }
    }
    let mut held = vec![None; plan.subtasks.len()];
    for (at, lock) in locks.iter().enumerate() {
        let Some(&holder) = lock.writers.iter().find(|&&ix| run.of(ix).is_running()) else { continue };
        for &writer in lock.writers.iter().filter(|&&writer| writer != holder) {
            held[writer.index()].get_or_insert((at, holder));
        }
    }
    let mut ready = Vec::new();
    for ix in plan.indices() {
        let at = ix.index();
        if states[at] != State::Ready {
            continue;
        }
        if blocked[at] || !reached[at] {
            states[at] = State::Blocked;
        } else if held[at].is_some() {
            states[at] = State::Held;
        } else {
            ready.push(ix);
        }
    }
    ready.sort_by_key(|ix| (std::cmp::Reverse(tail.get(ix.index()).copied().unwrap_or_default()), *ix));
    Progress { states, ready, open, held }
}

/// What the log, else the plan, says about a subtask itself; [`State::Ready`] where nothing stops it by itself.
fn own_state(plan: &Plan, run: &Run, ix: SubtaskIx) -> State {
    let (subtask, own) = (plan.subtask(ix), run.of(ix));
    let has_list = subtask.validation.as_ref().is_some_and(|list| !list.is_empty());
    if own.waiting.is_some() {
        return State::Waiting;
    }
    match own.last() {
        Some(attempt) => match attempt.outcome {
            Outcome::Running | Outcome::Abandoned => State::Running,
            Outcome::Failed => State::Failed,
            Outcome::Done => match attempt.validated {
                Some(result) if result.is_complete() => State::Validated,
                None if !has_list => State::Validated,
                _ => State::Done,
            },
        },
        None => match subtask.status {
            // A box checked by hand is the author's word for it.
            Some(Status::Done) => State::Validated,
            Some(Status::Skipped) => State::Skipped,
            _ => State::Ready,
        },
    }
}

impl Progress {
    /// Where a subtask stands.
    pub fn state(&self, ix: SubtaskIx) -> State {
        self.states[ix.index()]
    }

    /// Keeps back what may not start because its phase is not open; `open` is per subtask (see
    /// [`super::Barriers::open`]).
    pub fn keep_closed(&mut self, open: &[bool]) {
        self.ready.retain(|ix| open[ix.index()]);
        for (state, open) in self.states.iter_mut().zip(open) {
            if *state == State::Ready && !open {
                *state = State::Blocked;
            }
        }
    }

    /// Why a subtask may not start, at most `most` reasons in plan order.
    pub fn holds(&self, graph: &Graph, ix: SubtaskIx, most: usize) -> Vec<Hold> {
        let mut found: Vec<SubtaskIx> = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        let mut stack = vec![ix.0];
        while let Some(node) = stack.pop() {
            for &needed in graph.needs().row(node as usize) {
                if self.open[needed as usize] || !seen.insert(needed) {
                    continue;
                }
                if (needed as usize) < self.states.len() {
                    found.push(SubtaskIx(needed));
                } else {
                    stack.push(needed);
                }
            }
        }
        found.sort_unstable();
        let needs = found.into_iter().map(Hold::Need);
        let file = self.held[ix.index()].map(|(lock, holder)| Hold::File(lock, holder));
        needs.chain(file).take(most).collect()
    }

    /// What may start as soon as `ix` is done: its dependents that wait for nothing else, in plan order.
    pub fn unblocks(&self, graph: &Graph, ix: SubtaskIx) -> Vec<SubtaskIx> {
        let subtasks = self.states.len();
        let opened = |node: u32, through: &[u32]| {
            graph
                .needs()
                .row(node as usize)
                .iter()
                .all(|need| *need == ix.0 || self.open[*need as usize] || through.contains(need))
        };
        let (mut found, mut through, mut stack) = (Vec::new(), Vec::new(), vec![ix.0]);
        while let Some(node) = stack.pop() {
            for &dependent in graph.dependents().row(node as usize) {
                if !opened(dependent, &through) {
                    continue;
                }
                if (dependent as usize) < subtasks {
                    found.push(SubtaskIx(dependent));
                } else {
                    through.push(dependent);
                    stack.push(dependent);
                }
            }
        }
        found.retain(|other| self.state(*other) == State::Blocked);
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The subtasks that cannot go on as long as `from` are not done: everything that needs one of them, directly
    /// or not, in plan order.
    pub fn stuck(&self, graph: &Graph, from: &[SubtaskIx]) -> Vec<SubtaskIx> {
        let mut seen = vec![false; graph.needs().len()];
        let mut stack: Vec<u32> = from.iter().map(|ix| ix.0).collect();
        while let Some(node) = stack.pop() {
            for &dependent in graph.dependents().row(node as usize) {
                if !std::mem::replace(&mut seen[dependent as usize], true) {
                    stack.push(dependent);
                }
            }
        }
        let subtasks = (0..self.states.len()).filter(|&at| seen[at] && !self.states[at].is_over());
        subtasks.map(|at| SubtaskIx(at as u32)).collect()
    }
}
