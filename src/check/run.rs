use super::{Facts, registry};
use crate::diag::Diagnostic;

/// Runs every rule and sorts the findings by file, line, code and message.
pub fn run(facts: &Facts<'_>) -> Vec<Diagnostic> {
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
