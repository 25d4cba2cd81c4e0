use std::collections::BTreeMap;

use crate::plan::{Plan, SubtaskIx};

/// A file that several subtasks write: they never run at the same time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    /// The file.
    pub path: String,
    /// Its writers in plan order, at least two.
    pub writers: Vec<SubtaskIx>,
}

/// Every file with more than one writer, by path.
pub fn locks(plan: &Plan) -> Vec<Lock> {
    let mut writers: BTreeMap<&str, Vec<SubtaskIx>> = BTreeMap::new();
    for ix in plan.indices() {
        for file in &plan.subtask(ix).files {
            let members = writers.entry(file.path.as_str()).or_default();
            if members.last() != Some(&ix) {
                members.push(ix);
            }
        }
    }
    writers
        .into_iter()
        .filter(|(_, writers)| writers.len() > 1)
        .map(|(path, writers)| Lock { path: path.to_owned(), writers })
        .collect()
}
