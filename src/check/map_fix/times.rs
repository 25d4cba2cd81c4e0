//! The times of phases: a line behind the windows of a phase (`**Duration:** 15 min`) would tell the time of the last
//! sub-phase that a rewrite opens above it, so it moves in front of the first one.

use super::layout::Layout;
use super::rewrite::Piece;
use crate::check::DocumentMap;
use crate::syntax::{Document, Minutes, PhaseIx, StatedPhase};

/// Whether every phase is still said to take what it took.
pub(super) fn stay(old: &Document, new: &Document) -> bool {
    times(old) == times(new)
}

fn times(document: &Document) -> Vec<(&str, Minutes, Minutes)> {
    let timed = document.phases.iter().filter_map(|phase| Some((phase, phase.estimate.as_ref()?)));
    let mut all: Vec<_> = timed.map(|(phase, time)| (phase.name.as_str(), time.min, time.max)).collect();
    all.sort_unstable();
    all
}

/// Moves lines that state the time of a phase from behind its windows to before its first sub-phase. `new` is what
/// the pieces say as they are, `text` their text: a line for each.
pub(super) fn lift(
    (old, new): (&Document, &Document),
    map: &DocumentMap,
    layout: &Layout<'_>,
    text: &str,
    pieces: &mut Vec<Piece>,
) {
    let line_in_new = |offset: u32| text[..offset as usize].matches('\n').count();
    let mut timed: Vec<(usize, &StatedPhase)> = Vec::new();
    for &ix in map.phases.iter().flat_map(|phase| &phase.stated) {
        let phase = &old.phases[ix.index()];
        let fenced = |line: usize| layout.fence(line).is_some();
        let in_fence = layout.blocks.iter().any(|block| block.stated == ix && fenced(block.lines.start));
        if let Some(line) = phase.estimate.as_ref().map(|time| layout.line_of(time.span.start))
            && !in_fence
            && !fenced(line)
        {
            timed.push((line, phase));
        }
    }
    let kept = |line: usize| pieces.iter().position(|piece| *piece == Piece::Keep(line));
    let mut moved: Vec<(usize, String)> =
        timed.iter().filter_map(|(line, phase)| Some((kept(*line)?, phase.name.clone()))).collect();
    moved.extend(fallen(old, new, layout, line_in_new, pieces));
    // From below, so that the lines above stay where they are.
    moved.sort_unstable_by(|a, b| b.cmp(a));
    moved.dedup_by_key(|(from, _)| *from);
    for (from, name) in moved {
        let Some(to) = first_part(new, &name, line_in_new, from) else { continue };
        let line = pieces.remove(from);
        let blank = |piece: &Piece| matches!(piece, Piece::Keep(line) if layout.is_blank(*line));
        if pieces.get(from).is_some_and(blank) && pieces.get(from - 1).is_some_and(blank) {
            pieces.remove(from);
        }
        pieces.splice(to..to, [line, Piece::New(String::new())]);
    }
}

/// Lines that would tell the time of a new sub-phase although the author wrote them about the phase, whose own time
/// stands elsewhere (in its heading); with the name of the phase.
fn fallen(
    old: &Document,
    new: &Document,
    layout: &Layout<'_>,
    line_in_new: impl Fn(u32) -> usize,
    pieces: &[Piece],
) -> Vec<(usize, String)> {
    let had = |part: &StatedPhase| {
        old.phases
            .iter()
            .any(|other| other.parent.is_some() && other.name == part.name && other.estimate.is_some())
    };
    let parts = new.phases.iter().filter(|part| !had(part)).filter_map(|part| {
        let parent = &new.phases[part.parent?.index()];
        let at = line_in_new(part.estimate.as_ref()?.span.start);
        let unfenced = matches!(pieces.get(at)?, Piece::Keep(line) if layout.fence(*line).is_none());
        unfenced.then(|| (at, parent.name.clone()))
    });
    parts.collect()
}

/// The line of the first sub-phase of the last phase of a name that has one above the line `from`.
fn first_part(new: &Document, name: &str, line: impl Fn(u32) -> usize, from: usize) -> Option<usize> {
    let parts = new.phases.iter().filter_map(|part| {
        let parent = part.parent.filter(|parent| new.phases[parent.index()].name == name)?;
        Some((parent, line(part.span.start))).filter(|&(_, at)| at < from)
    });
    let parts: Vec<(PhaseIx, usize)> = parts.collect();
    let (parent, _) = parts.iter().max_by_key(|(_, at)| *at).copied()?;
    parts.iter().filter(|(other, _)| *other == parent).map(|(_, at)| *at).min()
}
