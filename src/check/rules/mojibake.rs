#![doc = include_str!("../../../docs/rules/P701-mojibake.md")]

use crate::check::words::counted;
use crate::check::{Facts, Rule};
use crate::diag::{Applicability, Diagnostic, Edit, Fix, Severity};
use crate::plan::Place;
use crate::source::{FileIx, MojibakeNote, SourceFile};

pub(in crate::check) static RULE: Rule = Rule {
    code: "P701",
    name: "mojibake",
    severity: Severity::Warning,
    page: include_str!("../../../docs/rules/P701-mojibake.md"),
    check,
};

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    for (at, source) in facts.sources.iter().enumerate() {
        let Some(note) = source.mojibake() else { continue };
        let Some(&first) = note.runs.first() else { continue };
        let file = FileIx(at as u32);
        let places = counted(note.runs.len(), "place");
        let help = if note.whole_file {
            "let `planc fix` restore the characters, or save the file anew from its source as UTF-8"
                .to_owned()
        } else {
            "save the file anew from its source as UTF-8; it holds undamaged characters too, so no fix is offered".to_owned()
        };
        let mut finding = rule.finding(
            format!("{places} were UTF-8, read as {} and saved again", note.encoding.name()),
            Place { file, span: first },
            format!("this is read as `{}`", source.slice(first)),
            help,
        );
        if note.runs.len() == 1 {
            finding.message =
                format!("a character was UTF-8, read as {} and saved again", note.encoding.name());
        }
        finding.subject.insert("encoding", note.encoding.name().to_owned());
        finding.fix = note.whole_file.then(|| restore(source, file, note));
        found.push(finding);
    }
}

/// Writes every damaged run as it is read.
fn restore(source: &SourceFile, file: FileIx, note: &MojibakeNote) -> Fix {
    let edits =
        note.runs.iter().map(|&span| Edit { file, span, text: source.slice(span).to_owned() }).collect();
    Fix { applicability: Applicability::Safe, title: "restore the damaged characters".to_owned(), edits }
}
