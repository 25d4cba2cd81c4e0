#![doc = include_str!("../../../docs/rules/P001-no-map.md")]

use crate::check::{Facts, Rule};
use crate::diag::{Diagnostic, Severity};
use crate::plan::Place;
use crate::source::Span;

pub(in crate::check) static RULE: Rule = Rule {
    code: "P001",
    name: "no-map",
    severity: Severity::Error,
    page: include_str!("../../../docs/rules/P001-no-map.md"),
    check,
};

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    let any_plan = facts.documents.iter().any(|document| document.is_plan());
    for (document, &named) in facts.documents.iter().zip(facts.named) {
        // An overview that only claims things about the plan of other files is no mistake.
        let overview = any_plan && !document.claims.is_empty();
        if !named || document.is_plan() || overview {
            continue;
        }
        let place = Place { file: document.file, span: Span::new(0, 0) };
        let mut finding = rule.finding(
            "the file states no subtask; a plan with at least one was expected".to_owned(),
            place,
            "nothing was checked here",
            "name a file with subtasks such as `Window 1: SUBTASK 1.1.1 - Title`, or leave this path out",
        );
        finding.subject.insert("found", "no subtask".to_owned());
        found.push(finding);
    }
}
