//! Whether files are no better after fixes than before, and which fixes may have done that.

use std::collections::BTreeMap;

use super::{Compilation, Input, Mended};
use crate::diag::{Diagnostic, Subject};

/// What was mended, by file.
pub(super) type Done = BTreeMap<usize, Vec<Mended>>;

/// A rule in a file.
pub(super) type Suspect = (usize, &'static str);

/// A finding without its place: rule, file and subject.
pub(super) type Key = (usize, &'static str, Subject);

pub(super) fn key(finding: &Diagnostic) -> Key {
    (finding.primary.file.index(), finding.code, finding.subject.clone())
}

/// How many findings there are of each key.
pub(super) fn counted(findings: &[Diagnostic]) -> BTreeMap<Key, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry(key(finding)).or_default() += 1;
    }
    counts
}

/// The first file, by its index, in which the result is no better, and why.
pub(super) fn worse(
    before: &Compilation,
    after: &Compilation,
    mended: &BTreeMap<Key, usize>,
) -> Option<(usize, String)> {
    let names = |compilation: &Compilation| -> Vec<String> {
        let mut keys: Vec<String> = compilation.plan.subtasks.iter().map(|s| s.key.clone()).collect();
        keys.sort_unstable();
        keys
    };
    let (old, new) = (counted(&before.findings), counted(&after.findings));
    // The only subtask of a phase may start late where nothing else keeps a need before who needs it, and another
    // document may give a window that moved its old number: less than a need that cannot hold.
    let rewritten = |key: &Key| matches!(key.1, "P201" | "P202");
    let is_price = |file: usize, code: &str| match code {
        "P204" => mended.keys().any(|key| key.0 == file && rewritten(key)),
        "P305" => mended.keys().any(rewritten),
        _ => false,
    };
    for (key, &count) in &new {
        let (file, code, _) = key;
        let had = old.get(key).copied().unwrap_or(0);
        if count > had && !is_price(*file, code) {
            return Some((*file, format!("{code} would be found in the result")));
        }
        let left = had.saturating_sub(mended.get(key).copied().unwrap_or(0));
        if count > left && !is_price(*file, code) {
            return Some((*file, format!("{code} would still be found in the result")));
        }
    }
    let file = mended.keys().next().map_or(0, |key| key.0);
    (names(before) != names(after)).then(|| (file, "the result would state other subtasks".to_owned()))
}

/// Whose fixes may do harm in a file: those that only move subtasks to an earlier phase first, then those that move
/// them to a later one, then rules that change needs, the last of them first, since others make no findings elsewhere;
/// in the file itself if it was fixed, else in another one of its plan.
pub(super) fn suspects(inputs: &[Input], done: &Done, file: usize) -> Vec<Suspect> {
    let near = |other: usize| (other != file, inputs[other].root != inputs[file].root);
    let all = done.iter().flat_map(|(&file, mended)| mended.iter().map(move |mended| (file, mended.code)));
    let mut all: Vec<Suspect> = all.collect();
    all.sort_by_key(|&(file, code)| {
        let moves = (code != "P204", code != "P202");
        (near(file), moves, !code.starts_with("P1"), std::cmp::Reverse(code), file)
    });
    all.dedup();
    all
}
