use super::{Moment, Progress, Run, State};
use crate::plan::{Plan, SubtaskIx};
use crate::schedule::Lock;

/// What is wrong with the files of finished subtasks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilesCheck {
    /// How many paths of finished subtasks were looked at.
    pub checked: usize,
    /// Paths that are not as they should be, in plan order.
    pub missing: Vec<(SubtaskIx, String, FileFault)>,
    /// Paths that two subtasks wrote at the same time.
    pub clashes: Vec<Clash>,
}

/// What is wrong with a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFault {
    /// There is no such file.
    Missing,
    /// It is a folder, a pipe or a device.
    NoFile,
    /// It, or a folder on the way, is a link, which is not followed.
    Link,
    /// It is absolute or climbs out of the root, and was not looked at.
    Outside,
}

impl FileFault {
    /// The word of the contract.
    pub fn name(self) -> &'static str {
        match self {
            FileFault::Missing => "missing",
            FileFault::NoFile => "no-file",
            FileFault::Link => "link",
            FileFault::Outside => "outside",
        }
    }
}

/// Two subtasks that ran at the same time and write the same file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The file.
    pub path: String,
    /// The one that started first.
    pub first: SubtaskIx,
    /// The other.
    pub second: SubtaskIx,
    /// When both began to run.
    pub from: Moment,
    /// When the first of them ended.
    pub until: Moment,
}

/// Paths that finished subtasks are to have written: subtask and path, in plan order. What the plan leaves out wrote
/// nothing.
pub fn finished_files<'a>(plan: &'a Plan, progress: &Progress) -> Vec<(SubtaskIx, &'a str)> {
    let finished = |ix: &SubtaskIx| matches!(progress.state(*ix), State::Done | State::Validated);
    let files = |ix: SubtaskIx| plan.subtask(ix).files.iter().map(move |file| (ix, file.path.as_str()));
    plan.indices().filter(finished).flat_map(files).collect()
}

/// Files that were written by several subtasks at the same time, by the times of all of their tries; `now` ends
/// those that run. Each pair is told once per file.
pub fn clashes(locks: &[Lock], run: &Run, now: Option<Moment>) -> Vec<Clash> {
    let mut found: Vec<Clash> = Vec::new();
    for lock in locks {
        let Some(path) = &lock.path else { continue };
        let mut tries: Vec<(Moment, Moment, SubtaskIx)> = Vec::new();
        for &ix in &lock.writers {
            let known = |a: &super::Attempt| Some((a.started?, a.ended.or(now)?, ix));
            tries.extend(run.of(ix).attempts.iter().filter_map(known));
        }
        tries.sort_unstable();
        // Of those that have not ended before the next one starts.
        let mut open: Vec<(Moment, Moment, SubtaskIx)> = Vec::new();
        for next in tries {
            open.retain(|before| before.1 > next.0);
            for before in open.iter().filter(|before| before.2 != next.2 && next.1 > next.0) {
                let clash = Clash {
                    path: path.clone(),
                    first: before.2,
                    second: next.2,
                    from: next.0,
                    until: before.1.min(next.1),
                };
                let same = |known: &Clash| {
                    known.path == clash.path
                        && (known.first.min(known.second), known.first.max(known.second))
                            == (clash.first.min(clash.second), clash.first.max(clash.second))
                };
                if !found.iter().rev().take_while(|known| known.path == clash.path).any(same) {
                    found.push(clash);
                }
            }
            open.push(next);
        }
    }
    found
}
