use std::cmp::Ordering;

use super::{NeedChange, Needed, Side, Subjects};
use crate::graph::{NeedsMode, Pairs, Sources};
use crate::plan::{NeedTarget, Origin, SubtaskIx};

/// A need in numbers that mean the same in both plans.
#[derive(Clone, Copy, Debug)]
struct Row<'a> {
    subtask: u32,
    target: Target<'a>,
    sources: Sources,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Target<'a> {
    One(u32),
    Set(&'a str),
}

/// What is needed in one plan only.
#[derive(Debug)]
pub(super) struct Needs {
    pub(super) added: Vec<NeedChange>,
    pub(super) removed: Vec<NeedChange>,
    /// How many needs there are, old and new.
    pub(super) counts: [usize; 2],
    /// Whether sets were expanded; else they count by their names, since the pairs are too many.
    pub(super) expanded: bool,
}

pub(super) fn needs(
    old: &Side<'_>,
    new: &Side<'_>,
    mode: NeedsMode,
    limit: usize,
    subjects: &Subjects<'_>,
) -> Needs {
    let pairs = |side: &Side<'_>| Pairs::expand(side.plan, side.graph, limit);
    let pairs = pairs(old).zip(pairs(new));
    let expanded = pairs.is_some();
    let number_old = |ix| subjects.of_old(ix);
    let (before, after) = match &pairs {
        Some((before, after)) => {
            (listed(old, before, mode, number_old), listed(new, after, mode, |ix: SubtaskIx| ix.0))
        }
        None => (stated(old, mode, number_old), stated(new, mode, |ix: SubtaskIx| ix.0)),
    };
    let counts = [before.len(), after.len()];
    let change = |row: &Row<'_>| NeedChange {
        subtask: subjects.subject(row.subtask),
        needed: match row.target {
            Target::One(number) => Needed::Subtask(subjects.subject(number)),
            Target::Set(label) => Needed::Set(label.to_owned()),
        },
        sources: row.sources,
    };
    let (removed, added) = differences(&before, &after);
    let changes = |rows: Vec<&Row<'_>>| rows.into_iter().map(change).collect();
    Needs { added: changes(added), removed: changes(removed), counts, expanded }
}

/// Whether a need counts: the modes look at where it is stated.
fn counts(mode: NeedsMode, sources: Sources) -> bool {
    match mode {
        NeedsMode::Union => true,
        NeedsMode::Map => sources.map,
        NeedsMode::Spec => sources.spec,
    }
}

fn listed<'a>(
    side: &Side<'_>,
    pairs: &Pairs,
    mode: NeedsMode,
    number: impl Fn(SubtaskIx) -> u32,
) -> Vec<Row<'a>> {
    let mut rows = Vec::with_capacity(pairs.len());
    for ix in side.plan.indices() {
        for &(needed, sources) in pairs.of(ix).iter().filter(|(_, sources)| counts(mode, *sources)) {
            rows.push(Row { subtask: number(ix), target: Target::One(number(needed)), sources });
        }
    }
    sorted(rows)
}

/// Needs as they are stated: sets by their names.
fn stated<'a>(side: &Side<'a>, mode: NeedsMode, number: impl Fn(SubtaskIx) -> u32) -> Vec<Row<'a>> {
    let mut rows = Vec::with_capacity(side.plan.needs().len());
    for need in side.plan.needs().iter().filter(|need| need.origin != Origin::Implied) {
        let map = need.origin == Origin::Map;
        let sources = Sources { map, spec: !map };
        let target = match need.target {
            NeedTarget::One(ix) => Target::One(number(ix)),
            NeedTarget::Range(set) | NeedTarget::Wildcard(set) => {
                Target::Set(&side.plan.sets[set.index()].label)
            }
        };
        if counts(mode, sources) {
            rows.push(Row { subtask: number(need.subtask), target, sources });
        }
    }
    sorted(rows)
}

fn order(a: &Row<'_>, b: &Row<'_>) -> Ordering {
    (a.subtask, a.target).cmp(&(b.subtask, b.target))
}

fn sorted(mut rows: Vec<Row<'_>>) -> Vec<Row<'_>> {
    rows.sort_by(order);
    rows.dedup_by(|next, kept| {
        let same = order(next, kept) == Ordering::Equal;
        if same {
            kept.sources.map |= next.sources.map;
            kept.sources.spec |= next.sources.spec;
        }
        same
    });
    rows
}

/// The rows that only one of two sorted lists has.
fn differences<'r, 'a>(a: &'r [Row<'a>], b: &'r [Row<'a>]) -> (Vec<&'r Row<'a>>, Vec<&'r Row<'a>>) {
    let (mut only_a, mut only_b) = (Vec::new(), Vec::new());
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    while let (Some(left), Some(right)) = (a.peek(), b.peek()) {
        match order(left, right) {
            Ordering::Less => only_a.extend(a.next()),
            Ordering::Greater => only_b.extend(b.next()),
            Ordering::Equal => {
                a.next();
                b.next();
            }
        }
    }
    only_a.extend(a);
    only_b.extend(b);
    (only_a, only_b)
}
