//! Which findings the authors' own comments leave out.

use std::collections::BTreeMap;

use super::{Facts, Rule, registry};
use crate::diag::{Diagnostic, LeftOut};
use crate::source::{FileIx, Span};
use crate::syntax::{Directive, DirectiveKind};

/// Rules about directives cannot be left out by one.
const ABOUT_DIRECTIVES: [&str; 2] = ["P003", "P004"];

/// A part of a file in which findings of one rule are left out, and why.
struct Cover<'a> {
    span: Span,
    reason: &'a str,
}

/// Takes out what is left out with a reason; the order stays.
pub(super) fn apply(facts: &Facts<'_>, found: &mut Vec<Diagnostic>) -> Vec<LeftOut> {
    let mut covers: BTreeMap<(FileIx, &str), Vec<Cover<'_>>> = BTreeMap::new();
    for document in facts.documents {
        for directive in document.directives.iter().filter(|d| is_followed(facts, document.file, d)) {
            for rule in rules(directive).filter_map(|(_, rule)| rule) {
                let cover = Cover { span: directive.covers, reason: &directive.reason };
                covers.entry((document.file, rule.code)).or_default().push(cover);
            }
        }
    }
    for covers in covers.values_mut() {
        set_apart(covers);
    }
    let reason = |finding: &Diagnostic| {
        let start = finding.primary.span.start;
        let covers = covers.get(&(finding.primary.file, finding.code)).map_or(&[][..], Vec::as_slice);
        let before = covers.partition_point(|cover| cover.span.start <= start);
        let last = covers[..before].last().filter(|cover| cover.span.contains(start))?;
        (!ABOUT_DIRECTIVES.contains(&finding.code)).then(|| last.reason.to_owned())
    };
    let mut left_out = Vec::new();
    found.retain(|finding| match reason(finding) {
        Some(reason) => {
            left_out.push(LeftOut { finding: finding.clone(), reason });
            false
        }
        None => true,
    });
    left_out
}

/// Sorts covers and cuts off what an earlier one covers, so that no two meet.
fn set_apart(covers: &mut Vec<Cover<'_>>) {
    covers.sort_by_key(|cover| cover.span);
    let mut end = 0;
    covers.retain_mut(|cover| {
        cover.span.start = cover.span.start.max(end);
        end = end.max(cover.span.end);
        cover.span.start < cover.span.end
    });
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
