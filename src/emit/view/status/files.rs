use serde::Serialize;

use super::super::time::Time;
use crate::plan::Plan;
use crate::runlog::FilesCheck;

/// What is wrong with the files of finished subtasks.
#[derive(Debug, Serialize)]
pub(in crate::emit) struct FilesStatus<'a> {
    /// How many paths were looked at.
    pub(in crate::emit) checked: usize,
    pub(in crate::emit) faults: Vec<FileStatus<'a>>,
    pub(in crate::emit) clashes: Vec<ClashStatus<'a>>,
}

/// A path of a finished subtask that is not as it should be.
#[derive(Debug, Serialize)]
pub(in crate::emit) struct FileStatus<'a> {
    pub(in crate::emit) key: &'a str,
    pub(in crate::emit) path: &'a str,
    pub(in crate::emit) fault: &'static str,
}

/// Two subtasks that wrote one file at the same time.
#[derive(Debug, Serialize)]
pub(in crate::emit) struct ClashStatus<'a> {
    pub(in crate::emit) path: &'a str,
    pub(in crate::emit) keys: [&'a str; 2],
    pub(in crate::emit) from: Time,
    pub(in crate::emit) until: Time,
}

impl<'a> FilesStatus<'a> {
    pub(super) fn new(plan: &'a Plan, files: &'a FilesCheck) -> FilesStatus<'a> {
        let key = |ix| plan.subtask(ix).key.as_str();
        let faults = files.missing.iter();
        FilesStatus {
            checked: files.checked,
            faults: faults
                .map(|(ix, path, why)| FileStatus { key: key(*ix), path, fault: why.name() })
                .collect(),
            clashes: files
                .clashes
                .iter()
                .map(|clash| ClashStatus {
                    path: &clash.path,
                    keys: [key(clash.first), key(clash.second)],
                    from: Time(clash.from),
                    until: Time(clash.until),
                })
                .collect(),
        }
    }
}
