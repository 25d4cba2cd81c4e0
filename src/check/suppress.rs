//! Which findings the authors' own comments leave out.

use super::{Facts, Rule, registry};
use crate::diag::Diagnostic;
use crate::source::FileIx;
use crate::syntax::{Directive, DirectiveKind};

/// Rules about directives cannot be left out by one.
const ABOUT_DIRECTIVES: [&str; 2] = ["P003", "P004"];

/// Removes what is left out with a reason.
pub(super) fn apply(facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    let directives: Vec<(FileIx, &Directive)> = facts
        .documents
        .iter()
        .flat_map(|document| document.directives.iter().map(|directive| (document.file, directive)))
        .filter(|(_, directive)| is_followed(directive))
        .collect();
    if !directives.is_empty() {
        found.retain(|finding| {
            !directives.iter().any(|&(file, directive)| {
                rules(directive)
                    .any(|(_, rule)| rule.is_some_and(|rule| leaves_out(file, directive, rule, finding)))
            })
        });
    }
}

/// Whether a directive does anything at all.
pub(super) fn is_followed(directive: &Directive) -> bool {
    directive.kind == DirectiveKind::Suppress && !directive.reason.is_empty()
}

/// The rules that a directive names, as words and where there is one as a rule.
pub(super) fn rules(directive: &Directive) -> impl Iterator<Item = (&str, Option<&'static Rule>)> {
    directive.rules.iter().map(|word| (word.text.as_str(), registry::find(&word.text)))
}

/// Whether a followed directive of a file leaves a finding of a rule out.
pub(super) fn leaves_out(file: FileIx, directive: &Directive, rule: &Rule, finding: &Diagnostic) -> bool {
    finding.code == rule.code
        && !ABOUT_DIRECTIVES.contains(&finding.code)
        && finding.primary.file == file
        && directive.covers.contains(finding.primary.span.start)
}
