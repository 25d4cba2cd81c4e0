use std::collections::{BTreeMap, BTreeSet};

use super::{LockChange, Side, Subjects};
use crate::plan::SubtaskIx;
use crate::schedule::locks::locks as all;

/// A lock in numbers that mean the same in both plans: its file, or the two subtasks that are in conflict.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    File(String),
    Conflict(BTreeSet<u32>),
}

/// Locks that differ, files by path, and how many there are, old and new.
pub(super) fn locks(
    old: &Side<'_>,
    new: &Side<'_>,
    subjects: &Subjects<'_>,
) -> (Vec<LockChange>, [usize; 2]) {
    let before = writers(old, |ix| subjects.of_old(ix));
    let after = writers(new, |ix: SubtaskIx| ix.0);
    let keys: BTreeSet<&Key> = before.keys().chain(after.keys()).collect();
    let named = |numbers: Option<&BTreeSet<u32>>| {
        numbers.into_iter().flatten().map(|&number| subjects.subject(number)).collect()
    };
    let change = |key: &Key| LockChange {
        path: match key {
            Key::File(path) => Some(path.clone()),
            Key::Conflict(_) => None,
        },
        before: named(before.get(key)),
        after: named(after.get(key)),
    };
    let differ = keys.into_iter().filter(|key| before.get(key) != after.get(key));
    (differ.map(change).collect(), [before.len(), after.len()])
}

fn writers(side: &Side<'_>, number: impl Fn(SubtaskIx) -> u32) -> BTreeMap<Key, BTreeSet<u32>> {
    let row = |lock: crate::schedule::Lock| {
        let numbers: BTreeSet<u32> = lock.writers.iter().map(|&ix| number(ix)).collect();
        (lock.path.map_or_else(|| Key::Conflict(numbers.clone()), Key::File), numbers)
    };
    all(side.plan).into_iter().map(row).collect()
}
