#![doc = include_str!("../../../docs/rules/P402-truncated-prompt.md")]

use crate::check::rule::label;
use crate::check::words::counted;
use crate::check::{Facts, Rule};
use crate::diag::{Applicability, Diagnostic, Edit, Fix, Severity};
use crate::plan::Place;
use crate::source::{FileIx, SourceFile, Span};
use crate::syntax::StatedPrompt;

pub(in crate::check) static RULE: Rule = Rule {
    code: "P402",
    name: "truncated-prompt",
    severity: Severity::Error,
    page: include_str!("../../../docs/rules/P402-truncated-prompt.md"),
    check,
};

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    for (at, document) in facts.documents.iter().enumerate() {
        let source = &facts.sources[document.file.index()];
        let links = facts.plan.documents.get(at).map_or(&[][..], |links| &links.subtasks);
        for (statement, &ix) in document.subtasks.iter().zip(links) {
            let Some(prompt) = &statement.prompt else { continue };
            let name = ix.map_or(statement.id.text.as_str(), |ix| facts.plan.name(ix));
            if let (Some(opening), None) = (prompt.opening, prompt.closing) {
                found.push(unclosed(rule, name, Place { file: document.file, span: opening }));
                continue;
            }
            let Some(cut) = prompt.cut_at else { continue };
            let rest = Span { start: cut.end.min(prompt.span.end), end: prompt.span.end };
            let lost = source.slice(rest).lines().filter(|line| !line.trim().is_empty()).count();
            let place = |span| Place { file: document.file, span };
            let mut finding = rule.finding(
                format!(
                    "a fence inside the prompt of `{name}` ends it for every markdown reader, {} early",
                    counted(lost, "line")
                ),
                place(prompt.opening.unwrap_or(cut)),
                "the prompt begins here",
                "make the outer fence longer than the fences inside it",
            );
            finding.related.push(label(place(cut), "a markdown reader ends it here"));
            finding.subject.insert("subtask", name.to_owned());
            finding.fix = lengthen(source, document.file, prompt);
            found.push(finding);
        }
    }
}

/// A fence without an end: what follows the section is part of the prompt for every markdown reader.
fn unclosed(rule: &Rule, name: &str, opening: Place) -> Diagnostic {
    let mut finding = rule.finding(
        format!(
            "the prompt of `{name}` is never closed; a markdown reader takes what follows for a part of it"
        ),
        opening,
        "this fence has no end",
        "close the prompt with a line of its own that holds the same fence",
    );
    finding.subject.insert("subtask", name.to_owned());
    finding
}

/// Makes the outer fence one character longer than the longest fence inside.
fn lengthen(source: &SourceFile, file: FileIx, prompt: &StatedPrompt) -> Option<Fix> {
    let opening = run(source, prompt.opening?)?;
    let closing = run(source, prompt.closing?)?;
    let mark = source.slice(opening).chars().next()?;
    let longest = (prompt.inner_fence as usize).max(opening.len());
    let fence: String = std::iter::repeat_n(mark, longest + 1).collect();
    let edit = |span| Edit { file, span, text: fence.clone() };
    Some(Fix {
        applicability: Applicability::Safe,
        title: format!("lengthen the outer fence to {} characters", longest + 1),
        edits: vec![edit(opening), edit(closing)],
    })
}

/// The run of fence characters in a fence line.
fn run(source: &SourceFile, line: Span) -> Option<Span> {
    let text = source.slice(line);
    let start = text.find(['`', '~'])?;
    let mark = text.as_bytes()[start];
    let length = text.bytes().skip(start).take_while(|&b| b == mark).count();
    let start = line.start as usize + start;
    Some(Span::new(start, start + length))
}
