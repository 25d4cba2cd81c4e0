//! From pieces to text and edits.

use std::collections::BTreeMap;

use super::layout::Layout;
use super::rewrite::{Changes, Piece};
use crate::check::{DocumentMap, Facts};
use crate::diag::Edit;
use crate::source::{FileIx, SourceFile, Span};
use crate::syntax::{self, Document};

/// Replacements inside lines of the file: line, bytes in the text, new words.
pub(super) type Words = BTreeMap<usize, Vec<(Span, String)>>;

/// All lines of the result.
pub(super) fn pieces(layout: &Layout<'_>, changes: &Changes, words: &Words) -> Vec<Piece> {
    let mut out = Vec::with_capacity(layout.len() + 16);
    let mut at = 0;
    for (&start, (end, pieces)) in changes {
        out.extend((at..start.max(at)).map(Piece::Keep));
        out.extend_from_slice(pieces);
        at = at.max(*end);
    }
    out.extend((at..layout.len()).map(Piece::Keep));
    for piece in &mut out {
        if let Piece::Keep(line) = piece
            && let Some(words) = words.get(line)
        {
            *piece = Piece::New(with_words(layout, *line, words));
        }
    }
    out
}

fn with_words(layout: &Layout<'_>, line: usize, words: &[(Span, String)]) -> String {
    let mut text = layout.line(line).to_owned();
    let start = layout.start(line);
    let mut words: Vec<&(Span, String)> = words.iter().collect();
    words.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    for (span, word) in words {
        let (from, to) =
            ((span.start as usize).saturating_sub(start), (span.end as usize).saturating_sub(start));
        if text.get(from..to).is_some() {
            text.replace_range(from..to, word);
        }
    }
    text
}

/// The text of the result; it ends as the file does.
pub(super) fn joined(layout: &Layout<'_>, pieces: &[Piece]) -> String {
    let end = line_end(layout);
    let mut text = String::with_capacity(layout.text.len() + 256);
    for piece in pieces {
        push(layout, piece, end, &mut text);
    }
    if !layout.text.ends_with('\n') {
        text.truncate(
            text.len() - if text.ends_with("\r\n") { 2 } else { usize::from(text.ends_with('\n')) },
        );
    }
    text
}

/// The text of the result, and what is read from it.
pub(super) fn read(
    facts: &Facts<'_>,
    map: &DocumentMap,
    layout: &Layout<'_>,
    pieces: &[Piece],
) -> Option<(Document, String)> {
    let text = joined(layout, pieces);
    let path = facts.sources[map.file.index()].path();
    let new = SourceFile::new(path, text.clone().into_bytes()).ok()?;
    Some((syntax::parse(map.file, &new), text))
}

fn push(layout: &Layout<'_>, piece: &Piece, end: &str, text: &mut String) {
    match piece {
        Piece::Keep(line) => {
            let raw = layout.raw(*line);
            text.push_str(raw);
            if !raw.ends_with('\n') {
                text.push_str(end);
            }
        }
        Piece::New(line) => {
            text.push_str(line);
            text.push_str(end);
        }
    }
}

/// How lines end: as the first one does.
fn line_end(layout: &Layout<'_>) -> &'static str {
    if layout.raw(0).ends_with("\r\n") { "\r\n" } else { "\n" }
}

/// The fewest lines that have to change, as edits.
pub(super) fn edits(layout: &Layout<'_>, file: FileIx, pieces: &[Piece]) -> Vec<Edit> {
    let end = line_end(layout);
    let kept = rising(pieces);
    let mut edits: Vec<Edit> = Vec::new();
    let (mut at, mut text) = (0, String::new());
    // A line without an end can only be kept where it is the last one again.
    let open = !layout.text.ends_with('\n');
    let keeps = |index: usize, line: usize| {
        kept[index] && !(open && (line + 1 == layout.len() || index + 1 == pieces.len()))
    };
    let mut put = |from: usize, to: usize, text: &mut String| {
        let span = Span::new(layout.start(from), layout.start(to));
        if !span.is_empty() || !text.is_empty() {
            edits.push(Edit { file, span, text: std::mem::take(text) });
        }
    };
    for (index, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Keep(line) if keeps(index, *line) => {
                put(at, *line, &mut text);
                at = line + 1;
            }
            _ => push(layout, piece, end, &mut text),
        }
    }
    if open {
        text.truncate(
            text.len() - if text.ends_with("\r\n") { 2 } else { usize::from(text.ends_with('\n')) },
        );
    }
    put(at, layout.len(), &mut text);
    edits.retain(|edit| edit.span.of(layout.text) != edit.text);
    edits
}

/// Which pieces belong to the longest rising sequence of kept lines.
fn rising(pieces: &[Piece]) -> Vec<bool> {
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; pieces.len()];
    let line = |at: usize| match pieces[at] {
        Piece::Keep(line) => line,
        Piece::New(_) => usize::MAX,
    };
    for at in (0..pieces.len()).filter(|&at| matches!(pieces[at], Piece::Keep(_))) {
        let slot = tails.partition_point(|&tail| line(tail) < line(at));
        before[at] = slot.checked_sub(1).map(|slot| tails[slot]);
        if slot == tails.len() { tails.push(at) } else { tails[slot] = at }
    }
    let mut kept = vec![false; pieces.len()];
    let mut next = tails.last().copied();
    while let Some(at) = next {
        kept[at] = true;
        next = before[at];
    }
    kept
}
