use std::fmt::Write as _;

use super::prompts::Prompts;
use super::words::{counted, listed};
use super::{Facts, Rule};
use crate::diag::{Applicability, Diagnostic, Edit, Fix, Label};
use crate::plan::Place;
use crate::source::{FileIx, Odd, OddKind, Span};

/// Lines with findings of their own per file; what follows is one more, so that a flood stays readable.
const LINES: usize = 100;
/// Characters of a line that tell which one it is.
const SUBJECT: usize = 120;

/// A rule's words for characters that have no place in a plan.
pub(super) struct Words {
    /// `hidden character`.
    pub(super) noun: &'static str,
    /// What stands at each.
    pub(super) label: &'static str,
    /// What to do.
    pub(super) help: &'static str,
    /// What one character is called.
    pub(super) name: fn(char) -> String,
    /// What a run says besides, where it says anything.
    pub(super) remark: fn(&str) -> Option<String>,
}

/// One finding for each line of a plan that holds characters of a kind; the fix removes them.
pub(super) fn find(
    rule: &Rule,
    facts: &Facts<'_>,
    kind: OddKind,
    words: &Words,
    found: &mut Vec<Diagnostic>,
) {
    for document in facts.documents {
        let source = &facts.sources[document.file.index()];
        let states_anything = document.is_plan() || !document.claims.is_empty();
        if !states_anything || source.odd().is_empty() {
            continue;
        }
        let odd: Vec<Odd> = source.odd().iter().filter(|odd| odd.kind == kind).copied().collect();
        let prompts = Prompts::of(facts, document.file);
        let same_line =
            |a: &Odd, b: &Odd| !source.text()[a.span.end as usize..b.span.start as usize].contains('\n');
        let mut rest = &odd[..];
        for line in odd.chunk_by(same_line).take(LINES) {
            found.push(finding(rule, facts, document.file, line, &prompts, words));
            rest = &rest[line.len()..];
        }
        if !rest.is_empty() {
            let mut last = finding(rule, facts, document.file, rest, &prompts, words);
            last.message = format!("{} more in the rest of this file", counted(rest.len(), words.noun));
            last.subject.insert("line", "the rest of the file".to_owned());
            found.push(last);
        }
    }
}

fn finding(
    rule: &Rule,
    facts: &Facts<'_>,
    file: FileIx,
    runs: &[Odd],
    prompts: &Prompts,
    words: &Words,
) -> Diagnostic {
    let source = &facts.sources[file.index()];
    let text = |odd: &Odd| source.slice(odd.span);
    let first = runs[0].span;
    let mut names: Vec<String> = Vec::new();
    for c in runs.iter().take(LINES).flat_map(|odd| text(odd).chars().take(LINES)) {
        let name = (words.name)(c);
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    // Letters of an escape sequence go with it and have no name.
    let count =
        runs.iter().flat_map(|odd| text(odd).chars()).filter(|c| !(words.name)(*c).is_empty()).count();
    let place = match prompts.at(first.start) {
        Some(subtask) => format!("in the prompt of `{}`", facts.plan.name(subtask)),
        None => "in this line".to_owned(),
    };
    let mut message = format!("{} {place}: {}", counted(count, words.noun), listed(names.iter().cloned()));
    for remark in runs.iter().take(LINES).filter_map(|odd| (words.remark)(text(odd))).take(1) {
        // Writing to a string cannot fail.
        let _ = write!(message, "; {remark}");
    }
    let mut finding = rule.finding(message, Place { file, span: first }, words.label, words.help);
    for odd in runs.iter().skip(1).take(4) {
        finding.related.push(Label { file, span: odd.span, text: words.label.to_owned() });
    }
    finding.subject.insert("characters", names.join(", "));
    finding.subject.insert("line", seen(source.text(), first));
    let edits = runs.iter().map(|odd| Edit { file, span: odd.span, text: instead(text(odd)).to_owned() });
    finding.fix = Some(Fix {
        applicability: Applicability::Safe,
        title: format!("remove {}", counted(count, words.noun)),
        edits: edits.collect(),
    });
    finding
}

/// What a run gives way to: separators of lines and paragraphs part words.
fn instead(run: &str) -> &'static str {
    if run.contains(['\u{2028}', '\u{2029}']) { " " } else { "" }
}

/// What people see of the line that a place stands in.
fn seen(text: &str, place: Span) -> String {
    let start = text[..place.start as usize].rfind('\n').map_or(0, |at| at + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    let visible = |c: &char| !c.is_control() && !crate::source::is_invisible(*c);
    line.chars().filter(visible).take(SUBJECT).collect::<String>().trim().to_owned()
}
