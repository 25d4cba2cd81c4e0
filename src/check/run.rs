use super::{DocumentMap, Facts, registry};
use crate::diag::Diagnostic;

/// Runs every rule and sorts the findings by file, line, code and message.
pub fn run(facts: &Facts<'_>) -> Vec<Diagnostic> {
    let maps = DocumentMap::all(facts.documents, facts.plan);
    let facts = &Facts { maps: &maps, ..*facts };
    let mut found = Vec::new();
    for rule in registry::all() {
        (rule.check)(rule, facts, &mut found);
    }
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
