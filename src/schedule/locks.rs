use std::collections::BTreeMap;

use crate::plan::{Plan, SubtaskIx};

/// Subtasks that never run at the same time: they write one file, or are said to be in conflict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    /// The file that they write; `None` for a conflict that is stated.
    pub path: Option<String>,
    /// Who must take turns, in plan order, at least two.
    pub writers: Vec<SubtaskIx>,
}

impl Lock {
    /// The file, or words for a conflict that is stated.
    pub fn label(&self) -> &str {
        self.path.as_deref().unwrap_or("a stated conflict")
    }
}

/// Every file with more than one writer, by path; then every pair of subtasks that are said to be in conflict.
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
    let files = writers
        .into_iter()
        .filter(|(_, writers)| writers.len() > 1)
        .map(|(path, writers)| Lock { path: Some(path.to_owned()), writers });
    let pairs = plan.indices().flat_map(|ix| {
        let others = plan.subtask(ix).conflicts.iter().filter(move |other| ix < **other);
        others.map(move |&other| Lock { path: None, writers: vec![ix, other] })
    });
    files.chain(pairs).collect()
}
