use super::{DocumentMap, Facts, registry, rules, suppress};
use crate::diag::Diagnostic;
use crate::source::FileIx;

/// Runs every rule, leaves out what comments ask for with a reason, and sorts the findings by file, line, code and message.
pub fn run(facts: &Facts<'_>) -> Vec<Diagnostic> {
    let maps = DocumentMap::all(facts.documents, facts.plan);
    let facts = &Facts { maps: &maps, ..*facts };
    let mut found = Vec::new();
    // What a comment leaves out in vain is known when everything else was found.
    let last = &rules::unused_suppression::RULE;
    for rule in registry::all().iter().filter(|rule| rule.code != last.code).chain([&last]) {
        (rule.check)(rule, facts, &mut found);
    }
    suppress::apply(facts, &mut found);
    withdraw(facts, &mut found);
    found.sort_by(|a, b| {
        (a.primary.file, a.primary.span, a.code, &a.message).cmp(&(
            b.primary.file,
            b.primary.span,
            b.code,
            &b.message,
        ))
    });
    found
}

/// Takes back fixes in files with bytes that are no UTF-8: nobody knows what stands there, so nothing is written.
fn withdraw(facts: &Facts<'_>, found: &mut [Diagnostic]) {
    let exact = |file: FileIx| facts.sources[file.index()].invalid().is_empty();
    if facts.sources.iter().all(|source| source.invalid().is_empty()) {
        return;
    }
    for finding in found {
        finding.fix = finding.fix.take().filter(|fix| fix.edits.iter().all(|edit| exact(edit.file)));
    }
}
