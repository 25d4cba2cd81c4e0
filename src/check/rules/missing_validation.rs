#![doc = include_str!("../../../docs/rules/P403-missing-validation.md")]

use crate::check::{Facts, Rule};
use crate::diag::{Diagnostic, Severity};
use crate::plan::Place;

pub(in crate::check) static RULE: Rule = Rule {
    code: "P403",
    name: "missing-validation",
    severity: Severity::Warning,
    page: include_str!("../../../docs/rules/P403-missing-validation.md"),
    check,
};

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    let plan = facts.plan;
    for (ix, subtask) in plan.indices().zip(&plan.subtasks) {
        let Some(prompt) = &subtask.prompt else { continue };
        let what = match &subtask.validation {
            None => "no validation list",
            Some(items) if items.is_empty() => "an empty validation list",
            Some(_) => continue,
        };
        let name = plan.name(ix);
        let span = prompt.stated.opening.unwrap_or_else(|| {
            let text = facts.sources[prompt.file.index()].slice(prompt.stated.span);
            let line = text.lines().next().map_or(0, str::len) as u32;
            crate::source::Span { start: prompt.stated.span.start, end: prompt.stated.span.start + line }
        });
        let mut finding = rule.finding(
            format!("the prompt of `{name}` has {what}"),
            Place { file: prompt.file, span },
            "the prompt begins here",
            "end the prompt with `VALIDATION:` and check items (`- [ ] …`) that say when the work is done",
        );
        finding.subject.insert("subtask", name.to_owned());
        found.push(finding);
    }
}
