#![doc = include_str!("../../../docs/rules/P003-unused-suppression.md")]

use crate::check::suppress::{self, Begins};
use crate::check::{Facts, Rule};
use crate::diag::{Applicability, Diagnostic, Edit, Fix, Severity};
use crate::plan::Place;
use crate::source::{SourceFile, Span};

pub(in crate::check) static RULE: Rule = Rule {
    code: "P003",
    name: "unused-suppression",
    severity: Severity::Warning,
    page: include_str!("../../../docs/rules/P003-unused-suppression.md"),
    check,
};

/// Runs behind all other rules, on what they found.
fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    let begins = Begins::new(found);
    for document in facts.documents.iter().filter(|document| document.is_plan()) {
        let file = document.file;
        for directive in document.directives.iter().filter(|d| suppress::is_followed(facts, file, d)) {
            for (word, named) in suppress::rules(directive) {
                let Some(named) = named else { continue };
                if begins.any(file, directive, named) {
                    continue;
                }
                let mut finding = rule.finding(
                    format!("this directive leaves out `{word}`, which is not found there"),
                    Place { file, span: directive.span },
                    "nothing is left out here",
                    if directive.rules.len() == 1 {
                        "remove the directive".to_owned()
                    } else {
                        format!("remove `{word}` from the directive")
                    },
                );
                finding.subject.insert("rule", named.code.to_owned());
                if directive.rules.len() == 1 {
                    let span = cut(&facts.sources[file.index()], directive.span);
                    let edits = vec![Edit { file, span, text: String::new() }];
                    let title = format!("remove the directive about `{word}`");
                    finding.fix = Some(Fix { applicability: Applicability::Safe, title, edits });
                }
                found.push(finding);
            }
        }
    }
}

/// The comment with the space before it; the whole line where nothing else stands in it.
fn cut(source: &SourceFile, comment: Span) -> Span {
    let (text, start, end) = (source.text(), comment.start as usize, comment.end as usize);
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
    if text[line_start..start].trim().is_empty() && text[end..line_end].trim().is_empty() {
        return Span::new(line_start, line_end);
    }
    Span::new(line_start + text[line_start..start].trim_end().len(), end)
}
