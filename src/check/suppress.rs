//! Which findings the authors' own comments leave out.

use std::collections::BTreeMap;

use super::{Facts, Rule, registry};
use crate::diag::Diagnostic;
use crate::source::{FileIx, Span};
use crate::syntax::{Directive, DirectiveKind};

/// Rules about directives cannot be left out by one.
const ABOUT_DIRECTIVES: [&str; 2] = ["P003", "P004"];

/// Removes what is left out with a reason.
pub(super) fn apply(facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    let mut covers: BTreeMap<(FileIx, &str), Vec<Span>> = BTreeMap::new();
    for document in facts.documents {
        for directive in document.directives.iter().filter(|d| is_followed(facts, document.file, d)) {
            for rule in rules(directive).filter_map(|(_, rule)| rule) {
                covers.entry((document.file, rule.code)).or_default().push(directive.covers);
            }
        }
    }
    for spans in covers.values_mut() {
        merge(spans);
    }
    found.retain(|finding| {
        let start = finding.primary.span.start;
        let spans = covers.get(&(finding.primary.file, finding.code)).map_or(&[][..], Vec::as_slice);
        let before = spans.partition_point(|span| span.start <= start);
        ABOUT_DIRECTIVES.contains(&finding.code) || before == 0 || !spans[before - 1].contains(start)
    });
}

/// Sorts spans and joins those that touch.
fn merge(spans: &mut Vec<Span>) {
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans.drain(..) {
        match joined.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => joined.push(span),
        }
    }
    *spans = joined;
}

/// Whether a directive of a file does anything at all.
pub(super) fn is_followed(facts: &Facts<'_>, file: FileIx, directive: &Directive) -> bool {
    let has_reason = || !directive.reason.is_empty() || !facts.rules(file).require_reason;
    directive.kind == DirectiveKind::Suppress && has_reason()
}

/// The rules that a directive names, as words and where there is one as a rule.
pub(super) fn rules(directive: &Directive) -> impl Iterator<Item = (&str, Option<&'static Rule>)> {
    directive.rules.iter().map(|word| (word.text.as_str(), registry::find(&word.text)))
}

/// Where findings begin, by file and rule, in order.
pub(super) struct Begins(BTreeMap<(FileIx, &'static str), Vec<u32>>);

impl Begins {
    pub(super) fn new(found: &[Diagnostic]) -> Begins {
        let mut begins: BTreeMap<_, Vec<u32>> = BTreeMap::new();
        for finding in found.iter().filter(|finding| !ABOUT_DIRECTIVES.contains(&finding.code)) {
            begins.entry((finding.primary.file, finding.code)).or_default().push(finding.primary.span.start);
        }
        for list in begins.values_mut() {
            list.sort_unstable();
        }
        Begins(begins)
    }

    /// Whether a directive of a file has findings of a rule to leave out.
    pub(super) fn any(&self, file: FileIx, directive: &Directive, rule: &Rule) -> bool {
        let Some(list) = self.0.get(&(file, rule.code)) else { return false };
        let from = list.partition_point(|&start| start < directive.covers.start);
        list.get(from).is_some_and(|&start| directive.covers.contains(start))
    }
}
