use rustc_hash::FxHashMap;

use crate::diag::Diagnostic;
use crate::source::{FileIx, Span};

/// Which findings point at a claim, with their primary label or another.
pub(super) struct ClaimFindings<'a> {
    by_place: FxHashMap<(FileIx, Span), Vec<&'a Diagnostic>>,
}

impl<'a> ClaimFindings<'a> {
    /// Sorts findings by the places of their labels.
    pub(super) fn new(findings: &'a [Diagnostic]) -> ClaimFindings<'a> {
        let mut by_place: FxHashMap<(FileIx, Span), Vec<&Diagnostic>> = FxHashMap::default();
        for finding in findings {
            for label in std::iter::once(&finding.primary).chain(&finding.related) {
                let at = by_place.entry((label.file, label.span)).or_default();
                if at.last().is_none_or(|last| !std::ptr::eq(*last, finding)) {
                    at.push(finding);
                }
            }
        }
        ClaimFindings { by_place }
    }

    /// The findings at a place, in their order.
    pub(super) fn at(&self, file: FileIx, span: Span) -> &[&'a Diagnostic] {
        self.by_place.get(&(file, span)).map_or(&[], |findings| findings)
    }

    /// Their codes, each once.
    pub(super) fn codes(&self, file: FileIx, span: Span) -> Vec<&'static str> {
        let mut codes: Vec<&'static str> = self.at(file, span).iter().map(|finding| finding.code).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }
}
