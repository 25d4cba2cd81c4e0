use super::{DocumentMap, Facts, registry, rules, suppress};
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
    if !facts.settings.keep_suppressed {
        suppress::apply(facts, &mut found);
    }
    configure(facts, &mut found);
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

/// Leaves out what the configuration leaves out, and gives the rest the severity that it asks for.
fn configure(facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    found.retain_mut(|finding| {
        let file = finding.primary.file;
        let rules = facts.rules(file);
        if let Some(&severity) = rules.severities.get(finding.code) {
            finding.severity = severity;
        }
        if rules.unfixable.contains(finding.code) {
            finding.fix = None;
        }
        rules.enabled.contains(finding.code) && !facts.settings.leaves_out(file, finding.code)
    });
}
