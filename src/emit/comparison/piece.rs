use super::DiffReport;
use crate::graph::Estimate;
use crate::schedule::Subject;

/// Names that one line lists.
const MOST: usize = 12;

/// A part of a line. Each medium writes it in its own way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// An id or a path, as the plan writes it.
    Name(String),
    /// Words of the plan.
    Title(String),
    /// Words of planc.
    Say(String),
}

/// What became of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Added,
    Removed,
    Changed,
}

pub(super) fn name(text: &str) -> Piece {
    Piece::Name(text.to_owned())
}

pub(super) fn say(text: impl Into<String>) -> Piece {
    Piece::Say(text.into())
}

/// Names behind `words`; nothing where there are none. A long list is cut.
pub(super) fn named(words: &str, names: impl IntoIterator<Item = Vec<Piece>>) -> Vec<Piece> {
    let mut names = names.into_iter();
    let mut out = Vec::new();
    for name in names.by_ref().take(MOST) {
        out.push(say(if out.is_empty() { words } else { ", " }));
        out.extend(name);
    }
    match names.count() {
        0 => {}
        more => out.push(say(format!(" and {more} more"))),
    }
    out
}

/// A subtask; one that is gone is told from one that has its name now.
pub(super) fn subject(report: &DiffReport<'_>, subject: Subject) -> Vec<Piece> {
    let mut out = vec![name(report.name(subject))];
    if report.comparison.is_reused(subject) {
        out.push(say(" of before"));
    }
    out
}

/// `10`, `≈7.5`, `10-20`.
pub(super) fn range(estimate: &Estimate) -> String {
    let about = if estimate.is_derived() { "≈" } else { "" };
    if estimate.min == estimate.max {
        format!("{about}{}", estimate.likely)
    } else {
        format!("{about}{}-{}", estimate.min, estimate.max)
    }
}

/// The same with its unit.
pub(super) fn estimate(estimate: &Estimate) -> String {
    let length = range(estimate);
    if length == "1" { "1 minute".to_owned() } else { format!("{length} minutes") }
}
