//! Findings about the phases of a document and the rewrite that they share, or the reason why there is none.

use std::collections::BTreeSet;

use super::{LATE, Wishes, rewritten, tries};
use crate::check::{DocumentMap, Facts};
use crate::diag::{Applicability, Diagnostic, Edit, Fix};

/// Gives the findings of one document their fix, or the reason why there is none.
pub(super) fn conclude(
    facts: &Facts<'_>,
    map: &DocumentMap,
    mut wishes: Wishes<'_>,
    mut findings: Vec<usize>,
    found: &mut [Diagnostic],
) {
    let source = &facts.sources[map.file.index()];
    let (path, length) = (source.path(), source.text().len());
    let mut result = rewritten(facts, map, &wishes);
    // Where writers of a file cannot be kept apart, needs may hold nevertheless, and writers of other phases: they are
    // tried phase by phase.
    if let Err(reason) = result
        && !wishes.locks.is_empty()
    {
        let all = std::mem::take(&mut wishes.locks);
        let (locks, mut mended): (Vec<usize>, Vec<usize>) =
            findings.iter().copied().partition(|&at| found[at].code == "P407");
        result = if mended.is_empty() { Err(reason) } else { rewritten(facts, map, &wishes) };
        let phases: BTreeSet<usize> = all.iter().map(|(phase, _)| *phase).collect();
        let tried = if mended.is_empty() || result.is_ok() { tries(length) } else { 0 };
        let mut left = locks;
        for phase in phases.into_iter().take(tried) {
            let of_phase = |(at, _): &&(usize, String)| *at == phase;
            wishes.locks.extend(all.iter().filter(of_phase).cloned());
            match rewritten(facts, map, &wishes) {
                Ok(edits) => {
                    let name = &map.phases[phase].name;
                    let here = |at: &usize| found[*at].subject.get("phase") == Some(name);
                    mended.extend(left.extract_if(.., |at| here(at)));
                    result = Ok(edits);
                }
                Err(_) => wishes.locks.retain(|(at, _)| *at != phase),
            }
        }
        if result.is_ok() {
            mended.sort_unstable();
            explain(found, &left, reason);
            findings = mended;
        }
    }
    match result {
        Ok(edits) => share(found, &findings, path, edits),
        Err(reason) => explain(found, &findings, reason),
    }
}

/// Says why the map stays as it is.
pub(super) fn explain(found: &mut [Diagnostic], findings: &[usize], reason: &str) {
    for &at in findings {
        let help = &mut found[at].help;
        *help = format!("{help}; `planc fix` leaves the map as it is: {reason}");
    }
}

/// The first finding carries the edits; those of the others are the same.
fn share(found: &mut [Diagnostic], findings: &[usize], path: &str, mut edits: Vec<Edit>) {
    for &at in findings {
        let title = if found[at].code == LATE {
            format!("move subtasks of {path} to the first phase that they can run in")
        } else {
            format!("split and fill the phases of {path} so that each waits for what it needs")
        };
        found[at].fix =
            Some(Fix { applicability: Applicability::Unsafe, title, edits: std::mem::take(&mut edits) });
    }
}
