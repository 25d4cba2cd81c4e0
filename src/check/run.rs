use super::{DocumentMap, Facts, map_fix, registry, rules, suppress};
use crate::diag::Diagnostic;

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
    let pairs = map_fix::pairs(facts, &found);
    suppress::apply(facts, &mut found);
    found.sort_by(|a, b| {
        (a.primary.file, a.primary.span, a.code, &a.message).cmp(&(
            b.primary.file,
            b.primary.span,
            b.code,
            &b.message,
        ))
    });
    map_fix::attach(facts, &pairs, &mut found);
    found
}
