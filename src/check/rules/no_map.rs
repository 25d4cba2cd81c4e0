#![doc = include_str!("../../../docs/rules/P001-no-map.md")]

use crate::check::{Facts, Rule, words};
use crate::diag::{Diagnostic, Severity};
use crate::plan::Place;
use crate::source::Span;
use crate::syntax::Document;

pub(in crate::check) static RULE: Rule = Rule {
    code: "P001",
    name: "no-map",
    severity: Severity::Error,
    page: include_str!("../../../docs/rules/P001-no-map.md"),
    check,
};

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    let any_plan = facts.documents.iter().any(Document::is_plan);
    for (document, &named) in facts.documents.iter().zip(facts.named) {
        // An overview that only claims things about the plan of other files is no mistake.
        let overview = any_plan && !document.claims.is_empty();
        if named && !document.is_plan() && !overview {
            let what = if facts.sources[document.file.index()].path().ends_with('/') {
                "the folder holds no markdown file"
            } else {
                "the file states no subtask"
            };
            let message = format!("{what}; a plan with at least one subtask was expected");
            found.push(finding(rule, document, message));
        }
    }
    folders(rule, facts, found);
}

/// A folder in which no file at all states a subtask: the finding stands at its first file.
fn folders(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    let roots: Vec<(u32, &Document, bool)> =
        facts.roots.iter().zip(facts.documents).zip(facts.named).map(|((r, d), n)| (*r, d, *n)).collect();
    for root in roots.chunk_by(|a, b| a.0 == b.0) {
        if root.iter().any(|(_, document, named)| *named || document.is_plan()) {
            continue;
        }
        if let Some((_, first, _)) = root.first() {
            let message =
                format!("none of {} in this folder states a subtask", words::counted(root.len(), "file"));
            found.push(finding(rule, first, message));
        }
    }
}

fn finding(rule: &Rule, document: &Document, message: String) -> Diagnostic {
    let place = Place { file: document.file, span: Span::new(0, 0) };
    let mut finding = rule.finding(
        message,
        place,
        "nothing was checked here",
        "name a file with subtasks such as `Window 1: SUBTASK 1.1.1 - Title`, or leave this path out",
    );
    finding.subject.insert("found", "no subtask".to_owned());
    finding
}
