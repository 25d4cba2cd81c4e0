#![doc = include_str!("../../../docs/rules/P002-unparsed-line.md")]

use crate::check::{Facts, Rule};
use crate::diag::{Diagnostic, Severity};
use crate::plan::Place;
use crate::syntax::ProblemKind;

pub(in crate::check) static RULE: Rule = Rule {
    code: "P002",
    name: "unparsed-line",
    severity: Severity::Warning,
    page: include_str!("../../../docs/rules/P002-unparsed-line.md"),
    check,
};

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    for document in facts.documents {
        for problem in &document.problems {
            let place = Place { file: document.file, span: problem.span };
            let (message, label, help) = match problem.kind {
                ProblemKind::Unparsed { looks_like, missing } => (
                    format!("this looks like a {looks_like}, but {missing} is missing; it is left out"),
                    format!("{missing} was expected here"),
                    format!("add {missing}, or reword the line if it is no {looks_like}"),
                ),
                ProblemKind::UnclosedFence => (
                    "a code fence opens here and is never closed; it is read up to the next heading"
                        .to_owned(),
                    "the fence opens here".to_owned(),
                    "close the fence with a line of as many backticks or tildes".to_owned(),
                ),
                ProblemKind::OddId => (
                    "this id is written unlike the others of this map; it is read as a subtask of its own"
                        .to_owned(),
                    "an id like the others was expected here".to_owned(),
                    "write it like the others, such as `1.1.1`".to_owned(),
                ),
                ProblemKind::LoneReturns => (
                    "lines end with a carriage return alone; the whole file is read as one line".to_owned(),
                    "no line ends here".to_owned(),
                    "save the file with line feeds (LF or CRLF) at the ends of lines".to_owned(),
                ),
                // Limits are findings of their own.
                ProblemKind::Limit { .. } => continue,
            };
            let line = facts.sources[document.file.index()].slice(problem.span);
            let mut finding = rule.finding(message, place, label, help);
            finding.subject.insert("line", line.lines().next().unwrap_or_default().trim().to_owned());
            found.push(finding);
        }
    }
}
