//! What tells a new version of a plan from an old one: subtasks, needs, locks, minutes.

mod locks;
mod matching;
mod needs;

use matching::Matching;

use crate::graph::{Estimate, Graph, NeedsMode, Sources};
use crate::plan::{Plan, PlanPhaseIx, SubtaskIx};

/// One of two plans that are compared.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// A graph over its needs.
    pub graph: &'a Graph,
    /// Minutes per subtask, in plan order.
    pub estimates: &'a [Estimate],
}

/// A subtask of two plans: the new one, or one that only the old plan has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// In the old plan.
    Old(SubtaskIx),
    /// In the new plan.
    New(SubtaskIx),
}

/// What is needed: a subtask, or a set by its name where all needs one by one are too many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Needed {
    /// One subtask.
    Subtask(Subject),
    /// `1.1.*`, `phase 2`.
    Set(String),
}

/// A need that only one of both plans has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeedChange {
    /// Who needs.
    pub subtask: Subject,
    /// What it needs.
    pub needed: Needed,
    /// Where that is stated.
    pub sources: Sources,
}

/// A lock that one plan has, or whose writers differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockChange {
    /// The file; `None` for a conflict that is stated.
    pub path: Option<String>,
    /// Who took turns before; empty where the lock is new.
    pub before: Vec<Subject>,
    /// Who takes turns now; empty where the lock is gone.
    pub after: Vec<Subject>,
}

/// Everything that differs. Pairs are the same subtask in the old and the new plan, in the new plan's order.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// Subtasks of the new plan only.
    pub added: Vec<SubtaskIx>,
    /// Subtasks of the old plan only.
    pub removed: Vec<SubtaskIx>,
    /// Another id, the same title.
    pub renumbered: Vec<(SubtaskIx, SubtaskIx)>,
    /// The same id, another title.
    pub retitled: Vec<(SubtaskIx, SubtaskIx)>,
    /// Another phase or window.
    pub moved: Vec<(SubtaskIx, SubtaskIx)>,
    /// Another estimate, stated or worked out.
    pub estimates: Vec<(SubtaskIx, SubtaskIx)>,
    /// Needs of the new plan only, those of subtasks that were added included.
    pub needs_added: Vec<NeedChange>,
    /// Needs of the old plan only, those of subtasks that were removed included.
    pub needs_removed: Vec<NeedChange>,
    /// Whether needs were compared one by one, not by the names of sets.
    pub needs_expanded: bool,
    /// How many needs there are, old and new.
    pub needs: [usize; 2],
    /// Locks that came, went or have other writers.
    pub locks: Vec<LockChange>,
    /// How many locks there are, old and new.
    pub lock_counts: [usize; 2],
    /// The old subtask of each new one.
    old_of: Vec<Option<SubtaskIx>>,
    /// Subtasks of the old plan only whose id another one has now, in order.
    reused: Vec<SubtaskIx>,
}

impl Comparison {
    /// The subtask as the old plan has it, where it has it.
    pub fn before(&self, subject: Subject) -> Option<SubtaskIx> {
        match subject {
            Subject::Old(ix) => Some(ix),
            Subject::New(ix) => self.old_of[ix.index()],
        }
    }

    /// Whether it is gone, and another subtask has its id now.
    pub fn is_reused(&self, subject: Subject) -> bool {
        matches!(subject, Subject::Old(ix) if self.reused.binary_search(&ix).is_ok())
    }

    /// Whether nothing differs that a schedule or a reader of the plan would notice.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty()
            && self.removed.is_empty()
            && self.renumbered.is_empty()
            && self.retitled.is_empty()
            && self.moved.is_empty()
            && self.estimates.is_empty()
            && self.needs_added.is_empty()
            && self.needs_removed.is_empty()
            && self.locks.is_empty()
    }
}

/// Numbers for subtasks that mean the same in both plans: new subtasks first, then what only the old plan has.
struct Subjects<'m> {
    matching: &'m Matching,
}

impl Subjects<'_> {
    fn of_old(&self, ix: SubtaskIx) -> u32 {
        let alone = self.matching.old_of.len() as u32 + ix.0;
        self.matching.new_of[ix.index()].map_or(alone, |new| new.0)
    }

    fn subject(&self, number: u32) -> Subject {
        let new = self.matching.old_of.len() as u32;
        if number < new { Subject::New(SubtaskIx(number)) } else { Subject::Old(SubtaskIx(number - new)) }
    }
}

/// Compares two versions of a plan by the needs that `mode` keeps; up to `limit` of them one by one.
pub fn compare(old: &Side<'_>, new: &Side<'_>, mode: NeedsMode, limit: usize) -> Comparison {
    let matching = Matching::new(old.plan, new.plan);
    let subjects = Subjects { matching: &matching };
    let needs = needs::needs(old, new, mode, limit, &subjects);
    let (locks, lock_counts) = locks::locks(old, new, &subjects);
    let pairs: Vec<(SubtaskIx, SubtaskIx)> =
        new.plan.indices().filter_map(|ix| matching.old_of[ix.index()].map(|before| (before, ix))).collect();
    let differ = |differs: &dyn Fn(SubtaskIx, SubtaskIx) -> bool| {
        pairs.iter().copied().filter(|&(before, after)| differs(before, after)).collect()
    };
    let subtasks = |before: SubtaskIx, after: SubtaskIx| (old.plan.subtask(before), new.plan.subtask(after));
    Comparison {
        added: new.plan.indices().filter(|ix| matching.old_of[ix.index()].is_none()).collect(),
        removed: old.plan.indices().filter(|ix| matching.new_of[ix.index()].is_none()).collect(),
        renumbered: differ(&|before, after| {
            let (before, after) = subtasks(before, after);
            before.id != after.id
        }),
        retitled: differ(&|before, after| {
            let (before, after) = subtasks(before, after);
            before.title != after.title
        }),
        moved: differ(&|before, after| place(old.plan, before) != place(new.plan, after)),
        estimates: differ(&|before, after| {
            let (before, after) = (old.estimates[before.index()], new.estimates[after.index()]);
            (before.min, before.likely, before.max) != (after.min, after.likely, after.max)
        }),
        needs_added: needs.added,
        needs_removed: needs.removed,
        needs_expanded: needs.expanded,
        needs: needs.counts,
        locks,
        lock_counts,
        old_of: matching.old_of,
        reused: matching.reused,
    }
}

/// Phase, sub-phase and window of a subtask.
fn place(plan: &Plan, ix: SubtaskIx) -> (Option<&str>, Option<&str>, Option<u32>) {
    let subtask = plan.subtask(ix);
    let name = |phase: Option<PlanPhaseIx>| phase.map(|phase| plan.phase(phase).name.as_str());
    (name(subtask.phase), name(subtask.sub_phase), subtask.window)
}
