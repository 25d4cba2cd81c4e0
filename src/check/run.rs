use std::cmp::Ordering;

use super::{DocumentMap, Facts, map_fix, readable, registry, rules, suppress};
use crate::diag::{Diagnostic, LeftOut};
use crate::source::FileIx;

/// What the rules found, sorted by file, line, code and message.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// What counts.
    pub kept: Vec<Diagnostic>,
    /// What comments leave out, each with a reason.
    pub left_out: Vec<LeftOut>,
}

/// Runs every rule, makes the texts of findings fit to be shown, and sets apart what comments leave out with a reason.
pub fn run(facts: &Facts<'_>) -> Findings {
    let maps = DocumentMap::all(facts.documents, facts.plan);
    let facts = &Facts { maps: &maps, ..*facts };
    let mut found = Vec::new();
    // What a comment leaves out in vain is known when everything else was found.
    let last = &rules::unused_suppression::RULE;
    for rule in registry::all().iter().filter(|rule| rule.code != last.code).chain([&last]) {
        (rule.check)(rule, facts, &mut found);
    }
    let pairs = map_fix::pairs(facts, &found);
    readable::make(facts, &mut found);
    configure(facts, &mut found);
    found.sort_by(order);
    let left_out =
        if facts.settings.keep_suppressed { Vec::new() } else { suppress::apply(facts, &mut found) };
    map_fix::attach(facts, &pairs, &mut found);
    withdraw(facts, &mut found);
    Findings { kept: found, left_out }
}

/// The order of findings: file, line, code, message.
pub fn order(a: &Diagnostic, b: &Diagnostic) -> Ordering {
    let key = |finding: &Diagnostic| (finding.primary.file, finding.primary.span, finding.code);
    key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
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

/// Leaves out what the configuration leaves out, and gives the rest the severity that it asks for.
fn configure(facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    found.retain_mut(|finding| {
        let file = finding.primary.file;
        let rules = facts.rules(file);
        if let Some(&severity) = rules.severities.get(finding.code) {
            finding.severity = severity;
        }
        if !facts.is_fixable(file, finding.code) {
            finding.fix = None;
        }
        rules.enabled.contains(finding.code) && !facts.settings.leaves_out(file, finding.code)
    });
}
