use std::collections::{BTreeMap, BTreeSet};

use super::piece::{Piece, Sign, estimate, name, named, range, say, subject};
use super::totals::signed;
use super::{DiffReport, SHOWN, Version};
use crate::plan::{Plan, SubtaskIx};
use crate::schedule::{NeedChange, Needed, Subject};

/// A list of entries of one kind.
pub(super) struct Section {
    pub(super) title: &'static str,
    pub(super) lines: Vec<(Sign, Vec<Piece>)>,
    /// Entries that are not shown.
    pub(super) more: usize,
}

/// Everything that differs, list by list; nothing is empty.
pub(super) fn sections(report: &DiffReport<'_>, all: bool) -> Vec<Section> {
    let lists = [
        ("subtasks", subtasks(report)),
        ("renumbered", renumbered(report)),
        ("new titles", retitled(report)),
        ("needs", needs(report)),
        ("file locks", locks(report)),
        ("minutes", minutes(report)),
        ("phases and windows", moved(report)),
    ];
    let filled = lists.into_iter().filter(|(_, lines)| !lines.is_empty());
    filled
        .map(|(title, mut lines)| {
            let shown = if all { lines.len() } else { lines.len().min(SHOWN) };
            let more = lines.split_off(shown).len();
            Section { title, lines, more }
        })
        .collect()
}

type Lines = Vec<(Sign, Vec<Piece>)>;

/// Each new subtask with its minutes and what it needs; each that is gone.
fn subtasks(report: &DiffReport<'_>) -> Lines {
    let needs = by_subtask(&report.comparison.needs_added);
    let line = |version: &Version<'_>, ix: SubtaskIx| {
        let subtask = version.material.plan.subtask(ix);
        let mut line = vec![name(version.subtask(ix))];
        if !subtask.title.is_empty() {
            line.extend([say(" "), Piece::Title(subtask.title.clone())]);
        }
        line.extend([say(", "), say(estimate(&version.material.estimates[ix.index()]))]);
        line
    };
    let added = report.comparison.added.iter().map(|&ix| {
        let mut line = line(&report.new, ix);
        let needed = needs.get(&Subject::New(ix)).into_iter().flatten();
        line.extend(named("; needs ", needed.map(|need| target(report, need))));
        (Sign::Added, line)
    });
    let removed = report.comparison.removed.iter().map(|&ix| (Sign::Removed, line(&report.old, ix)));
    added.chain(removed).collect()
}

fn renumbered(report: &DiffReport<'_>) -> Lines {
    let line = |&(old, new): &(SubtaskIx, SubtaskIx)| {
        let title = report.new.material.plan.subtask(new).title.clone();
        let mut line = vec![name(report.old.subtask(old)), say(" is now "), name(report.new.subtask(new))];
        line.extend([say(": "), Piece::Title(title)]);
        (Sign::Changed, line)
    };
    report.comparison.renumbered.iter().map(line).collect()
}

fn retitled(report: &DiffReport<'_>) -> Lines {
    let title = |version: &Version<'_>, ix| match version.material.plan.subtask(ix).title.as_str() {
        "" => say("no title"),
        title => Piece::Title(title.to_owned()),
    };
    let line = |&(old, new): &(SubtaskIx, SubtaskIx)| {
        let (before, after) = (title(&report.old, old), title(&report.new, new));
        (Sign::Changed, vec![name(report.new.subtask(new)), say(" "), before, say(" → "), after])
    };
    report.comparison.retitled.iter().map(line).collect()
}

/// Needs of subtasks that both versions have; those of the others stand or go with them.
fn needs(report: &DiffReport<'_>) -> Lines {
    let added = by_subtask(&report.comparison.needs_added);
    let removed = by_subtask(&report.comparison.needs_removed);
    let mut lines = Vec::new();
    for ix in report.new.material.plan.indices() {
        if report.comparison.added.binary_search(&ix).is_ok() {
            continue;
        }
        let of = |needs: &ByUser<'_>| {
            needs.get(&Subject::New(ix)).cloned().unwrap_or_default().into_iter().cloned().collect()
        };
        let (more, fewer): (Vec<NeedChange>, Vec<NeedChange>) = (of(&added), of(&removed));
        if more.is_empty() && fewer.is_empty() {
            continue;
        }
        let mut line = vec![name(report.new.subtask(ix))];
        line.extend(named(" now needs ", more.iter().map(|need| target(report, need))));
        let words = if more.is_empty() { " no longer needs " } else { ", no longer " };
        line.extend(named(words, fewer.iter().map(|need| target(report, need))));
        lines.push((Sign::Changed, line));
    }
    lines
}

type ByUser<'c> = BTreeMap<Subject, Vec<&'c NeedChange>>;

fn by_subtask(changes: &[NeedChange]) -> ByUser<'_> {
    let mut found = ByUser::new();
    for change in changes {
        found.entry(change.subtask).or_default().push(change);
    }
    found
}

fn target(report: &DiffReport<'_>, change: &NeedChange) -> Vec<Piece> {
    match &change.needed {
        Needed::Subtask(needed) => subject(report, *needed),
        Needed::Set(label) => vec![name(label)],
    }
}

fn locks(report: &DiffReport<'_>) -> Lines {
    let line = |lock: &crate::schedule::LockChange| {
        let label = lock.path.as_ref().map_or_else(|| say("a stated conflict"), |path| name(path));
        let names = |subjects: &[Subject]| -> Vec<Vec<Piece>> {
            subjects.iter().map(|&writer| subject(report, writer)).collect()
        };
        let mut line = vec![label];
        let sign = if lock.before.is_empty() {
            line.extend(named(": one at a time of ", names(&lock.after)));
            Sign::Added
        } else if lock.after.is_empty() {
            line.extend(named(": no turns any more for ", names(&lock.before)));
            Sign::Removed
        } else {
            let only = |these: &[Subject], those: &[Subject]| -> Vec<Subject> {
                let those: BTreeSet<&Subject> = those.iter().collect();
                these.iter().filter(|subject| !those.contains(subject)).copied().collect()
            };
            let (more, fewer) = (only(&lock.after, &lock.before), only(&lock.before, &lock.after));
            line.extend(named(": also ", names(&more)));
            line.extend(named(if more.is_empty() { ": without " } else { ", without " }, names(&fewer)));
            Sign::Changed
        };
        (sign, line)
    };
    report.comparison.locks.iter().map(line).collect()
}

fn minutes(report: &DiffReport<'_>) -> Lines {
    let line = |&(old, new): &(SubtaskIx, SubtaskIx)| {
        let before = &report.old.material.estimates[old.index()];
        let after = &report.new.material.estimates[new.index()];
        let words =
            format!(" {} → {} ({})", range(before), estimate(after), signed(before.likely, after.likely));
        (Sign::Changed, vec![name(report.new.subtask(new)), say(words)])
    };
    report.comparison.estimates.iter().map(line).collect()
}

fn moved(report: &DiffReport<'_>) -> Lines {
    let line = |&(old, new): &(SubtaskIx, SubtaskIx)| {
        let (before, after) = (place(report.old.material.plan, old), place(report.new.material.plan, new));
        let mut line = vec![name(report.new.subtask(new)), say(": ")];
        line.extend(before);
        line.push(say(" → "));
        line.extend(after);
        (Sign::Changed, line)
    };
    report.comparison.moved.iter().map(line).collect()
}

/// `phase 2a, window 3`.
fn place(plan: &Plan, ix: SubtaskIx) -> Vec<Piece> {
    let subtask = plan.subtask(ix);
    let mut out = Vec::new();
    if let Some(phase) = subtask.sub_phase.or(subtask.phase) {
        out.extend([say("phase "), Piece::Title(plan.phase(phase).name.clone())]);
    }
    if let Some(window) = subtask.window {
        out.push(say(if out.is_empty() { "" } else { ", " }));
        out.push(say(format!("window {window}")));
    }
    if out.is_empty() {
        out.push(say("no phase"));
    }
    out
}
