use rustc_hash::FxHashMap;

use crate::plan::{Plan, SubtaskIx};

/// Finds subtasks by key, or by an id that only one has.
pub struct Names<'a> {
    keys: FxHashMap<&'a str, SubtaskIx>,
    /// `None` where several have it.
    ids: FxHashMap<&'a str, Option<SubtaskIx>>,
}

impl<'a> Names<'a> {
    /// The names of a plan's subtasks.
    pub fn new(plan: &'a Plan) -> Names<'a> {
        let mut names = Names { keys: FxHashMap::default(), ids: FxHashMap::default() };
        for ix in plan.indices() {
            let subtask = plan.subtask(ix);
            names.keys.insert(&subtask.key, ix);
            names.ids.entry(&subtask.id).and_modify(|known| *known = None).or_insert(Some(ix));
        }
        names
    }

    /// The subtask that a log means by a name.
    pub fn find(&self, name: &str) -> Option<SubtaskIx> {
        self.keys.get(name).copied().or_else(|| self.ids.get(name).copied().flatten())
    }
}
