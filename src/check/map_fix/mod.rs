//! The fix of phases that do not hold: one rewrite of a document's map, which all findings about it share.
//!
//! Subtasks that cannot run where they stand move to a later part of their phase (`Sub-phase 2b`), or behind the
//! phase that they need. Lines keep their words; what changes is their order, the lines that open sub-phases, the
//! numbers of windows, and counts in headings that were true before.

mod agree;
mod conclude;
mod count;
mod emit;
mod extent;
mod field;
mod fill;
mod late;
mod layout;
mod name;
mod part;
mod prove;
mod rewrite;
mod say;
mod target;
mod text;
mod times;
mod tree;
mod window;

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use self::conclude::{conclude, explain};
use self::layout::Layout;
use self::rewrite::{Piece, Rewrite};
use super::at_once::AtOnce;
use super::rules::same_phase_need::OTHER_GROUPING;
use super::{DocumentMap, Facts};
use crate::diag::{Diagnostic, Edit};
use crate::plan::SubtaskIx;
use crate::source::{FileIx, SourceFile};

/// Rules about phases that do not hold, and the one about subtasks that wait for no reason.
const BROKEN: [&str; 3] = ["P201", "P202", "P407"];
const LATE: &str = "P204";

/// Files above this many bytes are not rewritten.
const LARGEST: usize = 4_000_000;

/// What a rewrite of one document is to reach.
pub(super) struct Wishes<'a> {
    /// Which phases run at once.
    pub(super) at_once: &'a AtOnce,
    /// Needs, as pairs of who needs and what is needed, that the author has decided to leave as they are.
    pub(super) kept: &'a BTreeSet<(SubtaskIx, SubtaskIx)>,
    /// Files that are written in turn, by phase (an index into the map's).
    pub(super) locks: BTreeSet<(usize, String)>,
    /// Subtasks that move to an earlier phase.
    pub(super) late: BTreeSet<SubtaskIx>,
}

/// Needs that findings are about, by file.
pub(super) type Pairs = BTreeMap<FileIx, BTreeSet<(SubtaskIx, SubtaskIx)>>;

/// The needs that phases contradict.
pub(super) fn pairs<'a>(facts: &Facts<'_>, found: impl IntoIterator<Item = &'a Diagnostic>) -> Pairs {
    let mut pairs = Pairs::new();
    let about = |finding: &&Diagnostic| {
        matches!(finding.code, "P201" | "P202") && !finding.subject.contains_key(OTHER_GROUPING)
    };
    let mut found = found.into_iter().filter(about).peekable();
    if found.peek().is_none() {
        return pairs;
    }
    let names = names(facts);
    for finding in found {
        let ix = |key| finding.subject.get(key).and_then(|name| names.get(name.as_str())).copied();
        if let (Some(subtask), Some(needed)) = (ix("subtask"), ix("needs")) {
            pairs.entry(map_file(finding)).or_default().insert((subtask, needed));
        }
    }
    pairs
}

/// Whether a finding is one that a rewrite mends, unless the configuration forbids the fixes of its rule.
fn is_about_phases(facts: &Facts<'_>, finding: &Diagnostic) -> bool {
    (BROKEN.contains(&finding.code) || finding.code == LATE && finding.subject.contains_key("subtask"))
        && !finding.subject.contains_key(OTHER_GROUPING)
        && facts.is_fixable(finding.primary.file, finding.code)
}

fn names<'a>(facts: &Facts<'a>) -> FxHashMap<&'a str, SubtaskIx> {
    facts.plan.indices().map(|ix| (facts.plan.name(ix), ix)).collect()
}

/// Gives findings about phases that do not hold their fix, or the reason why there is none. `all` are the needs that
/// phases contradict, with those that comments leave out.
pub(super) fn attach(facts: &Facts<'_>, all: &Pairs, found: &mut [Diagnostic]) {
    let mut by_file: BTreeMap<FileIx, Vec<usize>> = BTreeMap::new();
    for (at, finding) in found.iter().enumerate() {
        if is_about_phases(facts, finding) {
            by_file.entry(map_file(finding)).or_default().push(at);
        }
    }
    if by_file.is_empty() {
        agree::attach(facts, found);
        return;
    }
    let mendable = found.iter().filter(|finding| is_about_phases(facts, finding));
    let (left, names) = (pairs(facts, mendable), names(facts));
    let none = BTreeSet::new();
    for (file, mut findings) in by_file {
        let Some(map) = facts.maps.get(file.index()) else { continue };
        if findings.iter().any(|&at| BROKEN.contains(&found[at].code)) {
            findings.retain(|&at| found[at].code != LATE);
        }
        let pairs = |pairs: &Pairs| pairs.get(&file).unwrap_or(&none).clone();
        let kept = &pairs(all) - &pairs(&left);
        let at_once = &AtOnce::of(facts, map);
        let mut wishes = Wishes { at_once, kept: &kept, locks: BTreeSet::new(), late: BTreeSet::new() };
        for finding in findings.iter().map(|&at| &found[at]) {
            let subject = |key| finding.subject.get(key).map_or("", String::as_str);
            if finding.code == LATE {
                wishes.late.extend(names.get(subject("subtask")));
            } else if finding.code == "P407" {
                let phases = map.phases.iter().enumerate().filter(|(_, p)| p.name == subject("phase"));
                wishes.locks.extend(phases.map(|(at, _)| (at, subject("file").to_owned())));
            }
        }
        if !wishes.late.is_empty() {
            late::settle(facts, map, &mut wishes);
            let (moves, stays) = findings.into_iter().partition(|&at| {
                let subtask = found[at].subject.get("subtask").map_or("", String::as_str);
                names.get(subtask).is_some_and(|ix| wishes.late.contains(ix))
            });
            findings = moves;
            explain(
                found,
                &stays,
                "it is the last one of its phase, or needs of other documents keep it there",
            );
        }
        if !findings.is_empty() {
            conclude(facts, map, wishes, findings, found);
        }
    }
    agree::attach(facts, found);
}

/// The document whose phases a finding is about: its related place names the line in the map, since a need may
/// stand in another file.
fn map_file(finding: &Diagnostic) -> FileIx {
    match finding.code {
        "P201" | "P202" => finding.related.first().map_or(finding.primary.file, |label| label.file),
        _ => finding.primary.file,
    }
}

/// How often a text of so many bytes may be written and read anew for one fix.
fn tries(bytes: usize) -> usize {
    (4 * LARGEST / bytes.max(1)).clamp(1, 16)
}

/// Whether a map can be rewritten as it was read; the reason if not.
fn readable(source: &SourceFile) -> Result<(), &'static str> {
    if source.text().len() > LARGEST {
        return Err("the file is larger than 4 MB");
    }
    if source.mojibake().is_some() || !source.invalid().is_empty() {
        return Err("its text is damaged (P701, P006); mend that first");
    }
    Ok(())
}

/// The edits that make the phases of a document hold.
fn rewritten(facts: &Facts<'_>, map: &DocumentMap, wishes: &Wishes<'_>) -> Result<Vec<Edit>, &'static str> {
    readable(&facts.sources[map.file.index()])?;
    let document = &facts.documents[map.file.index()];
    let target = target::target(facts, map, wishes)?;
    let layout = Layout::new(facts, map);
    let mut reason = "every way to write it is read as something else";
    for by_field in [false, true] {
        let rewrite = Rewrite { document, map, layout: &layout, target: &target, by_field };
        let rewritten = match rewrite.run() {
            Ok(rewritten) => rewritten,
            Err(other) => {
                reason = other;
                continue;
            }
        };
        let words = window::renumber(facts, map, &layout, &target, &rewritten);
        let mut pieces = text::pieces(&layout, &rewritten.changes, &words);
        let read = |pieces: &[Piece]| text::read(facts, map, &layout, pieces);
        let Some((mut new, mut text)) = read(&pieces) else { continue };
        if !times::stay(document, &new) {
            times::lift((document, &new), map, &layout, &text, &mut pieces);
            let Some(lifted) = read(&pieces) else { continue };
            (new, text) = lifted;
        }
        if !times::stay(document, &new) || !prove::holds(facts, map, &target, &new) {
            continue;
        }
        count::recount(document, &new, &text, &mut pieces);
        return Ok(text::edits(&layout, map.file, &pieces));
    }
    Err(reason)
}
