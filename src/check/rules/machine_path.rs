#![doc = include_str!("../../../docs/rules/P409-machine-path.md")]

use std::collections::BTreeSet;

use crate::check::home_path::home_paths;
use crate::check::prompts::Prompts;
use crate::check::{Facts, Rule};
use crate::diag::{Diagnostic, Severity};
use crate::plan::Place;

pub(in crate::check) static RULE: Rule = Rule {
    code: "P409",
    name: "machine-path",
    severity: Severity::Warning,
    page: include_str!("../../../docs/rules/P409-machine-path.md"),
    check,
};

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    for document in facts.documents.iter().filter(|document| document.is_plan()) {
        let source = &facts.sources[document.file.index()];
        let mut prompts: Option<Prompts> = None;
        let mut told = BTreeSet::new();
        for path in home_paths(source.text()) {
            let prompts = prompts.get_or_insert_with(|| Prompts::of(facts, document.file));
            let words = source.slice(path.span);
            if !told.insert((prompts.at(path.span.start), words)) {
                continue;
            }
            let place = prompts.words(facts, path.span.start);
            let mut finding = rule.finding(
                format!("`{}` is a folder on one machine only ({place})", path.home),
                Place { file: document.file, span: path.span },
                "other machines do not have this path",
                "write the path from the root of the repository, or a variable such as `$PROJECT`",
            );
            finding.subject.insert("path", words.to_owned());
            finding.subject.insert("place", place);
            found.push(finding);
        }
    }
}
