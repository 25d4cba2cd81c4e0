use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Applicability, Diagnostic, Edit};
use crate::source::{FileIx, SourceFile};

/// The findings whose fixes can be applied together, by their index, and the bytes that files have then.
#[derive(Debug, Default)]
pub(super) struct Applied {
    pub(super) findings: Vec<usize>,
    pub(super) files: BTreeMap<usize, Vec<u8>>,
}

/// Applies the fixes that `wanted` lets through. Of fixes that overlap the first in the order of findings is taken;
/// the other one has its turn in the next round. Bytes outside of edits stay as they are on disk.
pub(super) fn apply(
    sources: &[SourceFile],
    findings: &[Diagnostic],
    allow_unsafe: bool,
    wanted: impl Fn(&Diagnostic) -> bool,
) -> Applied {
    let mut applied = Applied::default();
    let mut edits: BTreeMap<FileIx, BTreeMap<u32, &Edit>> = BTreeMap::new();
    // Titles of fixes that were taken: findings without edits of their own are mended by them.
    let mut shared: BTreeSet<&str> = BTreeSet::new();
    // Who shares a fix that is not wanted for one of them goes without it, too.
    let mut unwanted: BTreeSet<&str> = BTreeSet::new();
    for finding in findings.iter().filter(|finding| !wanted(finding)) {
        let fix = finding.fix.as_ref().filter(|fix| fix.edits.is_empty());
        unwanted.extend(fix.map(|fix| fix.title.as_str()));
    }
    for (at, finding) in findings.iter().enumerate() {
        let Some(fix) = &finding.fix else { continue };
        let allowed = allow_unsafe || fix.applicability == Applicability::Safe;
        let fits = |edit: &Edit| {
            sources.get(edit.file.index()).is_some_and(|source| is_exact(source, edit))
                && !edits.get(&edit.file).is_some_and(|taken| overlaps(taken, edit))
        };
        if fix.edits.is_empty() {
            if shared.contains(fix.title.as_str()) {
                applied.findings.push(at);
            }
            continue;
        }
        let left_out = unwanted.contains(fix.title.as_str());
        if !allowed || left_out || !fix.edits.iter().all(fits) || !wanted(finding) {
            continue;
        }
        for edit in &fix.edits {
            edits.entry(edit.file).or_default().insert(edit.span.start, edit);
        }
        shared.insert(&fix.title);
        applied.findings.push(at);
    }
    for (file, edits) in edits {
        let source = &sources[file.index()];
        applied.files.insert(file.index(), written(source, edits.into_values()));
    }
    applied
}

/// Whether an edit says which bytes on disk it means: the file is all UTF-8, and the edit begins and ends between two
/// characters and not inside a damaged run that was read as something else.
pub(super) fn is_exact(source: &SourceFile, edit: &Edit) -> bool {
    let text = source.text();
    let ends = [edit.span.start, edit.span.end];
    let between = |at: &u32| text.is_char_boundary(*at as usize);
    let inside = |at: &u32| {
        let runs = source.mojibake().map_or(&[][..], |note| &note.runs);
        runs.iter().any(|run| run.start < *at && *at < run.end)
    };
    source.invalid().is_empty()
        && edit.span.start <= edit.span.end
        && ends.iter().all(|at| between(at) && !inside(at))
}

/// Whether an edit shares bytes with one that is taken, or begins where that one does.
fn overlaps(taken: &BTreeMap<u32, &Edit>, edit: &Edit) -> bool {
    let (start, end) = (edit.span.start, edit.span.end);
    taken.range(..=start).next_back().is_some_and(|(&from, before)| from == start || before.span.end > start)
        || taken.range(start..end.max(start + 1)).next().is_some()
}

/// The file's bytes with edits in order of place.
pub(super) fn written<'e>(source: &SourceFile, edits: impl Iterator<Item = &'e Edit>) -> Vec<u8> {
    let bytes = source.bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut done = 0;
    for edit in edits {
        let start = source.disk_offset(edit.span.start) as usize;
        let end = source.disk_offset(edit.span.end) as usize;
        out.extend_from_slice(&bytes[done..start.max(done)]);
        out.extend_from_slice(edit.text.as_bytes());
        done = end.max(start).max(done);
    }
    out.extend_from_slice(&bytes[done..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Fix, Label, Severity, Subject};
    use crate::source::Span;

    fn finding(edits: &[(usize, usize, &str)]) -> Diagnostic {
        let file = FileIx(0);
        let edit = |&(start, end, text): &(usize, usize, &str)| Edit {
            file,
            span: Span::new(start, end),
            text: text.to_owned(),
        };
        Diagnostic {
            code: "P000",
            name: "sample",
            severity: Severity::Error,
            message: String::new(),
            primary: Label { file, span: Span::default(), text: String::new() },
            related: Vec::new(),
            help: String::new(),
            subject: Subject::new(),
            fix: Some(Fix {
                applicability: Applicability::Safe,
                title: String::new(),
                edits: edits.iter().map(edit).collect(),
            }),
        }
    }

    fn after(bytes: &[u8], fixes: &[&[(usize, usize, &str)]]) -> (Vec<usize>, Option<Vec<u8>>) {
        let source = [SourceFile::new("a.md", bytes.to_vec()).expect("text")];
        let findings: Vec<Diagnostic> = fixes.iter().map(|edits| finding(edits)).collect();
        let mut applied = apply(&source, &findings, false, |_| true);
        (applied.findings, applied.files.remove(&0))
    }

    #[test]
    fn of_overlapping_fixes_the_first_is_taken_whole() {
        let (taken, bytes) = after(b"abcdef", &[&[(0, 2, "X")], &[(1, 3, "Y"), (5, 6, "Z")], &[(2, 3, "")]]);
        assert_eq!((taken, bytes.as_deref()), (vec![0, 2], Some(&b"Xdef"[..])));
        let (taken, _) = after(b"abcdef", &[&[(2, 2, "X")], &[(2, 2, "Y")], &[(1, 3, "Z")], &[(0, 6, "")]]);
        assert_eq!(taken, [0]);
    }

    #[test]
    fn bytes_outside_of_edits_stay() {
        let (_, bytes) = after(b"\xEF\xBB\xBFa\r\nb\rc\n", &[&[(3, 4, "x")]]);
        assert_eq!(bytes.as_deref(), Some(&b"\xEF\xBB\xBFa\r\nx\rc\n"[..]));
        let damaged = "\u{2192} \u{201A}\u{00DC}\u{00ED} z";
        let read = "\u{2192} \u{2192} z";
        let (_, bytes) = after(damaged.as_bytes(), &[&[(read.len() - 1, read.len(), "y")]]);
        assert_eq!(bytes.as_deref(), Some("\u{2192} \u{201A}\u{00DC}\u{00ED} y".as_bytes()));
    }

    #[test]
    fn edits_without_exact_bytes_are_left_out() {
        assert_eq!(after(b"a\xFFb", &[&[(0, 1, "x")]]).0, [0; 0], "invalid bytes");
        assert_eq!(after("é".as_bytes(), &[&[(1, 2, "x")]]).0, [0; 0], "inside a character");
        assert_eq!(after(b"a", &[&[(0, 9, "x")]]).0, [0; 0], "behind the end");
        assert_eq!(after("a".as_bytes(), &[&[]]).0, [0; 0], "no edit at all");
    }
}
