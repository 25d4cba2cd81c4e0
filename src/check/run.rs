use super::{DocumentMap, Facts, registry, rules, suppress};
use crate::diag::{Diagnostic, Label};
use crate::source::Mask;

/// Runs every rule, leaves out what comments ask for with a reason, masks secrets, and sorts the findings by file, line, code and message.
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
    mask_secrets(facts, &mut found);
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

/// No finding of any rule repeats a secret. New text of fixes keeps it, since it goes into the author's file; outputs
/// mask it where they show it.
fn mask_secrets(facts: &Facts<'_>, found: &mut [Diagnostic]) {
    let mask = Mask::new(facts.sources);
    if mask.is_empty() {
        return;
    }
    let masked = |text: &mut String| {
        if let std::borrow::Cow::Owned(without) = mask.apply(text) {
            *text = without;
        }
    };
    for finding in found {
        let Diagnostic { message, primary: Label { text, .. }, help, subject, fix, related, .. } = finding;
        let labels = related.iter_mut().map(|label| &mut label.text);
        let title = fix.iter_mut().map(|fix| &mut fix.title);
        [message, text, help]
            .into_iter()
            .chain(labels)
            .chain(subject.values_mut())
            .chain(title)
            .for_each(masked);
    }
}
